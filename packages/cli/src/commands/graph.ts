import { readSource } from "../app/source.ts";
import { defineCommand } from "../command.ts";
import { deliver, keepStdoutClean } from "../output.ts";

export default defineCommand({
  description: "Draw the graph of a pipeline, as text, Mermaid, DOT or SVG",
  details:
    "Arrows come from the definition itself: data that flows between steps, DependsOn (after) and\n" +
    "the branches of conditions. Works for an app and for any definition file.",
  argument: { name: "DEFINITION.json", description: "a definition; without it the app is drawn" },
  options: {
    app: { value: "FILE", description: "the app file; without it package.json names it" },
    context: { value: "KEY=VALUE", repeat: true, description: "a value for the app" },
    format: {
      value: "FORMAT",
      choices: ["text", "mermaid", "dot", "svg"],
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
    const { drawingOf, drawDot, drawMermaid, drawSvg, drawText } = await import("@nacre/graph");
    const source = await readSource({ ...options, definition: argument });
    const drawing = drawingOf(source.definition, source.name);
    const formats = { text: drawText, mermaid: drawMermaid, dot: drawDot, svg: drawSvg };
    deliver(formats[options.format ?? "text"](drawing), options.output);
    return 0;
  },
});
