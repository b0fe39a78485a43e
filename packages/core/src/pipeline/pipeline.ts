import type { CodeAsset } from "../assets/code-assets.ts";
import { problemsIn } from "../definition/check.ts";
import type { PipelineDefinition, StepDefinition } from "../definition/types.ts";
import { writeDefinition } from "../definition/write.ts";
import { NacreError, throwProblems } from "../errors.ts";
import { isExpression, toDefinition } from "../expression.ts";
import { executionVariables } from "../expressions/execution-variables.ts";
import type { Parameter } from "../expressions/parameters.ts";
import type { JsonObject } from "../json.ts";
import { announceMade } from "../made.ts";
import { renderValue } from "../render.ts";
import type { AnyStep } from "../step.ts";
import type { Value } from "../value.ts";
import { buildDefinition } from "../rules/build-definition.ts";
import type { CheckedDefinition } from "../rules/checked-definition.ts";
import type { Finding } from "../rules/rule.ts";
import { assetsOf } from "./assets.ts";
import {
  checkName,
  findingsOf,
  throwErrors,
  withoutIgnored,
  type IgnoredRule,
} from "./findings.ts";
import { placementProblems } from "./placement.ts";

/** Where the runs of a pipeline are recorded in managed MLflow. */
export interface PipelineMlflowConfig {
  /** ARN of the MLflow app or tracking server. At most 2048 characters. */
  readonly MlflowResourceArn: Value<string>;
  /** The MLflow experiment; null writes none. 1 to 256 characters. */
  readonly MlflowExperimentName?: Value<string> | null;
}

/** Which SageMaker experiment and trial the runs of a pipeline belong to. */
export interface PipelineExperimentConfig {
  /** 1 to 120 letters, digits and hyphens. */
  readonly ExperimentName: Value<string>;
  /** 1 to 120 letters, digits and hyphens. */
  readonly TrialName: Value<string>;
}

/** What a pipeline is made of. */
export interface PipelineProps<Parameters extends readonly Parameter[] = readonly Parameter[]> {
  /** The parameters its steps use, in the order in which the definition lists them. */
  readonly parameters?: Parameters;
  /** The steps at the top level; those in branches belong to their ConditionStep. */
  // The empty list is among the types so that the compiler takes a list as it stands: it does not
  // compare its steps, each of which has a type of its own, with one another.
  readonly steps: readonly AnyStep[] | readonly [];
  /**
   * The experiment of the runs; null for none.
   *
   * @default the experiment has the name of the pipeline, the trial the id of the run
   */
  readonly experimentConfig?: PipelineExperimentConfig | null;
  /**
   * Where the runs are recorded in managed MLflow; null is written as null.
   *
   * @default nothing is written
   */
  readonly mlflowConfig?: PipelineMlflowConfig | null;
  /**
   * Notes that stay with the definition. A key has 1 to 128 letters, digits, hyphens and underscores,
   * a value at most 1024 characters.
   *
   * @default \{\}
   */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * Rules that the pipeline breaks on purpose, each with the reason. Of these not even an error stops
   * it.
   *
   * @default none
   */
  readonly ignore?: readonly IgnoredRule[];
}

/** How to give a definition. */
export interface DefinitionOptions {
  /**
   * Rules that are broken on purpose, besides those that the pipeline itself names.
   *
   * @default none
   */
  readonly ignore?: readonly IgnoredRule[];
}

const brand: unique symbol = Symbol.for("nacre.pipeline");
/** The definition, whatever the rules say of it. */
export const rendered: unique symbol = Symbol("rendered");

/**
 * A SageMaker pipeline: parameters and steps, put together and checked. The definition is made once,
 * offline, and is the same on every machine. What does not hold together is refused at once; what
 * else the {@link rules} find to be an error, when the definition is asked for.
 *
 * @throws NacreError `PIPELINE_NAME_INVALID`, `STEP_INVALID`, `PARAMETER_INVALID`, `STEP_PLACED_TWICE`,
 * `VALUE_NOT_JSON`, `CONDITION_MISPLACED` and the codes of {@link checkDefinition}; several faults come as one error that lists them.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 *
 * @example
 * ```ts
 * import { expr, fail, floatParameter, Pipeline } from "@nacre/core";
 *
 * const limit = floatParameter("Limit", { defaultValue: 6 });
 * const pipeline = new Pipeline("Example", {
 *   parameters: [limit],
 *   steps: [fail("TooHigh", { message: expr`above ${limit}` })],
 * });
 * console.assert(pipeline.definitionText().includes('"DefaultValue": 6.0'));
 * ```
 */
export class Pipeline<const Parameters extends readonly Parameter[] = readonly Parameter[]> {
  readonly [brand] = true;
  /** 1 to 256 letters, digits and hyphens; the service has been seen to refuse more than 82. */
  readonly name: string;
  /** The parameters; {@link StartParameters} is what a start takes for them. */
  readonly parameters: Parameters;
  readonly steps: readonly AnyStep[];
  /** The files that must be in S3 before the pipeline starts, sorted by URI. */
  readonly assets: readonly CodeAsset[];
  readonly #ignore: readonly IgnoredRule[];
  #findings: readonly Finding[] | undefined;
  readonly #checked: CheckedDefinition;
  /** @internal */
  readonly [rendered]: PipelineDefinition;

  constructor(name: string, props: PipelineProps<Parameters>) {
    checkName(name);
    this.name = name;
    announceMade("pipeline", name);
    // A copy of the very list that was given, or an empty one, which is what none is.
    this.parameters = Object.freeze([
      ...(props.parameters ?? []),
    ]) as readonly Parameter[] as Parameters;
    this.steps = Object.freeze([...props.steps]);
    this.#ignore = Object.freeze([...(props.ignore ?? [])]);
    this[rendered] = render(this.parameters, this.steps, props);
    this.#checked = buildDefinition(this[rendered]);
    throwStructuralProblems(this.steps, this.#checked);
    this.assets = Object.freeze(assetsOf(this.steps));
  }

  /**
   * What the {@link rules} say of the pipeline but for those it ignores: the same as
   * `nacre validate` says. With an error among them {@link Pipeline.definition} throws; otherwise
   * these are warnings and things worth knowing.
   */
  get findings(): readonly Finding[] {
    this.#findings ??= findingsOf(this.name, this.#checked, this.#ignore);
    return this.#findings;
  }

  /**
   * The definition as an object.
   *
   * @throws NacreError for what {@link rules} find to be an error and the pipeline does not ignore:
   * the code is the id of the rule; several come as one error, which has them in `problems`.
   */
  definition({ ignore = [] }: DefinitionOptions = {}): PipelineDefinition {
    throwErrors(withoutIgnored(this.findings, ignore));
    return this[rendered];
  }

  /**
   * The definition as text: JSON indented by two spaces, without a line break at the end.
   *
   * @throws NacreError as {@link Pipeline.definition} does.
   */
  definitionText(options: DefinitionOptions = {}): string {
    return writeDefinition(this.definition(options));
  }
}

/** Whether a value is a pipeline, whichever copy of this module made it. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && brand in value;
}

function render(
  parameters: readonly Parameter[],
  steps: readonly AnyStep[],
  { experimentConfig = defaultExperiment, mlflowConfig, metadata = {} }: PipelineProps,
): PipelineDefinition {
  throwProblems([
    ...placementProblems(steps).filter((problem) => problem.code === "STEP_INVALID"),
    ...parameterProblems(parameters),
  ]);
  return {
    Version: "2020-12-01",
    Metadata: { ...metadata },
    Parameters: parameters.map((parameter) => parameter.definition),
    PipelineExperimentConfig: renderExperiment(experimentConfig),
    ...(mlflowConfig === undefined ? {} : { MlflowConfig: renderMlflow(mlflowConfig) }),
    Steps: renderSteps(steps),
  };
}

function throwStructuralProblems(steps: readonly AnyStep[], definition: CheckedDefinition): void {
  const placed = placementProblems(steps);
  const placedTwice = new Set(placed.map((problem) => problem.at.step));
  const others = problemsIn(definition).filter(
    // The same step in two places is one fault, not also two steps of one name.
    (problem) => problem.code !== "DUPLICATE_STEP_NAME" || !placedTwice.has(problem.at.step),
  );
  throwProblems([...placed, ...others]);
}

function parameterProblems(parameters: readonly unknown[]): NacreError[] {
  return parameters.flatMap((parameter, index) =>
    isExpression(parameter) && "definition" in parameter
      ? []
      : new NacreError("PARAMETER_INVALID", `Item ${index} of the parameters is no parameter.`, {
          help: "List what stringParameter, integerParameter, floatParameter or booleanParameter gave.",
        }),
  );
}

const defaultExperiment: PipelineExperimentConfig = {
  ExperimentName: executionVariables.pipelineName,
  TrialName: executionVariables.pipelineExecutionId,
};

function renderExperiment(
  config: PipelineExperimentConfig | null,
): NonNullable<PipelineDefinition["PipelineExperimentConfig"]> | null {
  if (config === null) return null;
  const at = "PipelineExperimentConfig";
  return {
    ExperimentName: renderValue(config.ExperimentName, { path: `${at}.ExperimentName` }),
    TrialName: renderValue(config.TrialName, { path: `${at}.TrialName` }),
  };
}

function renderMlflow(config: PipelineMlflowConfig | null): JsonObject | null {
  if (config === null) return null;
  const at = "MlflowConfig";
  const { MlflowResourceArn: arn, MlflowExperimentName: experiment } = config;
  return {
    MlflowResourceArn: renderValue(arn, { path: `${at}.MlflowResourceArn` }),
    ...(experiment === undefined
      ? {}
      : { MlflowExperimentName: renderValue(experiment, { path: `${at}.MlflowExperimentName` }) }),
  };
}

/** The steps as the definition has them; the faults of all of them come together. */
function renderSteps(steps: readonly AnyStep[]): StepDefinition[] {
  const problems: NacreError[] = [];
  const definitions = steps.flatMap((step) => {
    try {
      // The members of a step are those its generated class lists, `Arguments` among them.
      return [step[toDefinition]() as StepDefinition];
    } catch (error) {
      if (!(error instanceof NacreError)) throw error;
      problems.push(error);
      return [];
    }
  });
  throwProblems(problems);
  return definitions;
}
