import { join, resolve } from "node:path";
import { NacreError, nearest } from "@nacre/core";
import { numbersIn } from "@nacre/graph/executions";
import type { Session } from "../aws/session.ts";
import { withSession } from "../aws/session.ts";
import { homeOf } from "../app/home.ts";
import { messageOf, userError } from "../errors.ts";
import { listParameters } from "../executions/api.ts";
import { definitionOf, takeSnapshot } from "../executions/follow.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { tableText } from "../executions/table-text.ts";
import { timeText } from "../executions/times.ts";
import type { Snapshot } from "../executions/view.ts";
import { type PipelineInput, regionIn, whichExecution } from "../executions/which.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { type ObjectReader, objectReaders, type OpenObjects } from "./objects.ts";
import { type ExecutionOutputs, outputsOf, type PropertyFile } from "./step-outputs.ts";

/** What the command line says of outputs. */
interface OutputsInput extends PipelineInput {
  readonly "property-file": string | undefined;
  readonly download: string | undefined;
  readonly step: readonly string[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** An execution with what it left. */
interface Read extends ExecutionOutputs {
  readonly snapshot: Snapshot;
  readonly parameters: ReadonlyMap<string, string>;
  readonly objects: ObjectReader;
  readonly contents: readonly ReadFile[];
}

/** A property file with what is in it. */
interface ReadFile {
  readonly file: PropertyFile;
  /** Undefined where it is not there or no JSON. */
  readonly content: unknown;
  /** Whether it was written after the step had ended, so by another execution. */
  readonly isOverwritten: boolean;
}

/** The clocks of S3 and SageMaker may differ so much, in milliseconds. */
const clockTolerance = 2000;

/** Shows, compares or fetches what executions left, and gives the exit code. */
export async function runOutputs(given: readonly string[], input: OutputsInput): Promise<number> {
  keepStdoutClean();
  const region = input.region ?? regionIn(...given, input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const open = objectReaders(session, homeOf(input));
    const names = given.length === 0 ? [undefined] : given;
    const executions = await Promise.all(
      names.map(async (name) =>
        read(session, open, await whichExecution(session, name, input), input),
      ),
    );
    const [first, ...others] = executions;
    if (first === undefined) throw new Error("no execution was read");
    if (others.length > 0) compare(executions, input);
    else if (input["property-file"] !== undefined) tellFile(first, input["property-file"]);
    else if (input.download !== undefined) await download(first, input.download, input);
    else tell(first, input);
    return 0;
  });
}

async function read(
  session: Session,
  open: OpenObjects,
  arn: string,
  input: OutputsInput,
): Promise<Read> {
  const definition = await definitionOf(session, arn);
  const [snapshot, parameters] = await Promise.all([
    takeSnapshot(session, arn, definition),
    listParameters(session, arn),
  ]);
  const wanted = snapshot.steps.filter(
    ({ name }) => input.step.length === 0 || input.step.includes(name),
  );
  const found = await outputsOf(session, wanted, definition);
  const objects = await open(snapshot.execution);
  const ends = new Map(wanted.map(({ name, endTime }) => [name, endTime]));
  const contents = await Promise.all(
    found.propertyFiles.map((file) => readPropertyFile(objects, file, ends.get(file.step))),
  );
  for (const { file } of contents.filter(({ isOverwritten }) => isOverwritten)) {
    if (input.quiet) continue;
    printNote(
      `note: ${file.name} of execution ${snapshot.execution.id} was overwritten by a later one: ` +
        `all write to ${file.uri}; outputs in a folder of their own (executionVariables) would stay`,
    );
  }
  return { snapshot, parameters, objects, contents, ...found };
}

/** Reads a property file; one that was written long after its step ended is that of another execution. */
export async function readPropertyFile(
  objects: ObjectReader,
  file: PropertyFile,
  stepEnd: Date | undefined,
): Promise<ReadFile> {
  const [text, list] = await Promise.all([objects.text(file.uri), objects.list(file.uri)]);
  const written = list.find(({ uri }) => uri === file.uri)?.lastModified.getTime() ?? 0;
  const isOverwritten = stepEnd !== undefined && written > stepEnd.getTime() + clockTolerance;
  return { file, content: parse(text), isOverwritten };
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metricsOf({ contents }: Read): Map<string, number> {
  return new Map(
    contents.flatMap(({ file, content, isOverwritten }) =>
      // What another execution wrote is none of this one's numbers.
      (isOverwritten ? [] : numbersIn(content)).map(([path, value]): [string, number] => [
        `${file.name} ${path}`,
        value,
      ]),
    ),
  );
}

function tell(execution: Read, { json, quiet }: OutputsInput): void {
  if (json) return printJson(outputsJson(execution));
  const { outputs, propertyFiles, snapshot } = execution;
  const paint = paintFor(process.stdout);
  if (outputs.length === 0 && !quiet) {
    printNote(
      `execution ${snapshot.execution.id} (${snapshot.execution.status}) has left nothing yet`,
    );
  }
  const rows = [
    ...outputs.map(({ step, output, location }) => [step, output, location]),
    ...propertyFiles.map(({ step, name, uri }) => [step, name, uri]),
  ];
  if (rows.length > 0) printOut(tableText(["Step", "Output", "Where"], rows, plain, paint));
  const metrics = [...metricsOf(execution)].map(([name, value]) => [name, numberText(value)]);
  if (metrics.length > 0) printOut(`\n${tableText(["Metric", "Value"], metrics, plain, paint)}`);
}

function outputsJson({ snapshot, parameters, outputs, contents }: Read) {
  const { arn, id, status, startTime } = snapshot.execution;
  return {
    executionArn: arn,
    executionId: id,
    status,
    startTime: startTime?.toISOString(),
    parameters: Object.fromEntries(parameters),
    outputs,
    propertyFiles: contents.map(({ file, content, isOverwritten }) => ({
      ...file,
      content: content ?? null,
      ...(isOverwritten ? { overwritten: true } : {}),
    })),
  };
}

/** The content of one property file, as it is. */
function tellFile({ contents, snapshot }: Read, name: string): void {
  const found = contents.find(({ file }) => file.name === name);
  if (found !== undefined && found.content !== undefined) return printJson(found.content);
  const names = contents.map(({ file }) => file.name);
  const { id, status } = snapshot.execution;
  if (found !== undefined) {
    throw userError("PROPERTY_FILE_MISSING", `${found.file.uri} is not there, or no JSON`, {
      help: `step ${found.file.step} should have written it; nacre logs shows what it printed`,
    });
  }
  const near = nearest(name, names);
  throw userError(
    "PROPERTY_FILE_UNKNOWN",
    `execution ${id} (${status}) has no property file \`${name}\``,
    {
      help:
        near !== undefined
          ? `did you mean \`${near}\`?`
          : names.length > 0
            ? `there are: ${names.join(", ")}`
            : "no step that has succeeded declares one",
    },
  );
}

/** A table of metrics and of the parameters that differ, an execution a column. */
function compare(executions: readonly Read[], { json }: OutputsInput): void {
  if (json) return printJson(executions.map(outputsJson));
  const metrics = executions.map(metricsOf);
  const names = new Set(metrics.flatMap((one) => [...one.keys()]));
  const parameters = new Set(executions.flatMap((one) => [...one.parameters.keys()]));
  const differing = [...parameters].filter(
    (name) => new Set(executions.map((one) => one.parameters.get(name))).size > 1,
  );
  const head = ["", ...executions.map(({ snapshot }) => snapshot.execution.id)];
  const rows = [
    ["Started", ...executions.map(({ snapshot }) => timeText(snapshot.execution.startTime))],
    ["Status", ...executions.map(({ snapshot }) => snapshot.execution.status)],
    ...differing.map((name) => [name, ...executions.map((one) => one.parameters.get(name) ?? "-")]),
    ...[...names].map((name) => [
      name,
      ...metrics.map((one) => {
        const value = one.get(name);
        return value === undefined ? "-" : numberText(value);
      }),
    ]),
  ];
  printOut(tableText(head, rows, plain, paintFor(process.stdout)));
}

/** Copies all outputs into `DIR/<step>/<output>/`. */
async function download(
  { outputs, objects }: Read,
  folder: string,
  { json, quiet }: OutputsInput,
): Promise<void> {
  const files: { step: string; output: string; uri: string; file: string; size: number }[] = [];
  for (const { step, output, location } of outputs) {
    if (!location.startsWith("s3://")) continue;
    // oxlint-disable-next-line no-await-in-loop -- an output after the other
    for (const { uri, size } of await objects.list(location)) {
      const below =
        uri === location ? lastPart(uri) : uri.slice(location.replace(/\/$/, "").length + 1);
      const file = placeIn(resolve(folder, step, output), below);
      // oxlint-disable-next-line no-await-in-loop -- files may be large
      await write(() => objects.fetch(uri, file), file);
      files.push({ step, output, uri, file, size });
      if (!json) printOut(`${join(folder, step, output, below)}\n`);
    }
  }
  if (json) printJson({ files });
  else if (!quiet) printNote(`${files.length} files in ${folder}`);
}

/** A key must not lead out of the folder that was given. */
function placeIn(folder: string, below: string): string {
  const file = resolve(folder, below);
  if (file.startsWith(`${folder}/`) || file.startsWith(`${folder}\\`)) return file;
  throw userError("KEY_LEADS_OUT", `the key ${below} would be written outside of ${folder}`, {
    help: "fetch it with the AWS CLI under another name",
  });
}

async function write(work: () => Promise<void>, file: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof NacreError || !(error instanceof Error) || !("code" in error)) throw error;
    throw userError("CANNOT_WRITE", `cannot write ${file}: ${messageOf(error)}`, {
      help: "check that the folder may be written to and has room",
      cause: error,
    });
  }
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function plain(): undefined {
  return undefined;
}
