import { type Finding, NacreError, type Pipeline, type Rule, rules } from "@nacre/core";
import { findApp, folderOfApp } from "../app/find.ts";
import { loadApp } from "../app/load.ts";
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
  try {
    const { pipeline, recorded } = await loadApp(file, values);
    // Not the definition, which there is none of where a rule finds an error.
    const { findings, parameters } = pipeline;
    for (const warning of recorded.unreadWarnings()) printNote(warning);
    return findings.map((finding) => ({
      ...finding,
      ...(originOf(finding, parameters, origins) ?? { file }),
    }));
  } catch (error) {
    if (!(error instanceof NacreError) || isAppFault(error)) throw error;
    return error.problems.map((problem) => refused(problem, file, origins));
  }
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
  parameters: Pipeline["parameters"],
  origins: Origins,
): Origin | undefined {
  if (step !== undefined) return origins.find("step", step) ?? origins.pipeline;
  const index = /^\$\.Parameters\[(\d+)\]/.exec(path)?.[1];
  const parameter = index === undefined ? undefined : parameters[Number(index)];
  const made = parameter === undefined ? undefined : origins.find("parameter", parameter.name);
  return made ?? origins.pipeline;
}
