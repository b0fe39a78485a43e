import { checkDefinition } from "../definition/check.ts";
import type { PipelineDefinition } from "../definition/types.ts";
import { writeDefinition } from "../definition/write.ts";
import { Parameter, type ParameterType } from "../expressions/parameters.ts";
import type { JsonValue } from "../json.ts";
import { renderValue } from "../render.ts";
import type { AnyStep } from "../step.ts";
import { Pipeline } from "./pipeline.ts";

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
 *
 * @throws NacreError as {@link Pipeline} does.
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

  constructor(name: string, members: RawPipelineDefinition) {
    const parameters = members.Parameters ?? [];
    // Checks names, steps and references; of a raw parameter these need the name and type alone.
    super(name, {
      steps: members.Steps,
      parameters: parameters.map((one) =>
        one instanceof Parameter ? one : new Parameter(one.Name, one.Type),
      ),
    });
    const steps = super.definition().Steps;
    const rendered = Object.entries(members).map(([key, value]): [string, JsonValue] => {
      if (key === "Steps") return [key, steps];
      const plain = key === "Parameters" ? parameters.map(definitionOf) : value;
      return [key, renderValue(plain, { path: key })];
    });
    // The members that a definition must have are those that the type of `members` asks for.
    this.#definition = Object.fromEntries(rendered) as PipelineDefinition;
    checkDefinition(this.#definition);
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
