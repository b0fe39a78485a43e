import { NacreError, type Pipeline, type PipelineDefinition } from "@nacre/core";
import { folderOfApp } from "./find.ts";
import { attempt } from "./load.ts";

/**
 * The definition of the pipeline of an app. Core gives none when rules find errors in it, but for
 * those that the pipeline ignores; those that the configuration ignores are ignored too, as
 * `nacre validate` does.
 *
 * @throws NacreError with the errors that remain, and what the app itself throws
 */
export async function definitionOf(file: string, pipeline: Pipeline): Promise<PipelineDefinition> {
  try {
    return await attempt(file, () => pipeline.definition());
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    // What reads it is loaded only when something may have to be ignored.
    const { rules } = await import("@nacre/core");
    const { entriesOfConfig } = await import("../validate/ignore.ts");
    const ignore = entriesOfConfig(folderOfApp(file), rules);
    if (ignore.length === 0) throw error;
    return attempt(file, () => pipeline.definition({ ignore }));
  }
}
