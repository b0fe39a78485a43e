import { NacreError } from "./errors.ts";
import { toDefinition } from "./expression.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { announceMade } from "./made.ts";
import { renderValue } from "./render.ts";

/** A step of any type and name. */
export type AnyStep = Step<string>;

/** What `dependsOn` takes: a step, or the name of one. */
export type StepReference = AnyStep | string;

/** The member that holds what a step was made from; the same in every copy of this module. */
export const stepParts: unique symbol = Symbol.for("nacre.step");

/** What a step was made from. */
export interface StepParts {
  /** The members of the step besides `Name` and `Type`, under their names as props. */
  readonly props: Readonly<Record<string, unknown>>;
  /** The names of these members as the definition has them, in its order. */
  readonly members: readonly string[];
}

/** A list that is left out when it is empty, as AWS's own SDK does. */
const omittedWhenEmpty: ReadonlySet<string> = new Set([
  "DependsOn",
  "RetryPolicies",
  "PropertyFiles",
]);

const namePattern = /^[A-Za-z0-9\-_]{1,64}$/;

/**
 * One step of a pipeline. The classes that extend it are generated, one for each step type.
 *
 * A name has 1 to 64 letters, digits, hyphens and underscores, and is unique in its pipeline.
 *
 * @throws NacreError `STEP_NAME_INVALID` when the name is not such a name.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps.html
 */
export abstract class Step<Name extends string = string> {
  readonly name: Name;
  /** The step type as the definition has it, such as `Processing`. */
  abstract readonly type: string;
  declare readonly [stepParts]: StepParts;

  /**
   * @param members - envelope members in the order they are written, such as `["Arguments",
   * "DependsOn"]`. `Name` and `Type` come first by themselves. The prop of a member has its name
   * with a small first letter.
   */
  protected constructor(name: Name, props: object, members: readonly string[]) {
    if (typeof name !== "string" || !namePattern.test(name)) {
      throw new NacreError(
        "STEP_NAME_INVALID",
        `A step cannot be named ${JSON.stringify(name)}: ` +
          "a step name has 1 to 64 letters, digits, hyphens and underscores.",
        { at: { step: String(name) }, help: "Choose a name of such characters." },
      );
    }
    this.name = name;
    const own: Readonly<Record<string, unknown>> = { ...props };
    Object.defineProperty(this, stepParts, { value: { props: own, members } });
    announceMade("step", name);
  }

  /** The step as it stands in the definition. */
  [toDefinition](): JsonObject {
    const { props, members } = this[stepParts];
    const definition: Record<string, JsonValue> = { Name: this.name, Type: this.type };
    for (const member of members) {
      const value = props[propName(member)];
      if (value === undefined) continue;
      if (omittedWhenEmpty.has(member) && Array.isArray(value) && value.length === 0) continue;
      definition[member] = withStep(this.name, () =>
        member === "DependsOn"
          ? dependsOnNames(value, this.name)
          : renderValue(value, { step: this.name, path: member }),
      );
    }
    return definition;
  }
}

/** Whether a value is a step, whichever copy of this module made it. */
export function isStep(value: unknown): value is AnyStep {
  return typeof value === "object" && value !== null && stepParts in value;
}

/** Names the step in the faults of what it holds, such as a condition, that do not know it. */
function withStep<T>(step: string, render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof NacreError) || error.at.step !== undefined) throw error;
    throw new NacreError(error.code, `Step "${step}": ${error.message}`, {
      at: { ...error.at, step },
      ...(error.help === undefined ? {} : { help: error.help }),
      cause: error,
    });
  }
}

function propName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}

function dependsOnNames(value: unknown, step: string): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item === "string") return item;
    if (isStep(item)) return item.name;
    throw new NacreError(
      "DEPENDS_ON_INVALID",
      `dependsOn of step "${step}" takes steps and names of steps.`,
      { at: { step, path: "DependsOn" }, help: "List the step objects themselves." },
    );
  });
}
