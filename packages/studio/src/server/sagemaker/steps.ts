import type {
  PipelineExecutionStep,
  PipelineExecutionStepMetadata,
} from "@aws-sdk/client-sagemaker";
import type { StepDefinition } from "@nacre/core";
import type { HomeStep } from "@nacre/local";
import type { StepView } from "../../api.ts";
import { defined } from "./clients.ts";

/** A step as ListPipelineExecutionSteps gives it; `declared` is what the definition has of it. */
export function stepView(
  step: PipelineExecutionStep,
  declared: StepDefinition | undefined,
): StepView {
  const metadata = step.Metadata ?? {};
  const outcome = metadata.Condition?.Outcome;
  const isWaiting = step.EndTime === undefined;
  return defined({
    name: step.StepName ?? "",
    type: declared?.Type ?? typeOf(metadata),
    displayName: step.StepDisplayName,
    status: step.StepStatus ?? "",
    startTime: step.StartTime?.getTime(),
    endTime: step.EndTime?.getTime(),
    failureReason: step.FailureReason || metadata.Fail?.ErrorMessage,
    attempts: step.AttemptCount ?? 1,
    jobArn: jobArnOf(metadata),
    cacheSource:
      step.CacheHitResult?.SourcePipelineExecutionArn ??
      step.SelectiveExecutionResult?.SourcePipelineExecutionArn,
    conditionOutcome: outcome === "True" || outcome === "False" ? outcome : undefined,
    callbackToken: isWaiting ? metadata.Callback?.CallbackToken : undefined,
  });
}

/** A step as a home has it. */
export function homeStepView(step: HomeStep, declared: StepDefinition | undefined): StepView {
  const displayName = declared?.["DisplayName"];
  return typeof displayName === "string" ? { ...step, displayName } : step;
}

/** The steps of a definition in its order, with what is known of them, and then any others. */
export function allSteps(
  begun: readonly StepView[],
  declared: ReadonlyMap<string, StepDefinition>,
): StepView[] {
  const known = new Map(begun.map((step) => [step.name, step]));
  const steps = [...declared.values()].map((step) => known.get(step.Name) ?? notRun(step));
  return [...steps, ...begun.filter(({ name }) => !declared.has(name))];
}

function notRun({ Name, Type, DisplayName }: StepDefinition): StepView {
  return {
    name: Name,
    type: Type,
    ...(typeof DisplayName === "string" ? { displayName: DisplayName } : {}),
    status: "NotRun",
    attempts: 0,
  };
}

/** Members of the metadata that are called otherwise than the type of the step. */
const typeNames: Readonly<Record<string, string>> = {
  TrainingJob: "Training",
  ProcessingJob: "Processing",
  TransformJob: "Transform",
  TuningJob: "Tuning",
  AutoMLJob: "AutoML",
};

function typeOf(metadata: PipelineExecutionStepMetadata): string {
  const [member] = Object.entries(metadata).find(([, value]) => value !== undefined) ?? [];
  return member === undefined ? "" : (typeNames[member] ?? member);
}

function jobArnOf(metadata: PipelineExecutionStepMetadata): string | undefined {
  return (
    metadata.ProcessingJob?.Arn ??
    metadata.TrainingJob?.Arn ??
    metadata.TransformJob?.Arn ??
    metadata.TuningJob?.Arn ??
    metadata.QualityCheck?.CheckJobArn ??
    metadata.ClarifyCheck?.CheckJobArn
  );
}
