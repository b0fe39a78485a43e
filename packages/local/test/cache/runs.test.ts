import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PipelineDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { explainDefinition, explainExecution } from "../../src/cache/explain-steps.ts";
import { explanationText } from "../../src/cache/explain.ts";
import type { Execution, StepExecution } from "../../src/execution.ts";
import { bucket, definition, outputText, runHere, script, temporaryFolder } from "../pipelines.ts";

const cached = { CacheConfig: { Enabled: true, ExpireAfter: "P1D" } };
const stage = { Name: "Stage", Type: "String", DefaultValue: "dev" };

/** Make writes something new each time it runs; Use copies it. */
function pipeline(makeMore: object = cached, useMore: object = cached): PipelineDefinition {
  return definition(
    [
      script({
        Name: "Make",
        script: [
          "import os, sys, uuid",
          "assert os.environ['STAGE'] != 'bad'",
          "open('/opt/ml/processing/out/made/made.txt', 'w').write(str(uuid.uuid4()))",
        ].join("\n"),
        outputs: { made: `${bucket}/made` },
        moreArguments: { Environment: { STAGE: { Get: "Parameters.Stage" } } },
        more: makeMore,
      }),
      script({
        Name: "Use",
        script: [
          "text = open('/opt/ml/processing/made/made.txt').read()",
          "open('/opt/ml/processing/out/used/used.txt', 'w').write('used ' + text)",
        ].join("\n"),
        inputs: {
          made: { Get: "Steps.Make.ProcessingOutputConfig.Outputs['made'].S3Output.S3Uri" },
        },
        outputs: { used: `${bucket}/used` },
        more: useMore,
      }),
    ],
    { Parameters: [stage] },
  );
}

function stepOf({ steps }: Execution, name: string): StepExecution {
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return step;
}

/** The id of the execution that each step was taken from. */
function sources({ steps }: Execution): Record<string, string | undefined> {
  return Object.fromEntries(
    steps.map(({ name, cacheSource }) => [name, cacheSource?.split("/").at(-1)]),
  );
}

function why(home: string, execution: Execution): Record<string, string> {
  return Object.fromEntries(
    explainExecution(home, execution.id).map(({ step, explanation }) => [
      step,
      explanationText(explanation),
    ]),
  );
}

describe("a second execution", () => {
  test("takes what is the same from the first, with what it wrote, and runs no job for it", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    const second = await runHere(pipeline(), { home });
    expect(second.execution.status).toBe("Succeeded");
    expect(sources(first)).toEqual({ Make: undefined, Use: undefined });
    expect(sources(second.execution)).toEqual({ Make: first.id, Use: first.id });
    expect(stepOf(second.execution, "Make").logFile).toBeUndefined();
    expect(second.events.filter(({ type }) => type === "warning")).toEqual([]);
    const made = outputText(first, "Make", "made", "made.txt");
    expect(outputText(second.execution, "Make", "made", "made.txt")).toBe(made);
    expect(outputText(second.execution, "Use", "used", "used.txt")).toBe(`used ${made}`);
    expect(why(home, second.execution)["Make"]).toMatch(`taken from execution ${first.id} (`);
  });

  test("runs what differs, and says what", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    const second = (await runHere(pipeline(), { home, parameters: { Stage: "prod" } })).execution;
    expect(sources(second)).toEqual({ Make: undefined, Use: first.id });
    expect(why(home, second)["Make"]).toMatch(
      `Arguments.Environment.STAGE is "prod"; in execution ${first.id} (`,
    );
  });

  test("takes what its source wrote, whatever others wrote to the same place since", async () => {
    const home = temporaryFolder();
    const useAlways = pipeline(cached, {});
    const first = (await runHere(useAlways, { home })).execution;
    await runHere(useAlways, { home, parameters: { Stage: "prod" } });
    const third = (await runHere(useAlways, { home })).execution;
    expect(sources(third)).toEqual({ Make: first.id, Use: undefined });
    const made = outputText(first, "Make", "made", "made.txt");
    expect(outputText(third, "Use", "used", "used.txt")).toBe(`used ${made}`);
    expect(readFileSync(join(home, "s3/a-bucket/made/made.txt"), "utf8")).toBe(made);
  });

  test("takes what lies there now when the first has lost its own", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    rmSync(join(first.directory, "s3"), { recursive: true });
    const second = (await runHere(pipeline(), { home })).execution;
    expect(sources(second)).toEqual({ Make: first.id, Use: first.id });
    expect(outputText(second, "Make", "made", "made.txt")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("runs what has lost its outputs", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    rmSync(join(first.directory, "s3"), { recursive: true });
    rmSync(join(home, "s3/a-bucket/made"), { recursive: true });
    const second = (await runHere(pipeline(), { home })).execution;
    expect(sources(second)).toEqual({ Make: undefined, Use: first.id });
    expect(why(home, second)["Make"]).toMatch(/^nothing is left under .*, which execution /);
  });

  test("runs what failed in the first", async () => {
    const home = temporaryFolder();
    const bad = { home, parameters: { Stage: "bad" } };
    expect((await runHere(pipeline(), bad)).execution.status).toBe("Failed");
    const second = (await runHere(pipeline(), bad)).execution;
    expect(sources(second)).toEqual({ Make: undefined, Use: undefined });
    expect(why(home, second)).toEqual({
      Make: "no earlier run of the step in this pipeline has succeeded",
    });
  });

  test("takes nothing from another pipeline, and nothing without a CacheConfig", async () => {
    const home = temporaryFolder();
    await runHere(pipeline(), { home });
    const other = (await runHere(pipeline(), { home, pipelineName: "Other" })).execution;
    expect(sources(other)).toEqual({ Make: undefined, Use: undefined });
    const off = (await runHere(pipeline({}, {}), { home })).execution;
    expect(sources(off)).toEqual({ Make: undefined, Use: undefined });
    expect(why(home, off)["Use"]).toBe(
      "caching is off: the step has no CacheConfig with Enabled true",
    );
  });

  test("takes from a run that had caching off", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline({}, {}), { home })).execution;
    const second = (await runHere(pipeline(), { home })).execution;
    expect(sources(second)).toEqual({ Make: first.id, Use: first.id });
  });

  test("takes from the execution that ran the step, not from one that took it itself", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    await runHere(pipeline(), { home });
    const third = (await runHere(pipeline(), { home })).execution;
    expect(sources(third)).toEqual({ Make: first.id, Use: first.id });
  });
});

async function forecast(
  home: string,
  given: PipelineDefinition,
  parameters: Record<string, string> = {},
): Promise<Record<string, string>> {
  const explained = await explainDefinition(given, { home, pipelineName: "Test", parameters });
  return Object.fromEntries(
    explained.map(({ step, explanation }) => [step, explanationText(explanation)]),
  );
}

describe("before a run", () => {
  test("in a home that is not there, nothing has run; nothing is made", async () => {
    const home = join(temporaryFolder(), "none");
    expect(await forecast(home, pipeline(cached, {}))).toEqual({
      Make: "no earlier run of the step in this pipeline has succeeded",
      Use: "caching is off: the step has no CacheConfig with Enabled true",
    });
    expect(() => explainExecution(home, "abc")).toThrow(`There is no execution abc in ${home}.`);
  });

  test("says of each step what the run will do", async () => {
    const home = temporaryFolder();
    const first = (await runHere(pipeline(), { home })).execution;
    const taken = expect.stringMatching(`^taken from execution ${first.id} `);
    expect(await forecast(home, pipeline())).toEqual({ Make: taken, Use: taken });
    expect(await forecast(home, pipeline(), { Stage: "prod" })).toEqual({
      Make: expect.stringMatching(/^Arguments.Environment.STAGE is "prod"; in execution /),
      Use: taken,
    });
    rmSync(join(first.directory, "s3"), { recursive: true });
    rmSync(join(home, "s3/a-bucket/made"), { recursive: true });
    expect(await forecast(home, pipeline())).toMatchObject({
      Make: expect.stringMatching(/^nothing is left under s3:\/\/a-bucket\/made, which /),
    });
  });

  test("tells which arguments are new in each run", async () => {
    const home = temporaryFolder();
    const given = definition([
      script({ Name: "Make", script: "pass" }),
      script({
        Name: "Use",
        script: "pass",
        more: cached,
        moreArguments: {
          Environment: {
            JOB: { Get: "Steps.Make.ProcessingJobName" },
            RUN: {
              "Std:Join": { On: "/", Values: ["a", { Get: "Execution.PipelineExecutionId" }] },
            },
            NAME: { Get: "Execution.PipelineName" },
          },
        },
      }),
    ]);
    await runHere(given, { home });
    expect((await forecast(home, given))["Use"]).toBe(
      "not known before the run: Steps.Make.ProcessingJobName, Execution.PipelineExecutionId",
    );
  });
});
