import { flattenSteps, type JsonObject, NacreError, type PipelineDefinition } from "@nacre/core";
import { numbersIn } from "@nacre/graph/executions";
import type { Session } from "../aws/session.ts";
import { inParallel } from "../deploy/in-parallel.ts";
import { listParameters } from "../executions/api.ts";
import type { ExecutionStep } from "../executions/execution.ts";
import { explainFailures, type StepFailure } from "../executions/failed-jobs.ts";
import { definitionOf, takeSnapshot } from "../executions/follow.ts";
import { pipelineTitle } from "../executions/pipeline-title.ts";
import type { Snapshot } from "../executions/view.ts";
import type { ObjectReader, OpenObjects } from "../outputs/objects.ts";
import { readPropertyFile } from "../outputs/run-outputs.ts";
import { type ExecutionOutputs, outputsOf, type PropertyFile } from "../outputs/step-outputs.ts";
import { type MadeModel, madeModels } from "./models.ts";
import { readLog, type StepLog } from "./log.ts";

/** All that a report tells. */
export interface ReportData extends ExecutionOutputs {
  readonly snapshot: Snapshot;
  /** What the pipeline is called. */
  readonly pipeline: string;
  readonly definition: PipelineDefinition | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** The numbers of property files. */
  readonly metrics: readonly MetricRow[];
  /** Where on this machine outputs lie, by their URIs. */
  readonly paths: ReadonlyMap<string, string>;
  /** The models that steps made. */
  readonly models: readonly MadeModel[];
  readonly failures: readonly StepFailure[];
  /** What the steps printed, in their order; those that printed nothing are left out. */
  readonly logs: readonly StepLog[];
}

/** A number of a property file. */
interface MetricRow {
  readonly step: string;
  readonly file: string;
  /** Where in the file, with dots. */
  readonly path: string;
  readonly value: number;
  /** The file was written after its step had ended: it is that of a later execution. */
  readonly isOverwritten: boolean;
}

/** About so many letters of logs are in a report, however many steps there are. */
const allLetters = 12_000_000;

/** So many logs are read at once: AWS counts the calls. */
const atOnce = 8;

/**
 * Reads all that a report tells of an execution.
 *
 * @param logLines - how many lines of each log are kept
 * @throws NacreError of AWS
 */
export async function readReport(
  session: Session,
  arn: string,
  openObjects: OpenObjects,
  logLines: number,
): Promise<ReportData> {
  const definition = await definitionOf(session, arn);
  const [snapshot, parameters] = await Promise.all([
    takeSnapshot(session, arn, definition),
    listParameters(session, arn),
  ]);
  const { steps, execution } = snapshot;
  const [pipeline, found, models, failures, logs] = await Promise.all([
    pipelineTitle(session, execution.pipelineArn),
    outputsOf(session, steps, definition),
    madeModels(session, steps),
    explainFailures(session, steps),
    readLogs(session, steps, definition, logLines),
  ]);
  const objects = await openObjects(execution);
  const ends = new Map(steps.map(({ name, endTime }) => [name, endTime]));
  const files = await Promise.all(
    found.propertyFiles.map((file) => readFile(objects, file, ends.get(file.step))),
  );
  return {
    ...found,
    snapshot,
    pipeline,
    definition,
    parameters,
    metrics: files.flatMap(({ file: { step, name }, content, isOverwritten }) =>
      numbersIn(content).map(([path, value]) => ({ step, file: name, path, value, isOverwritten })),
    ),
    paths: new Map(
      found.outputs.flatMap(({ location }): [string, string][] => {
        const path = location.startsWith("s3://") ? objects.path(location) : undefined;
        return path === undefined ? [] : [[location, path]];
      }),
    ),
    models,
    failures,
    logs,
  };
}

/** The logs of the steps, each with an equal share of what a report may hold. */
async function readLogs(
  session: Session,
  steps: readonly ExecutionStep[],
  definition: PipelineDefinition | undefined,
  lines: number,
): Promise<StepLog[]> {
  const withJobs = steps.filter(({ job }) => job !== undefined);
  const size = { lines, letters: Math.floor(allLetters / Math.max(1, withJobs.length)) };
  const outcomes = await inParallel(atOnce, withJobs, (step) =>
    readLog(session, step, argumentsOf(definition, step.name), size),
  );
  return outcomes.flatMap((outcome) => {
    if ("error" in outcome) throw outcome.error;
    return outcome.result === undefined ? [] : [outcome.result];
  });
}

function argumentsOf(definition: PipelineDefinition | undefined, name: string): JsonObject {
  const steps = definition === undefined ? [] : flattenSteps(definition);
  return steps.find((step) => step.definition.Name === name)?.definition.Arguments ?? {};
}

/** What may not be read is left out. */
async function readFile(objects: ObjectReader, file: PropertyFile, end: Date | undefined) {
  try {
    return await readPropertyFile(objects, file, end);
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    return { file, content: undefined, isOverwritten: false };
  }
}
