import { toDefinition } from "./expression.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { renderValue } from "./render.ts";
import { isStep, Step, type StepReference } from "./step.ts";

/** What a {@link RawStep} is made from: its definition, in which values may be expressions. */
export interface RawStepDefinition<Name extends string = string> {
  /** 1 to 64 letters, digits, hyphens and underscores, unique in the pipeline. */
  readonly Name: Name;
  /** The step type, whether Nacre has a class for it or not. */
  readonly Type: string;
  /** The arguments; of a condition step with the steps of its branches. */
  readonly Arguments: object;
  /** Steps that must end before this one starts, besides those whose outcome it uses. */
  readonly DependsOn?: readonly StepReference[];
  /** Whatever else the type has. */
  readonly [member: string]: unknown;
}

/**
 * A step that is written just as it is given: of a type that Nacre has no class for, or with members
 * or an order of members that its class does not have. The compiler checks nothing about it; rules
 * that do not know it are ignored by the pipeline that holds it (`ignore: [{ rule, reason }]`).
 *
 * @throws NacreError `STEP_NAME_INVALID` when the name is not one of a step.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html
 *
 * @example
 * ```ts
 * import { RawStep, stringParameter } from "@nacre/core";
 *
 * const step = new RawStep({
 *   Name: "Publish",
 *   Type: "SomethingNew",
 *   Arguments: { Stage: stringParameter("Stage") },
 * });
 * ```
 */
export class RawStep<const Name extends string = string> extends Step<Name> {
  override readonly type: string;
  /** The definition as it was given. */
  readonly definition: RawStepDefinition<Name>;

  constructor(definition: RawStepDefinition<Name>) {
    const members = Object.entries(definition).map(([key, value]) => [propName(key), value]);
    super(definition.Name, Object.fromEntries(members), []);
    this.type = definition.Type;
    this.definition = definition;
  }

  /** The step as it stands in the definition. */
  override [toDefinition](): JsonObject {
    const rendered = Object.entries(this.definition).map(([key, value]): [string, JsonValue] => [
      key,
      renderValue(key === "DependsOn" ? stepNames(value) : value, { step: this.name, path: key }),
    ]);
    return Object.fromEntries(rendered);
  }
}

function stepNames(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => (isStep(item) ? item.name : item));
}

function propName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
