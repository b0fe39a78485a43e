import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import {
  type AppData,
  type CodeAsset,
  NacreError,
  type PipelineDefinition,
  readDefinition,
} from "@nacre/core";
import { messageOf, userError } from "../errors.ts";
import { printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { findApp, folderOfApp } from "./find.ts";
import { definitionOf } from "./definition.ts";
import { loadApp } from "./load.ts";

/** A definition to draw or to run, with what is known about where it came from. */
export interface Source {
  /** Name of the pipeline. */
  readonly name: string;
  /** The app file or the definition file. */
  readonly file: string;
  /** Whether an app made it or it was read from a definition file. */
  readonly kind: "app" | "definition";
  /** The folder that keeps state beside it. */
  readonly folder: string;
  /** The definition. */
  readonly definition: PipelineDefinition;
  /** Files of code that the pipeline takes from this machine. */
  readonly assets: readonly CodeAsset[];
  /** Data declarations by parameter name. */
  readonly data: AppData;
}

/** The options and argument that say where a pipeline comes from. */
export interface SourceInput {
  /** `--app`: the app file. */
  readonly app: string | undefined;
  /** `--context`: the values for the app. */
  readonly context: readonly string[];
  /** The positional argument: a definition file. */
  readonly definition: string | undefined;
}

/**
 * Reads the pipeline that a command line names: a definition file, else an app.
 *
 * @throws NacreError of the app or the definition, or `BAD_OPTION` when both are given
 */
export async function readSource(input: SourceInput): Promise<Source> {
  if (input.definition === undefined) return readApp(input);
  if (input.app !== undefined || input.context.length > 0) {
    throw userError("BAD_OPTION", "--app and --context do not go with a definition file", {
      help: "give the app or the definition, not both",
    });
  }
  return readDefinitionFile(resolve(input.definition));
}

async function readApp(input: SourceInput): Promise<Source> {
  const given = readPairs("context", input.context);
  const file = findApp(input.app);
  const { pipeline, data, recorded } = await loadApp(file, given);
  const definition = await definitionOf(file, pipeline);
  for (const warning of recorded.unreadWarnings()) printNote(warning);
  return {
    name: pipeline.name,
    file,
    kind: "app",
    folder: folderOfApp(file),
    definition,
    assets: pipeline.assets,
    data,
  };
}

function readDefinitionFile(file: string): Source {
  if (/\.[cm]?[jt]s$/.test(file)) {
    throw userError("BAD_OPTION", `${file} is an app file, not a definition`, {
      help: `give it as --app ${file}`,
    });
  }
  return {
    name: pipelineNameOf(file),
    file,
    kind: "definition",
    folder: dirname(file),
    definition: readDefinitionAt(file),
    assets: [],
    data: {},
  };
}

/**
 * Reads a definition file; 0 is standard input.
 *
 * @throws NacreError `CANNOT_READ` and those of {@link readDefinition}, with the file
 */
export function readDefinitionAt(source: string | 0): PipelineDefinition {
  const file = source === 0 ? "standard input" : source;
  let text: string;
  try {
    text = readFileSync(source, "utf8");
  } catch (error) {
    throw userError("CANNOT_READ", `cannot read the definition: ${messageOf(error)}`, {
      at: { file },
      help: "check the path",
    });
  }
  try {
    return readDefinition(text);
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    const { help } = error;
    const at = { file, ...error.at };
    throw userError(error.code, error.message, { at, ...(help ? { help } : {}), cause: error });
  }
}

/** A definition does not say its name; its file does: letters, digits and hyphens, at most 256. */
export function pipelineNameOf(file: string): string {
  const name = basename(file, ".json")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name.slice(0, 256) || "pipeline";
}
