import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkDefinition, NacreError, type PipelineDefinition, readDefinition } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";

/** A definition to import. */
export interface ImportInput {
  readonly definition: PipelineDefinition;
  /** What the pipeline is to be called. */
  readonly name: string;
}

const pipelineArn = /^arn:aws[a-z-]*:sagemaker:([a-z0-9-]+):\d{12}:pipeline\/(.+)$/i;

/**
 * Reads the definition that the command line names, and checks that it holds together. Its own text
 * does not say what it is called.
 *
 * @throws NacreError `BAD_OPTION`, `NOT_YET` for the ARN of a pipeline, `CANNOT_READ`, or those of
 * {@link readDefinition} and {@link checkDefinition}
 */
export function readInput(argument: string | undefined, name: string | undefined): ImportInput {
  if (argument === undefined) {
    throw userError("BAD_OPTION", "no definition was given", {
      help: "nacre import DEFINITION.json, or nacre import - to read it from standard input",
    });
  }
  const [, region, pipeline] = pipelineArn.exec(argument) ?? [];
  if (region !== undefined && pipeline !== undefined) throw notYet(region, pipeline);
  const file = argument === "-" ? undefined : argument;
  const text = readText(file);
  try {
    const definition = readDefinition(text);
    checkDefinition(definition);
    return { definition, name: name ?? nameOf(file) };
  } catch (error) {
    if (!(error instanceof NacreError) || file === undefined) throw error;
    throw inFile(error, file);
  }
}

/** The same fault, or the same faults, with the file in which they are. */
function inFile(error: NacreError, file: string): NacreError {
  const { code, message, at, help, problems } = error;
  return userError(code, message, {
    at: { file, ...at },
    ...(help === undefined ? {} : { help }),
    ...(problems.length > 1 ? { problems: problems.map((one) => inFile(one, file)) } : {}),
    cause: error,
  });
}

function notYet(region: string, pipeline: string): NacreError {
  return userError("NOT_YET", "reading a pipeline from AWS comes in a later version of nacre", {
    help: [
      "until then let the AWS CLI read it:",
      `aws sagemaker describe-pipeline --region ${region} --pipeline-name ${pipeline} \\`,
      `  --query PipelineDefinition --output text | nacre import - --name ${pipeline} -o pipeline.ts`,
    ].join("\n"),
  });
}

function readText(file: string | undefined): string {
  try {
    // 0 is standard input. What is not UTF-8 must not be changed in silence.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      readFileSync(file ?? 0),
    );
  } catch (error) {
    throw userError("CANNOT_READ", `cannot read the definition: ${messageOf(error)}`, {
      ...(file === undefined ? {} : { at: { file } }),
      help: "check the path, and that the file is text in UTF-8",
    });
  }
}

/** Letters, digits and hyphens of the file's name, at most 256; `Pipeline` where there are none. */
function nameOf(file: string | undefined): string {
  const name = basename(file ?? "", ".json")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .slice(0, 256)
    .replaceAll(/^-+|-+$/g, "");
  return name || "Pipeline";
}
