import { extname } from "node:path";
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
import { lastPart } from "../executions/execution.ts";
import { definitionOf, takeSnapshot } from "../executions/follow.ts";
import { isExecutionArn, type PipelineInput, regionIn } from "../executions/which.ts";
import { withExecution } from "../executions/with-execution.ts";
import { deliver, keepStdoutClean } from "../output.ts";
import { executionDrawing } from "./execution.ts";

/** What the command line says of a picture. */
interface GraphInput extends PipelineInput {
  readonly positional: readonly string[];
  readonly execution: string | undefined;
  readonly diff: boolean;
  readonly format: Format | undefined;
  readonly output: string | undefined;
  readonly theme: "light" | "dark" | undefined;
  readonly scale: string | undefined;
  readonly "hide-parameters": boolean;
}

type Format = "text" | "mermaid" | "dot" | "svg" | "png";

const extensions: Readonly<Record<string, Format>> = {
  ".svg": "svg",
  ".png": "png",
  ".dot": "dot",
  ".gv": "dot",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
};

/** Draws a definition, an execution or a difference, and gives the exit code. */
export async function runGraph(input: GraphInput): Promise<number> {
  keepStdoutClean();
  const scale = readScale(input.scale);
  const format = input.format ?? extensions[extname(input.output ?? "").toLowerCase()] ?? "text";
  if (format === "png" && input.output === undefined && process.stdout.isTTY) {
    throw userError("BAD_OPTION", "a PNG is nothing for a terminal", {
      help: "write it to a file: -o graph.png",
    });
  }
  const drawing = await readDrawing(input);
  deliver(await printed(drawing, format, input, scale), input.output);
  return 0;
}

async function readDrawing(input: GraphInput): Promise<Drawing> {
  const [first, second] = input.positional;
  if (input.diff) {
    if (input.execution !== undefined) {
      throw userError("BAD_OPTION", "--execution does not go with --diff", {
        help: "an execution is compared by its ARN: nacre graph --diff ARN app",
      });
    }
    const [before, after] = await readSides(input);
    const subtitle = `${before.title} → ${after.title}`;
    return drawingOfDifference(before.definition, after.definition, "What differs", subtitle);
  }
  if (second !== undefined) {
    throw userError("UNEXPECTED_ARGUMENT", `one thing is drawn, not also \`${second}\``, {
      help: "with --diff two definitions are drawn in one picture",
    });
  }
  // A state folder is that of the local service.
  const place = { ...input, local: input.local || input.home !== undefined };
  if (first !== undefined && /^arn:[^:]+:sagemaker:.*:pipeline\/[^/]+$/i.test(first)) {
    return deployedDrawing(first, place);
  }
  const arn = first !== undefined && isExecutionArn(first) ? first : undefined;
  if (input.execution === undefined && arn === undefined) {
    const source = await readSource({ ...input, definition: first });
    return drawingOf(source.definition, source.name);
  }
  if (input.execution !== undefined && first !== undefined) {
    throw userError("BAD_OPTION", `--execution does not go with \`${first}\``, {
      help: "give the execution or the definition, not both",
    });
  }
  const given = arn ?? (input.execution === "latest" ? undefined : input.execution);
  return withExecution(given, place, async (session, execution) => {
    const definition = await definitionOf(session, execution);
    return executionDrawing(await takeSnapshot(session, execution, definition), definition);
  });
}

async function deployedDrawing(arn: string, input: GraphInput): Promise<Drawing> {
  const region = input.region ?? regionIn(arn);
  const found = await withSession({ ...input, region }, (session) =>
    describePipeline(session, arn),
  );
  if (found !== undefined) return drawingOf(found.definition, lastPart(arn));
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
      return drawText(drawing);
    case "mermaid":
      return drawMermaid(drawing);
    case "dot":
      return drawDot(drawing);
    case "svg":
      return drawSvg(drawing, { parameters, theme: input.theme ?? "auto" });
    case "png": {
      const { pngOf } = await import("./png.ts");
      return pngOf(drawSvg(drawing, { parameters, theme: input.theme ?? "light" }), scale);
    }
  }
}

function readScale(text: string | undefined): number {
  const scale = text === undefined ? 2 : Number(text);
  if (text?.trim() !== "" && scale >= 0.1 && scale <= 8) return scale;
  throw userError("BAD_OPTION", `--scale ${text}: this is not a number from 0.1 to 8`, {
    help: "--scale 2 gives two pixels for each of the SVG's",
  });
}
