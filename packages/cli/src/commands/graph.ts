import { appOptions } from "../app/options.ts";
import { outputOptions, sessionOptions } from "../aws/options.ts";
import { defineCommand } from "../command.ts";

export default defineCommand({
  description: "Draw a pipeline, an execution or what differs: SVG, PNG, Mermaid, DOT or text",
  details:
    "Arrows come from the definition itself: data that flows between steps, DependsOn (after) and\n" +
    "the branches of conditions. Works for an app, for any definition file, for an execution, here or\n" +
    "in AWS, with its statuses, and for two definitions in one picture (the words of nacre diff).\n\n" +
    "The name of the file says the format: .svg, .png, .mmd, .dot or .txt; without -o it is text. An SVG\n" +
    "has the colours of its reader, light or dark. A PNG needs no browser and is the same bytes on every\n" +
    "machine; a box stands in it for a letter that nacre's fonts do not have.",
  argument: {
    name: "DEFINITION.json|EXECUTION",
    description:
      "a definition file, an execution (ARN, id or latest) or a pipeline's ARN; else the app is drawn",
    most: 2,
  },
  options: {
    ...appOptions,
    execution: { value: "ID", description: "the same as the word EXECUTION: an id or latest" },
    diff: { description: "draw two definitions in one: nacre graph --diff BEFORE AFTER" },
    pipeline: { value: "NAME", description: "the pipeline's name or ARN (the app's name)" },
    ...sessionOptions,
    format: {
      value: "FORMAT",
      choices: ["text", "mermaid", "dot", "svg", "png"],
      description: "else by the name of the file, or text (svg with --open)",
    },
    output: {
      value: "FILE",
      short: "o",
      description: "write to a file, whole or not at all; - is stdout",
    },
    open: { description: "show it in the browser; without -o from a temporary file" },
    theme: {
      value: "THEME",
      choices: ["light", "dark"],
      description: "of an SVG (its reader's) or PNG (light)",
    },
    scale: { value: "N", description: "of a PNG: pixels for each of the SVG's (2)" },
    font: {
      value: "FILE",
      repeat: true,
      description: "of a PNG: a .ttf, .otf or .ttc with letters that nacre's fonts do not have",
    },
    "hide-parameters": { description: "leave out the parameters that steps read" },
    ...outputOptions,
  },
  examples: [
    { command: "nacre graph", description: "list the steps of this folder's app" },
    { command: "nacre graph -o graph.svg", description: "a picture of it" },
    { command: "nacre graph --open", description: "the same in the browser" },
    {
      command: "nacre graph definition.json --format mermaid",
      description: "a Mermaid flowchart, for instance for a README",
    },
    {
      command: "nacre graph latest --local -o run.png",
      description: "the newest execution on this machine, with its statuses",
    },
    {
      command: "nacre graph --diff deployed app -o changes.svg",
      description: "what a deploy would change, in one picture",
    },
  ],
  async handler({ options, positional }) {
    const { runGraph } = await import("../graph/run-graph.ts");
    return runGraph({ ...options, positional });
  },
});
