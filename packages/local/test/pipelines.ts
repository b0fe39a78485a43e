import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDefinition, type PipelineDefinition } from "@nacre/core";
import type { Execution, PutObject, RunEvent, RunOptions } from "../src/execution.ts";
import type { Internals } from "../src/engine/means.ts";
import { runWith } from "../src/run.ts";
import { processesNaming, systemPython, temporaryFolder, textFile } from "./machine.ts";

/** A bucket for tests. */
export const bucket = "s3://a-bucket";

/** An image whose jobs run here. */
export const image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3";

export { processesNaming, systemPython, temporaryFolder, textFile };

/** A Processing step that runs a script. */
export interface ScriptStep {
  readonly Name: string;
  /** The script's text, which goes to the store. */
  readonly script: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly args?: readonly unknown[];
  readonly more?: object;
  readonly moreArguments?: object;
}

const scripts = new Map<string, string>();

/** A Processing step: its script under `<bucket>/code/<name>.py`, inputs and outputs by name and S3 URI. */
export function script(step: ScriptStep): object {
  const uri = `${bucket}/code/${step.Name}.py`;
  scripts.set(uri, step.script);
  return {
    Name: step.Name,
    Type: "Processing",
    Arguments: {
      AppSpecification: {
        ImageUri: image,
        ContainerEntrypoint: ["python3", `/opt/ml/processing/code/${step.Name}.py`],
        ...(step.args === undefined ? {} : { ContainerArguments: step.args }),
      },
      ProcessingInputs: Object.entries({ ...step.inputs, code: uri }).map(scriptInput),
      ProcessingOutputConfig: { Outputs: Object.entries(step.outputs ?? {}).map(scriptOutput) },
      ...step.moreArguments,
    },
    ...step.more,
  };
}

function scriptInput([InputName, S3Uri]: [string, unknown]): object {
  const LocalPath = `/opt/ml/processing/${InputName}`;
  return { InputName, S3Input: { S3Uri, LocalPath, S3DataType: "S3Prefix" } };
}

function scriptOutput([OutputName, S3Uri]: [string, unknown]): object {
  const LocalPath = `/opt/ml/processing/out/${OutputName}`;
  return { OutputName, S3Output: { S3Uri, LocalPath, S3UploadMode: "EndOfJob" } };
}

/** A definition with these steps. */
export function definition(steps: readonly object[], members: object = {}): PipelineDefinition {
  return readDefinition(JSON.stringify({ Version: "2020-12-01", ...members, Steps: steps }));
}

/** What a run gave, and what was heard of it. */
export interface Heard {
  readonly execution: Execution;
  readonly events: readonly RunEvent[];
  /** The steps' statuses by name. */
  readonly statuses: Readonly<Record<string, string>>;
}

/** Runs a definition with the system's Python, its scripts put into the store. */
export async function runHere(
  given: PipelineDefinition,
  options: Partial<RunOptions> = {},
  internals: Internals = {},
): Promise<Heard> {
  const events: RunEvent[] = [];
  const home = options.home ?? join(temporaryFolder(), "home");
  const execution = await runWith(
    given,
    {
      pipelineName: "Test",
      stopGraceSeconds: 5,
      ...options,
      home,
      objects: [...scriptObjects(given), ...(options.objects ?? [])],
      onEvent: (event) => {
        events.push(event);
        options.onEvent?.(event);
      },
    },
    { python: systemPython, ...internals },
  );
  const statuses = Object.fromEntries(execution.steps.map(({ name, status }) => [name, status]));
  return { execution, events, statuses };
}

/** The scripts that a definition names, as files. */
export function scriptObjects(given: PipelineDefinition): PutObject[] {
  const text = JSON.stringify(given);
  const folder = temporaryFolder();
  return [...scripts]
    .filter(([uri]) => text.includes(`"${uri}"`))
    .map(([uri, content], index) => ({ uri, file: textFile(folder, `${index}.py`, content) }));
}

/** The lines that a step's job wrote, from its log file. */
export function logLines(execution: Execution, step: string): string[] {
  const file = execution.steps.find(({ name }) => name === step)?.logFile;
  if (file === undefined) throw new Error(`no log of ${step}`);
  return readFileSync(file, "utf8").trimEnd().split("\n");
}

/** The text of a file that a step wrote to an output. */
export function outputText(
  execution: Execution,
  step: string,
  output: string,
  name: string,
): string {
  const found = execution.steps
    .find((candidate) => candidate.name === step)
    ?.outputs.find((candidate) => candidate.name === output);
  if (found === undefined) throw new Error(`no output ${output} of ${step}`);
  return readFileSync(join(found.path, name), "utf8");
}
