import {
  type Finding,
  NacreError,
  type PipelineDefinition,
  RawPipeline,
  type Rule,
  rules,
  validateDefinition,
} from "@nacre/core";
import { findApp, folderOfApp } from "../app/find.ts";
import { attempt, loadApp } from "../app/load.ts";
import { readPairs } from "../pairs.ts";
import { printNote } from "../output.ts";
import type { Checked } from "./definition-file.ts";
import { type Origin, Origins } from "./origins.ts";
import type { ReportedFinding } from "./reported.ts";

/**
 * Checks the pipeline of an app. Findings are placed at the line of the user's program that made the
 * step or the parameter. What core refuses while the program runs is a finding too.
 *
 * @throws NacreError when there is no app, or it fails for another reason
 */
export async function checkApp(
  given: string | undefined,
  context: readonly string[],
): Promise<Checked> {
  const values = readPairs("context", context);
  const file = findApp(given);
  const origins = new Origins();
  origins.listen();
  try {
    return {
      name: given ?? file,
      folder: folderOfApp(file),
      findings: await findingsOf(file, values, origins),
    };
  } finally {
    origins.stop();
  }
}

async function findingsOf(
  file: string,
  values: ReadonlyMap<string, string>,
  origins: Origins,
): Promise<ReportedFinding[]> {
  let definition: PipelineDefinition;
  let found: readonly Finding[];
  try {
    const { pipeline, recorded } = await loadApp(file, values);
    definition = await attempt(file, () => pipeline.definition());
    // A pipeline leaves out what its program ignores; a raw one has members it was not asked about.
    found = pipeline instanceof RawPipeline ? validateDefinition(definition) : pipeline.findings;
    for (const warning of recorded.unreadWarnings()) printNote(warning);
  } catch (error) {
    if (!(error instanceof NacreError) || isAppFault(error)) throw error;
    return error.problems.map((problem) => refused(problem, file, origins));
  }
  return found.map((finding) => ({
    ...finding,
    ...(originOf(finding, definition, origins) ?? { file }),
  }));
}

/** Faults of the program itself, which has then no definition to check. */
function isAppFault({ code }: NacreError): boolean {
  return /^(?:APP|PACKAGE_JSON)_/.test(code);
}

/** A fault that core found while the program ran. */
function refused(problem: NacreError, app: string, origins: Origins): ReportedFinding {
  const { code, message, at, help } = problem;
  const rule: Rule | undefined = rules.find(({ id }) => id === code);
  const step = at.step;
  const made = step === undefined ? undefined : origins.find("step", step);
  return {
    rule: code,
    severity: rule?.severity ?? "error",
    message,
    path: at.path ?? "$",
    ...(step === undefined ? {} : { step }),
    ...(made ?? origins.ofError(problem) ?? origins.pipeline ?? { file: app }),
    ...(help === undefined ? {} : { help }),
  };
}

function originOf(
  { step, path }: Finding,
  definition: PipelineDefinition,
  origins: Origins,
): Origin | undefined {
  if (step !== undefined) return origins.find("step", step) ?? origins.pipeline;
  const index = /^\$\.Parameters\[(\d+)\]/.exec(path)?.[1];
  const parameter = index === undefined ? undefined : definition.Parameters?.[Number(index)];
  const made = parameter === undefined ? undefined : origins.find("parameter", parameter.Name);
  return made ?? origins.pipeline;
}
