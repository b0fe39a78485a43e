import { readSource } from "../app/source.ts";
import { defineCommand } from "../command.ts";
import { deliver, keepStdoutClean } from "../output.ts";

export default defineCommand({
  description: "Draw the graph of a pipeline, as text, Mermaid or SVG",
  details:
    "Arrows come from the definition itself: data that flows between steps, DependsOn (after) and\n" +
    "the branches of conditions. Works for an app and for any definition file.",
  argument: { name: "DEFINITION.json", description: "a definition; without it the app is drawn" },
  options: {
    app: { value: "FILE", description: "the app file; without it package.json names it" },
    context: { value: "KEY=VALUE", repeat: true, description: "a value for the app" },
    format: {
      value: "FORMAT",
      choices: ["text", "mermaid", "svg"],
      description: "text when not given",
    },
    output: { value: "FILE", short: "o", description: "write to a file, whole or not at all" },
  },
  examples: [
    { command: "nacre graph", description: "list the steps of the app in package.json" },
    { command: "nacre graph --format svg -o graph.svg", description: "a picture of it" },
    {
      command: "nacre graph definition.json --format mermaid",
      description: "a Mermaid flowchart, for instance for a README",
    },
  ],
  async handler({ options, argument }) {
    keepStdoutClean();
    const { drawingOf } = await import("../graph/model.ts");
    const source = await readSource({ ...options, definition: argument });
    const drawing = drawingOf(source.definition, source.name);
    deliver(await draw(options.format ?? "text"), options.output);
    return 0;

    async function draw(format: "text" | "mermaid" | "svg"): Promise<string> {
      switch (format) {
        case "text":
          return (await import("../graph/text.ts")).drawText(drawing);
        case "mermaid":
          return (await import("../graph/mermaid.ts")).drawMermaid(drawing);
        case "svg":
          return (await import("../graph/svg.ts")).drawSvg(drawing);
      }
    }
  },
});
