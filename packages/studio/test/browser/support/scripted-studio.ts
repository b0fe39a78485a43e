import type { JsonObject } from "@nacre/core";
import { serveHttp } from "@nacre/local";
import { onTestFinished } from "vitest";
import type {
  ChangeEvent,
  CurvesView,
  ExecutionView,
  ModelGroupView,
  PreviewView,
  StepDetailView,
  StepView,
} from "../../../src/api.ts";
import { createStudio } from "../../../src/server/http/studio.ts";
import type { Source } from "../../../src/server/source.ts";

/** What a source has that tells what a test wants told. */
export interface Script {
  readonly pipeline: string;
  readonly definition: JsonObject;
  readonly steps: readonly StepView[];
  readonly execution?: Partial<ExecutionView>;
  readonly log?: readonly string[];
  /** What the panel of every step shows besides. */
  readonly detail?: Partial<StepDetailView>;
  /** The curves of every step. */
  readonly curves?: CurvesView["series"];
  readonly models?: readonly ModelGroupView[];
  /** What a source has instead of what is made of all this. */
  readonly source?: Partial<Source>;
  /** The content of every object. */
  readonly object?: { readonly name: string; readonly text: string };
}

/** The page over such a source, behind a real port. */
export interface ScriptedStudio {
  readonly link: string;
  /** Tells of changes, as a service does. */
  readonly tell: (...events: readonly ChangeEvent[]) => void;
  /** How many listen to changes. */
  readonly listeners: () => number;
  /** What was asked for below `/studio/api/` so far, in order. */
  readonly requests: readonly string[];
}

/** The id of the one execution. */
export const executionId = "abcdefghijkl";

const start = Date.UTC(2026, 10, 23, 12);

/** Serves it; it goes when the test has finished. */
export async function scriptedStudio(script: Script): Promise<ScriptedStudio> {
  const told = new Set<(event: ChangeEvent) => void>();
  const source = sourceOf(script, told);
  const studio = createStudio({ source, writable: true, version: "1.2.3" });
  const requests: string[] = [];
  const answer = (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith("/studio/api/")) requests.push(pathname.slice(12) + search);
    return studio.answer(request);
  };
  const server = await serveHttp({ services: {}, port: 0, mount: { ...studio, answer } });
  onTestFinished(async () => {
    studio.close();
    await server.close();
  });
  return {
    link: server.url + studio.link,
    tell: (...events) => {
      for (const event of events) for (const one of told) one(event);
    },
    listeners: () => told.size,
    requests,
  };
}

const none = async (): Promise<void> => undefined;

function sourceOf(script: Script, told: Set<(event: ChangeEvent) => void>): Source {
  const { pipeline, definition, steps, log = [], models = [], object } = script;
  const arn = `arn:aws:sagemaker:us-east-1:000000000000:pipeline/${pipeline}`;
  const execution: ExecutionView = {
    id: executionId,
    arn: `${arn}/execution/${executionId}`,
    pipeline,
    status: "Executing",
    startTime: start,
    parameters: {},
    metrics: {},
    definition,
    steps,
    criticalPath: [],
    ...script.execution,
  };
  const summary = { name: pipeline, arn, createdTime: start, lastModifiedTime: start };
  const found: PreviewView | undefined = object && { kind: "text", text: object.text, more: false };
  const uri = `s3://bucket/${object?.name ?? ""}`;
  return {
    session: async () => ({ mode: "local", region: "us-east-1", account: "000000000000" }),
    pipelines: async () => ({ items: [{ ...summary, recent: [execution] }] }),
    recent: async () => ({}),
    pipeline: async () => ({ ...summary, version: 1, versions: [], definition, parameters: [] }),
    executions: async () => ({
      items: [execution],
      found: 1,
      looked: 1,
      total: 1,
      state: "all",
      search: "x",
    }),
    execution: async () => execution,
    step: async (_, name) => ({
      ...(steps.find((step) => step.name === name) ?? {
        name,
        type: "Lambda",
        status: "NotRun",
        attempts: 0,
      }),
      declared: definition,
      inputs: [],
      outputs: found ? [{ name: object?.name ?? "", uri }] : [],
      attemptList: [],
      warnings: log,
      ...script.detail,
    }),
    log: async () => ({ lines: log.map((text) => ({ text })), next: "end", ended: true }),
    logBody: async () => new Blob([log.map((text) => `${text}\n`).join("")]).stream(),
    curves: async () => ({ series: script.curves ?? [] }),
    objects: async () => ({
      objects: object ? [{ uri, size: object.text.length, lastModified: start }] : [],
      truncated: false,
    }),
    openObject: async () => {
      const body = new Blob([object?.text ?? ""]);
      return { size: body.size, body: body.stream() };
    },
    models: async () => models,
    start: async () => executionId,
    stop: none,
    retry: none,
    approve: none,
    answer: none,
    watch: (tell) => {
      told.add(tell);
      return () => told.delete(tell);
    },
    ...script.source,
  };
}

/** A definition of 500 steps in layers of twenty, some of them in branches of conditions. */
export function fiveHundredSteps(): { readonly definition: JsonObject; readonly names: string[] } {
  const names: string[] = [];
  const lambda = (Name: string, DependsOn: readonly string[] = []): JsonObject => {
    names.push(Name);
    return {
      Name,
      Type: "Lambda",
      FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
      Arguments: {},
      ...(DependsOn.length > 0 ? { DependsOn } : {}),
    };
  };
  const condition = (Name: string, DependsOn: readonly string[]): JsonObject => {
    names.push(Name);
    const first = `${Name}-then`;
    return {
      Name,
      Type: "Condition",
      DependsOn,
      Arguments: {
        Conditions: [{ Type: "Equals", LeftValue: "1", RightValue: "1" }],
        IfSteps: [lambda(first), lambda(`${Name}-next`, [first])],
        ElseSteps: [lambda(`${Name}-else`)],
      },
    };
  };
  const Steps: JsonObject[] = [];
  let before: readonly string[] = [];
  for (let layer = 0; names.length < 500; layer += 1) {
    const layerNames: string[] = [];
    for (let column = 0; column < 20 && names.length < 500; column += 1) {
      // Above it, and from somewhere else in the layer above.
      const waitsFor = [column, (column * 7 + layer * 3) % 20].flatMap((at) => before[at] ?? []);
      const name = `Step-${String(names.length).padStart(3, "0")}`;
      const isCondition = layer % 5 === 4 && column % 5 === 0 && names.length < 490;
      const DependsOn = [...new Set(waitsFor)];
      Steps.push(isCondition ? condition(name, DependsOn) : lambda(name, DependsOn));
      layerNames.push(name);
    }
    before = layerNames;
  }
  return { definition: { Version: "2020-12-01", Steps }, names };
}
