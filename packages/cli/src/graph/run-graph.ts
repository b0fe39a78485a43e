import { existsSync } from "node:fs";
import { diffDefinitions } from "@nacre/core";
import {
  type Drawing,
  drawDot,
  drawingOf,
  drawingOfDifference,
  drawMermaid,
  drawSvg,
  drawText,
} from "@nacre/graph";
import { readSource } from "../app/source.ts";
import { describePipeline } from "../aws/definitions.ts";
import { withSession } from "../aws/session.ts";
import { readSides } from "../diff/sides.ts";
import { userError } from "../errors.ts";
import { definitionOf, takeSnapshot } from "../executions/follow.ts";
import { pipelineTitle } from "../executions/pipeline-title.ts";
import { isExecutionArn, type PipelineInput, regionIn } from "../executions/which.ts";
import { withExecution } from "../executions/with-execution.ts";
import { isStdout, keepStdoutClean, printNote } from "../output.ts";
import { checkDrawnInput, deliverDrawn, type DrawnInput } from "./deliver-drawn.ts";
import { executionDrawing } from "./execution.ts";
import { type Format, formatOf } from "./format.ts";

/** What the command line says of a picture. */
interface GraphInput extends PipelineInput, DrawnInput {
  readonly positional: readonly string[];
  readonly execution: string | undefined;
  readonly diff: boolean;
  readonly format: Format | undefined;
  readonly theme: "light" | "dark" | undefined;
  readonly scale: string | undefined;
  readonly font: readonly string[];
  readonly "hide-parameters": boolean;
}

/** Draws a definition, an execution or a difference, and gives the exit code. */
export async function runGraph(input: GraphInput): Promise<number> {
  keepStdoutClean();
  const scale = readScale(input.scale);
  const { output, open } = input;
  const format = formatOf(input.format, output, open ? "svg" : "text");
  if (open && format !== "svg" && format !== "png") {
    throw userError("BAD_OPTION", `--open shows a picture, not ${format}`, {
      help: "--format svg or --format png",
    });
  }
  if (format === "png" && !open && isStdout(output) && process.stdout.isTTY) {
    throw userError("BAD_OPTION", "a PNG is nothing for a terminal", {
      help: "write it to a file, or show it: -o graph.png, --open",
    });
  }
  refuseUnused(input, format);
  checkDrawnInput(input);
  const { drawing, execution } = await readDrawing(input);
  const content = await printed(drawing, format, input, scale);
  await deliverDrawn({ content, format, execution }, "graph", input);
  return 0;
}

/** What would change nothing is not meant so. */
function refuseUnused(input: GraphInput, format: Format): void {
  const { scale, font, theme, "hide-parameters": hidesParameters } = input;
  const isPicture = format === "png" || format === "svg";
  const unused = [
    ...(format !== "png" && scale !== undefined ? ["--scale"] : []),
    ...(format !== "png" && font.length > 0 ? ["--font"] : []),
    ...(!isPicture && theme !== undefined ? ["--theme"] : []),
    ...(!isPicture && format !== "text" && hidesParameters ? ["--hide-parameters"] : []),
  ];
  if (unused.length === 0) return;
  throw userError("BAD_OPTION", `${unused.join(", ")}: nothing in ${format} depends on it`, {
    help: "leave it out, or write another format: -o graph.png",
  });
}

/** A drawing, and of which execution it is. */
interface Subject {
  readonly drawing: Drawing;
  readonly execution?: string;
}

async function readDrawing(input: GraphInput): Promise<Subject> {
  const [first, second] = input.positional;
  if (input.diff) {
    if (input.execution !== undefined) {
      throw userError("BAD_OPTION", "--execution does not go with --diff", {
        help: "an execution is compared by its ARN: nacre graph --diff ARN app",
      });
    }
    const [before, after] = await readSides(input);
    const subtitle = `${before.title} → ${after.title}`;
    const { isEmpty } = diffDefinitions(before.definition, after.definition);
    const title = isEmpty ? "Nothing differs" : "What differs";
    if (isEmpty && !input.quiet) printNote(`nothing differs: ${subtitle}`);
    return {
      drawing: drawingOfDifference(before.definition, after.definition, title, subtitle),
    };
  }
  if (second !== undefined) {
    throw userError("UNEXPECTED_ARGUMENT", `one thing is drawn, not also \`${second}\``, {
      help: "with --diff two definitions are drawn in one picture",
    });
  }
  if (first !== undefined && /^arn:[^:]+:sagemaker:.*:pipeline\/[^/]+$/i.test(first)) {
    return { drawing: await deployedDrawing(first, input) };
  }
  const named = first !== undefined && namesExecution(first) ? first : undefined;
  if (input.execution === undefined && named === undefined) {
    const source = await readSource({ ...input, definition: first });
    return { drawing: drawingOf(source.definition, source.name) };
  }
  if (input.execution !== undefined && first !== undefined) {
    throw userError("BAD_OPTION", `--execution does not go with \`${first}\``, {
      help: "give the execution or the definition, not both",
    });
  }
  return withExecution(named ?? input.execution, input, async (session, execution) => {
    const definition = await definitionOf(session, execution);
    const snapshot = await takeSnapshot(session, execution, definition);
    const title = await pipelineTitle(session, snapshot.execution.pipelineArn);
    return { drawing: executionDrawing(snapshot, definition, title), execution };
  });
}

/** Whether a word is an execution, not a definition file. */
function namesExecution(word: string): boolean {
  if (isExecutionArn(word)) return true;
  return (word === "latest" || /^[a-z0-9]{12}$/.test(word)) && !existsSync(word);
}

async function deployedDrawing(arn: string, input: GraphInput): Promise<Drawing> {
  const region = input.region ?? regionIn(arn);
  const drawing = await withSession({ ...input, region }, async (session) => {
    const found = await describePipeline(session, arn);
    return found && drawingOf(found.definition, await pipelineTitle(session, arn));
  });
  if (drawing !== undefined) return drawing;
  throw userError("PIPELINE_NOT_FOUND", `there is no pipeline ${arn}`, {
    help: "nacre list --pipelines lists them",
  });
}

async function printed(
  drawing: Drawing,
  format: Format,
  input: GraphInput,
  scale: number,
): Promise<string | Uint8Array> {
  const parameters = !input["hide-parameters"];
  switch (format) {
    case "text":
      return drawText(parameters ? drawing : { ...drawing, parameters: [] });
    case "mermaid":
      return drawMermaid(drawing);
    case "dot":
      return drawDot(drawing);
    case "svg":
      return drawSvg(drawing, { parameters, theme: input.theme ?? "auto" });
    case "png": {
      const { pngOf } = await import("./png.ts");
      const svg = drawSvg(drawing, { parameters, theme: input.theme ?? "light" });
      const { bytes, missing } = await pngOf(svg, scale, input.font);
      if (missing.length > 0) printNote(missingNote(missing));
      return bytes;
    }
  }
}

/** What a person is told of letters that could not be drawn; of many some. */
function missingNote(missing: readonly string[]): string {
  const shown = missing.slice(0, 8).map((letter) => {
    const code = letter.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return `${letter} (U+${code})`;
  });
  const more = missing.length > shown.length ? ` and ${missing.length - shown.length} more` : "";
  return `no font has ${shown.join(", ")}${more}: boxes stand for them. --font FILE takes a font that has`;
}

function readScale(text: string | undefined): number {
  const scale = text === undefined ? 2 : Number(text);
  if (text?.trim() !== "" && scale >= 0.1 && scale <= 8) return scale;
  throw userError("BAD_OPTION", `--scale ${text}: this is not a number from 0.1 to 8`, {
    help: "--scale 2 gives two pixels for each of the SVG's",
  });
}
