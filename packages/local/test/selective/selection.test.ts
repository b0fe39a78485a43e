import { NacreError, readDefinition } from "@nacre/core";
import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan.ts";
import { selectSteps, type SourceExecution } from "../../src/selective/selection.ts";

const uses = (...steps: readonly string[]): object => ({
  Environment: Object.fromEntries(
    steps.map((step) => [step, { Get: `Steps.${step}.ProcessingJobName` }]),
  ),
});
const step = (name: string, args: object, more: object = {}): object => ({
  Name: name,
  Type: "Processing",
  Arguments: args,
  ...more,
});

/** Process → Train → Eval → Check, with Register or Alarm; Report only waits for Process. */
const steps = plan(
  readDefinition(
    JSON.stringify({
      Version: "2020-12-01",
      Steps: [
        step("Process", {}),
        step("Train", uses("Process")),
        step("Eval", uses("Process", "Train")),
        step("Report", {}, { DependsOn: ["Process"] }),
        {
          Name: "Check",
          Type: "Condition",
          Arguments: {
            Conditions: [
              {
                Type: "Equals",
                LeftValue: { Get: "Steps.Eval.ExitMessage" },
                RightValue: "good",
              },
            ],
            IfSteps: [step("Register", uses("Train"))],
            ElseSteps: [step("Alarm", {})],
          },
        },
      ],
    }),
  ),
);

const arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/P/execution/abcdefghijkl";
const succeeded: SourceExecution = {
  arn,
  pipeline: "P",
  status: "Succeeded",
  succeeded: new Set(["Process", "Train", "Eval", "Report", "Check", "Register"]),
  outcomes: new Map([["Check", true]]),
};

interface Given {
  readonly source?: Partial<SourceExecution> | "none";
  readonly sourceArn?: string | "none";
}

function select(selected: readonly string[], { source = {}, sourceArn = arn }: Given = {}): string {
  const request = {
    pipeline: "P",
    steps,
    selected,
    sourceArn: sourceArn === "none" ? undefined : sourceArn,
    source: source === "none" ? undefined : { ...succeeded, ...source },
  };
  try {
    const { run, reuse } = selectSteps(request);
    return `run ${[...run].join()} reuse ${[...reuse].toSorted().join()}`;
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

const refused = "SELECTIVE_EXECUTION_INVALID Invalid";

describe("of a pipeline", () => {
  test.each([
    ["the first step", select(["Process"]), "run Process reuse "],
    ["a step in the middle", select(["Train"]), "run Train reuse Process"],
    ["neighbours", select(["Train", "Eval"]), "run Train,Eval reuse Process"],
    ["steps side by side", select(["Train", "Report"]), "run Train,Report reuse Process"],
    ["a condition alone", select(["Check"]), "run Check reuse Eval,Process,Train"],
    [
      "a step of the branch that was chosen",
      select(["Register"]),
      "run Register reuse Check,Eval,Process,Train",
    ],
    [
      "a condition with both branches",
      select(["Check", "Register", "Alarm"]),
      "run Check,Register,Alarm reuse Eval,Process,Train",
    ],
    [
      "a step after a run that failed later",
      select(["Train"], { source: { status: "Failed", succeeded: new Set(["Process"]) } }),
      "run Train reuse Process",
    ],
  ])("%s runs: %s", (_, given, wanted) => {
    expect(given).toBe(wanted);
  });

  test.each([
    [
      "a first step",
      select(["Process"], { source: "none", sourceArn: "none" }),
      "run Process reuse ",
    ],
  ])("%s needs no source", (_, given, wanted) => {
    expect(given).toBe(wanted);
  });
});

describe("refused is", () => {
  test.each([
    [
      "what builds on other steps, without a source",
      select(["Train", "Eval"], { source: "none", sourceArn: "none" }),
      `${refused} SourcePipelineExecutionArn: null. The selected steps [Train, Eval] have dependencies on [Process]`,
    ],
    [
      "what only waits for other steps, without a source",
      select(["Report"], { source: "none", sourceArn: "none" }),
      `${refused} SourcePipelineExecutionArn: null. The selected steps [Report] have dependencies on [Process]`,
    ],
    [
      "a selection with a gap",
      select(["Train", "Check"]),
      `${refused} SelectedSteps: [Train, Check]. The steps [Eval] lie on paths between selected steps and must be selected too`,
    ],
    [
      "a step that is not there",
      select(["Trian"]),
      `${refused} SelectedSteps: [Trian]. The pipeline has these steps: [Process, Train, Eval, Report, Check, Register, Alarm]`,
    ],
    ["nothing", select([]), `${refused} SelectedSteps: []. At least one step must be selected.`],
    [
      "a source that does not exist",
      select(["Train"], { source: "none" }),
      `${refused} SourcePipelineExecutionArn: ${arn}. There is no such pipeline execution`,
    ],
    [
      "a source of another pipeline",
      select(["Train"], { source: { pipeline: "Q" } }),
      `${refused} SourcePipelineExecutionArn: ${arn}. It is an execution of pipeline Q, not of P`,
    ],
    [
      "a source that runs",
      select(["Train"], { source: { status: "Executing" } }),
      `${refused} SourcePipelineExecutionArn: ${arn}. The pipeline execution is Executing; it must have ended`,
    ],
    [
      "a source without what is needed",
      select(["Eval"], { source: { succeeded: new Set(["Process"]) } }),
      `${refused} SourcePipelineExecutionArn: ${arn}. The selected steps [Eval] have dependencies on [Train], which did not succeed in it`,
    ],
    [
      "a step of the branch that was not chosen",
      select(["Alarm"]),
      `${refused} SourcePipelineExecutionArn: ${arn}. The selected step Alarm is in the else branch of Check, which came to true in it; select Check too`,
    ],
  ])("%s", (_, given, wanted) => {
    expect(given).toBe(wanted);
  });
});
