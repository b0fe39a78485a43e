import type { Reference } from "../definition/reference.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { Requests } from "./requests/request-types.ts";
import type { Facts } from "./support/facts.ts";

/**
 * What rules look at: a definition, made easy to walk once for all rules. The definition may be any
 * JSON; what is too malformed to be a step or a parameter is left out of the lists here, and the
 * rules on its shape report it.
 */
export interface CheckedDefinition {
  /** The request that the definition goes with, where rules on requests are asked. */
  readonly requests: Requests;
  /** The whole document. */
  readonly value: JsonValue;
  /** Every object that stands where a step does, those in branches right after their condition. */
  readonly steps: readonly CheckedStep[];
  /** Every object in the list of parameters that has a name. */
  readonly parameters: readonly CheckedParameter[];
  /** Every `{"Get": text}` of the definition, in the order of the text. */
  readonly references: readonly CheckedReference[];
  /** Those of them that lead nowhere, or have none of the known forms. */
  readonly lostReferences: readonly CheckedReference[];
  /** Whether every step has a name: otherwise a name that is not found may be that of such a step. */
  readonly hasAllStepNames: boolean;
  /** The same of parameters. */
  readonly hasAllParameterNames: boolean;
  /** The first step of that name. */
  readonly stepNamed: (name: string) => CheckedStep | undefined;
  /** The first parameter of that name. */
  readonly parameterNamed: (name: string) => CheckedParameter | undefined;
  /** What several rules look for anywhere in it. */
  readonly facts: Facts;
  /** What rules have found in it for others, by the function that finds it: see `once`. */
  readonly found: Map<unknown, unknown>;
}

/** A step as found. */
export interface CheckedStep {
  /** Empty where it is missing or no text. */
  readonly name: string;
  /** Empty where it is missing or no text. */
  readonly type: string;
  /** Such as `$.Steps[3].Arguments.IfSteps[0]`. */
  readonly path: string;
  /** The step itself. */
  readonly value: JsonObject;
  /** Its `Arguments`; empty where they are no object. */
  readonly arguments: JsonObject;
  /** The branch that holds the step; undefined at the top level. */
  readonly branch: CheckedBranch | undefined;
  /** How many branches it stands in: 0 at the top level. */
  readonly depth: number;
  /** What it lists in `DependsOn`, without what is no text. */
  readonly dependsOn: readonly CheckedDependency[];
  /** What it lists in `PropertyFiles`, without what has no name. */
  readonly propertyFiles: readonly CheckedPropertyFile[];
  /** The references that the step makes itself; those of steps in its branches are theirs. */
  readonly references: readonly CheckedReference[];
}

/** The branch of a condition step. */
export interface CheckedBranch {
  readonly condition: CheckedStep;
  readonly when: "if" | "else";
}

/** A name in `DependsOn`. */
export interface CheckedDependency {
  readonly name: string;
  readonly path: string;
  /** Undefined when no step has that name. */
  readonly target: CheckedStep | undefined;
}

/** A property file that a step declares. */
export interface CheckedPropertyFile {
  readonly name: string;
  /** Empty where it is missing or no text. */
  readonly outputName: string;
  /** Empty where it is missing or no text. */
  readonly filePath: string;
  readonly path: string;
}

/** A parameter as found. */
export interface CheckedParameter {
  readonly name: string;
  /** Empty where it is missing or no text. */
  readonly type: string;
  readonly path: string;
  readonly value: JsonObject;
  /** Undefined where there is none, or null. */
  readonly defaultValue: JsonValue | undefined;
  /** Undefined where there are none, or no list. */
  readonly enumValues: readonly JsonValue[] | undefined;
  /** The references to it. */
  readonly usedBy: readonly CheckedReference[];
}

/** A `{"Get": text}`. */
export interface CheckedReference {
  readonly text: string;
  /** The object itself. */
  readonly value: JsonObject;
  /** JSON path of the text, with `.Get` at its end. */
  readonly path: string;
  /** The step that makes it; undefined in other members of the definition. */
  readonly step: CheckedStep | undefined;
  /** Undefined when the text has none of the known forms. */
  readonly parsed: Reference | undefined;
  /** The step that it names; undefined when there is none, or when it names no step. */
  readonly target: CheckedStep | undefined;
  /** The parameter that it names; undefined when there is none, or when it names no parameter. */
  readonly parameter: CheckedParameter | undefined;
  /**
   * Whether the step, the property file, the parameter or the execution variable it names exists.
   * Rules stay silent about the others: that they do not exist is said already.
   */
  readonly exists: boolean;
}
