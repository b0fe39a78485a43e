import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { checkDefinition, NacreError, type PipelineDefinition, readDefinition } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";
import { describeDefinition, pipelineAddress } from "./from-aws.ts";

/** A definition to import. */
export interface ImportInput {
  readonly definition: PipelineDefinition;
  /** What the pipeline is to be called. */
  readonly name: string;
}

/**
 * Reads the definition that the command line names, and checks that it holds together. Its own text
 * does not say what it is called.
 *
 * @throws NacreError `BAD_OPTION`, `CANNOT_READ`, `AWS_REQUEST_FAILED` for the ARN of a pipeline, or those of
 * {@link readDefinition} and {@link checkDefinition}
 */
export async function readInput(
  argument: string | undefined,
  name: string | undefined,
): Promise<ImportInput> {
  if (argument === undefined) {
    throw userError("BAD_OPTION", "no definition was given", {
      help: "nacre import DEFINITION.json, or nacre import - to read it from standard input",
    });
  }
  const address = pipelineAddress(argument);
  if (address !== undefined) {
    const definition = checkedDefinition(await describeDefinition(address));
    return { definition, name: name ?? address.name };
  }
  const file = argument === "-" ? undefined : argument;
  const text = readText(file);
  try {
    return { definition: checkedDefinition(text), name: name ?? nameOf(file) };
  } catch (error) {
    if (!(error instanceof NacreError) || file === undefined) throw error;
    throw inFile(error, file);
  }
}

function checkedDefinition(text: string): PipelineDefinition {
  const definition = readDefinition(text);
  checkDefinition(definition);
  return definition;
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
