import { delimiter, join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { unpack } from "../archives/unpack.ts";
import type { JobFolder } from "../jobs/job-folder.ts";
import { object, text } from "../plan.ts";
import { defaultCacheDir } from "../python/environment.ts";
import { installerEnvironment } from "../python/install.ts";
import { pythonFolder } from "../python/python-folder.ts";
import type { RunContext } from "../run-context.ts";
import { StepFailure } from "../step-failure.ts";

/** Where a program of script mode lies in its job. */
const codePath = "/opt/ml/code";

/** A program of the user's that a framework's image runs instead of an algorithm of its own. */
export interface UserProgram {
  /** Its path in the archive; undefined where that is only known when another step has run. */
  readonly program: string | undefined;
  /** The S3 URI of the archive with it; undefined as above. */
  readonly archive: string | undefined;
}

/**
 * The program that a training job's hyperparameters name, in `sagemaker_program` and
 * `sagemaker_submit_directory`; undefined when they name none, or the step has an entrypoint of its own.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/docker-containers-adapt-your-own.html
 */
export function userProgram(args: JsonObject): UserProgram | undefined {
  const hyperparameters = object(args["HyperParameters"]);
  if (object(args["AlgorithmSpecification"])["ContainerEntrypoint"] !== undefined) return undefined;
  const names = ["sagemaker_program", "sagemaker_submit_directory"] as const;
  if (!names.some((name) => name in hyperparameters)) return undefined;
  const [program, archive] = names.map((name) => unquoted(text(hyperparameters[name])));
  return { program, archive };
}

/** Hyperparameters are JSON where the Python SDK wrote them, and plain texts too. */
function unquoted(value: string | undefined): string | undefined {
  if (value === undefined || !value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

/**
 * Puts a program's archive in place for `nacre_jobs.script_mode`.
 *
 * @throws StepFailure when it is not there, or no good archive
 */
export async function placeProgram(
  { archive: uri = "" }: UserProgram,
  folder: JobFolder,
  { objects, signal }: RunContext,
): Promise<void> {
  const archive = join(folder.scratch, "sourcedir.tar.gz");
  if (!(await objects.fetch(uri, archive, signal))) {
    throw new StepFailure(`ClientError: Could not find the program's archive at ${uri}.`);
  }
  await unpack(archive, folder.path(codePath), uri);
}

/**
 * The variables that let a job find `nacre_jobs`, and what it installs the packages of a requirements.txt
 * with; it takes them away before the program begins.
 */
export function programVariables(env: Readonly<Record<string, string>>): Record<string, string> {
  const own = env["PYTHONPATH"];
  return {
    PYTHONPATH: [pythonFolder(), ...(own === undefined ? [] : [own])].join(delimiter),
    NACRE_REQUIREMENTS: join(defaultCacheDir(), "requirements"),
    NACRE_PIP_VARIABLES: JSON.stringify(pipVariables(process.env)),
  };
}

/** What of the user's variables says where pip finds packages, and how it gets there. */
function pipVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = /^(?:PIP_.*|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|(?:https?|all|no)_proxy)$/i;
  const all = Object.entries(installerEnvironment(env));
  return Object.fromEntries(all.filter(([name]) => names.test(name)));
}
