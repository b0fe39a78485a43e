import { flattenSteps, type JsonObject, NacreError, type PipelineDefinition } from "@nacre/core";
import { type Curve, CurveReader } from "@nacre/graph/executions";
import type { Session } from "../aws/session.ts";
import { listParameters } from "../executions/api.ts";
import type { ExecutionStep } from "../executions/execution.ts";
import { explainFailures, type StepFailure } from "../executions/failed-jobs.ts";
import { definitionOf, takeSnapshot } from "../executions/follow.ts";
import { pipelineTitle } from "../executions/pipeline-title.ts";
import type { Snapshot } from "../executions/view.ts";
import { jobLines } from "../logs/job-logs.ts";
import type { ObjectReader, OpenObjects } from "../outputs/objects.ts";
import { readPropertyFile } from "../outputs/run-outputs.ts";
import { type ExecutionOutputs, outputsOf, type PropertyFile } from "../outputs/step-outputs.ts";
import { numbersIn } from "../run/metrics.ts";

/** All that a report tells. */
export interface ReportData extends ExecutionOutputs {
  readonly snapshot: Snapshot;
  /** What the pipeline is called. */
  readonly pipeline: string;
  readonly definition: PipelineDefinition | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** The numbers of property files. */
  readonly metrics: readonly MetricRow[];
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

/** What a step printed. */
interface StepLog {
  readonly step: string;
  readonly job: string;
  /** The last lines. */
  readonly lines: readonly string[];
  /** How many lines came before these. */
  readonly before: number;
  /** The series of numbers in them. */
  readonly curves: readonly Curve[];
}

/** Of longer logs the rest is left out: it would take long to fetch. */
const mostLines = 20_000;

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
  const [pipeline, found, failures, logs] = await Promise.all([
    pipelineTitle(session, execution.pipelineArn),
    outputsOf(session, steps, definition),
    explainFailures(session, steps),
    Promise.all(steps.map((step) => readLog(session, step, definition, logLines))),
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
    failures,
    logs: logs.flatMap((log) => (log === undefined ? [] : [log])),
  };
}

/** Who may not read logs still gets a report; a step whose outcome was taken over printed nothing. */
async function readLog(
  session: Session,
  { name, job, cachedFrom, reusedFrom }: ExecutionStep,
  definition: PipelineDefinition | undefined,
  logLines: number,
): Promise<StepLog | undefined> {
  if (job === undefined || cachedFrom !== undefined || reusedFrom !== undefined) return undefined;
  const curves = new CurveReader(argumentsOf(definition, name));
  const lines: string[] = [];
  let count = 0;
  try {
    for await (const { message } of jobLines(session, job, undefined)) {
      count += 1;
      curves.add(message);
      lines.push(message);
      if (lines.length > logLines) lines.shift();
      if (count >= mostLines) break;
    }
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
  }
  if (count === 0) return undefined;
  const before = count - lines.length;
  return {
    step: name,
    job: job.name,
    lines,
    before,
    curves: curves.curves().filter(({ points }) => points.length > 1),
  };
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
