import { problemsIn } from "../definition/check.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import { writeDefinition } from "../definition/write.ts";
import { Parameter, type ParameterType } from "../expressions/parameters.ts";
import type { JsonValue } from "../json.ts";
import { throwProblems } from "../errors.ts";
import { buildDefinition } from "../rules/build-definition.ts";
import type { CheckedDefinition } from "../rules/checked-definition.ts";
import type { Finding } from "../rules/rule.ts";
import { renderValue } from "../render.ts";
import type { AnyStep } from "../step.ts";
import { findingsOf } from "./findings.ts";
import { Pipeline, rendered } from "./pipeline.ts";

/** A parameter as a definition has it. */
export interface RawParameter {
  readonly Name: string;
  readonly Type: ParameterType;
  /** Whatever else it has. */
  readonly [member: string]: unknown;
}

/** What a {@link RawPipeline} is made from: its definition, with steps and parameters as objects. */
export interface RawPipelineDefinition {
  /** Version of the format, `2020-12-01`. */
  readonly Version: string;
  /** Parameters, and those that a parameter function would write otherwise. */
  readonly Parameters?: readonly (Parameter | RawParameter)[];
  /** The steps at the top level; those in branches belong to their condition step. */
  readonly Steps: readonly AnyStep[];
  /** Whatever else the definition has. */
  readonly [member: string]: unknown;
}

/**
 * A pipeline whose definition has just the members that are given, in their order: for definitions
 * from elsewhere that leave out what {@link Pipeline} always writes, or have what it does not know.
 * What the rules find to be an error is in its findings, and does not stop it.
 *
 * @throws NacreError as {@link Pipeline} does when it is made.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html
 *
 * @example
 * ```ts
 * import { fail, RawPipeline } from "@nacre/core";
 *
 * const pipeline = new RawPipeline("Example", {
 *   Version: "2020-12-01",
 *   Steps: [fail("Stop", { message: "not yet" })],
 * });
 * console.assert(Object.keys(pipeline.definition()).join() === "Version,Steps");
 * ```
 */
export class RawPipeline extends Pipeline {
  readonly #definition: PipelineDefinition;
  readonly #checked: CheckedDefinition;
  #findings: readonly Finding[] | undefined;

  constructor(name: string, given: RawPipelineDefinition) {
    const parameters = given.Parameters ?? [];
    // Checks names, steps and references; of a raw parameter these need the name and type alone.
    super(name, {
      steps: given.Steps,
      parameters: parameters.map((one) =>
        one instanceof Parameter ? one : new Parameter(one.Name, one.Type),
      ),
    });
    const steps = this[rendered].Steps;
    const members = Object.entries(given).map(([key, value]): [string, JsonValue] => {
      if (key === "Steps") return [key, steps];
      const plain = key === "Parameters" ? parameters.map(definitionOf) : value;
      return [key, renderValue(plain, { path: key })];
    });
    // The members that a definition must have are those that the type of `given` asks for.
    this.#definition = Object.fromEntries(members) as PipelineDefinition;
    this.#checked = buildDefinition(this.#definition);
    throwProblems(problemsIn(this.#checked));
  }

  /** What the {@link rules} say of the definition as it stands. */
  override get findings(): readonly Finding[] {
    this.#findings ??= findingsOf(this.name, this.#checked, []);
    return this.#findings;
  }

  override definition(): PipelineDefinition {
    return this.#definition;
  }

  override definitionText(): string {
    return writeDefinition(this.#definition);
  }
}

function definitionOf(parameter: Parameter | RawParameter): unknown {
  return parameter instanceof Parameter ? parameter.definition : parameter;
}
