import { isJsonObject } from "../../json.ts";
import type { CheckedDefinition, CheckedStep } from "../checked-definition.ts";
import { graphOf } from "../graph-of.ts";
import type { Report, Rule } from "../rule.ts";
import { suggester } from "../../definition/suggest.ts";
import { shown } from "../shown.ts";
import { example, get, lambda } from "../support/examples.ts";
import { at, objectsIn, repeatedIn, textOf } from "../support/values.ts";
import { isName, safeNameLength } from "./deployment.ts";
import { onRequest, starting, tooLong } from "./support.ts";

const page =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html";
const selection =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SelectiveExecutionConfig.html";
const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-selective-ex.html";
const mostSelected = 50;

const two = example([
  lambda("Load"),
  lambda("Train", { Arguments: { load: get("Steps.Load.OutputParameters['uri']") } }),
]);
const stepsPath = "$.SelectiveExecutionConfig.SelectedSteps";

/** Rules on what a run is started with besides the values of parameters. */
export const startRules: readonly Rule[] = [
  {
    id: "EXECUTION_NAME_INVALID",
    severity: "error",
    isOnRequests: true,
    reason: `The display name of a run has 1 to ${safeNameLength} letters, digits and inner hyphens.`,
    source: page,
    fix: "Choose a display name of such characters.",
    get passing() {
      return starting({ PipelineExecutionDisplayName: "after-review" }, two);
    },
    get failing() {
      return starting({ PipelineExecutionDisplayName: "after review" }, two);
    },
    check: onRequest("start", (request, report) => {
      const name = textOf(at(request, "PipelineExecutionDisplayName"));
      if (name === undefined || (name.length <= safeNameLength && isName(name))) return;
      report({
        message:
          `The display name of a run cannot be ${shown(name)}: it has 1 to ${safeNameLength} ` +
          "letters, digits and hyphens, with no hyphen at either end.",
        path: "$.PipelineExecutionDisplayName",
      });
    }),
  },
  {
    id: "EXECUTION_DESCRIPTION_TOO_LONG",
    severity: "error",
    isOnRequests: true,
    reason: "The description of a run has at most 3,072 characters.",
    source: page,
    fix: "Shorten the description.",
    get passing() {
      return starting({ PipelineExecutionDescription: "After the review." }, two);
    },
    get failing() {
      return starting({ PipelineExecutionDescription: "x".repeat(3073) }, two);
    },
    check: onRequest("start", (request, report) =>
      tooLong(request, "PipelineExecutionDescription", "description of the run", 3072, report),
    ),
  },
  {
    id: "SELECTED_STEPS_COUNT",
    severity: "error",
    isOnRequests: true,
    reason: `A selective run has 1 to ${mostSelected} selected steps.`,
    source: selection,
    fix: "Select fewer steps, or leave the selection out to run all.",
    get passing() {
      return starting(selecting("Load"), two);
    },
    get failing() {
      return starting(selecting(), two);
    },
    check: onRequest("start", (request, report) => {
      const list = at(request, "SelectiveExecutionConfig", "SelectedSteps");
      const length = Array.isArray(list) ? list.length : undefined;
      if (length === undefined || (length >= 1 && length <= mostSelected)) return;
      report({
        message: `${length} steps are selected; 1 to ${mostSelected} can be.`,
        path: stepsPath,
      });
    }),
  },
  {
    id: "SELECTED_STEP_UNKNOWN",
    severity: "error",
    isOnRequests: true,
    reason: "Only a step of the pipeline can be selected for a run.",
    source: guide,
    fix: "Select a step of the pipeline.",
    get passing() {
      return starting(selecting("Load"), two);
    },
    get failing() {
      return starting(selecting("Laod"), two);
    },
    check: onRequest("start", (request, report, { steps, stepNamed }) => {
      const suggest = suggester(steps.map(({ name }) => name));
      for (const { name, path } of selected(request)) {
        if (stepNamed(name) !== undefined) continue;
        report({
          message: `The pipeline has no step ${shown(name)}.`,
          path,
          help: suggest(name),
        });
      }
    }),
  },
  {
    id: "SELECTED_STEP_REPEATED",
    severity: "warning",
    isOnRequests: true,
    reason: "A step that is selected twice is likely a slip.",
    source: selection,
    fix: "Remove one of the two.",
    get passing() {
      return starting(selecting("Load", "Train"), two);
    },
    get failing() {
      return starting(selecting("Load", "Load"), two);
    },
    check: onRequest("start", (request, report) => {
      const list = at(request, "SelectiveExecutionConfig", "SelectedSteps");
      for (const { name, path } of repeatedIn(objectsIn(list, stepsPath), "StepName")) {
        report({ message: `The step ${shown(name)} is selected twice.`, path: `${path}.StepName` });
      }
    }),
  },
  {
    id: "SELECTED_STEPS_WITHOUT_SOURCE",
    severity: "error",
    isOnRequests: true,
    reason: "What selected steps read of steps not selected is taken from an earlier run.",
    source: "https://github.com/aws/sagemaker-python-sdk/issues/4444",
    fix: "Name the run in SourcePipelineExecutionArn, or select these steps too.",
    get passing() {
      return starting(selecting("Load", "Train"), two);
    },
    get failing() {
      return starting(selecting("Train"), two);
    },
    check: onRequest("start", withoutSource),
  },
];

function selecting(...names: readonly string[]): {
  SelectiveExecutionConfig: { SelectedSteps: { StepName: string }[] };
} {
  return { SelectiveExecutionConfig: { SelectedSteps: names.map((name) => ({ StepName: name })) } };
}

/** The names of selected steps that are texts. */
function selected(
  request: Parameters<typeof at>[0],
): readonly { readonly name: string; readonly path: string }[] {
  const list = at(request, "SelectiveExecutionConfig", "SelectedSteps");
  return objectsIn(list, stepsPath).flatMap(({ value, path }) => {
    const name = textOf(value["StepName"]);
    return name === undefined ? [] : [{ name, path: `${path}.StepName` }];
  });
}

function withoutSource(
  request: Parameters<typeof at>[0],
  report: Report,
  definition: CheckedDefinition,
): void {
  const config = at(request, "SelectiveExecutionConfig");
  if (!isJsonObject(config) || config["SourcePipelineExecutionArn"] !== undefined) return;
  const names = new Set(selected(request).map(({ name }) => name));
  const isSelected = (step: CheckedStep | undefined): boolean =>
    step !== undefined && names.has(step.name);
  const waiting = new Set<string>();
  const awaited = new Set<string>();
  const { stepNamed } = definition;
  for (const { from, to, kind } of graphOf(definition).edges) {
    // A branch is chosen by its condition, whose result is no value that a step reads.
    if (kind === "branch" || !isSelected(stepNamed(to)) || isSelected(stepNamed(from))) continue;
    waiting.add(to);
    awaited.add(from);
  }
  if (waiting.size === 0) return;
  report({
    message:
      `The selected steps [${[...waiting].join(", ")}] have dependencies on ` +
      `[${[...awaited].join(", ")}], and no earlier run is named to take them from.`,
    path: stepsPath,
  });
}
