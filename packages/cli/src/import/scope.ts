import type { JsonObject, JsonValue, StepDefinition } from "@nacre/core";
import type { Code } from "./code.ts";
import type { DeclaredType, StepDeclaration } from "./declared/type.ts";
import type { Types, ValueKind } from "./declared/resolve.ts";
import type { SharedValues } from "./shared-values.ts";

/** Where a value stands, and what it may refer to. */
export interface Place {
  readonly scope: Scope;
  /** The step that holds the value; undefined outside the steps. */
  readonly step: StepVariable | undefined;
  /** Where in the step, such as `Arguments.RoleArn`. */
  readonly path: string;
}

/** A value as the program writes it. */
export interface Written {
  readonly code: Code;
  readonly departures: readonly Departure[];
}

/** A place where the program has to go past the types. */
export interface Departure {
  /** Where in the step. */
  readonly path: string;
  readonly what: string;
}

/** What a value of the program may refer to, and the types it is written for. */
export interface Scope {
  /** Writes a value so that it fits a type; where it does not, the type is taken off. */
  readonly write: (value: JsonValue, type: DeclaredType, at: Place) => Written;
  readonly types: Types;
  readonly shared: SharedValues;
  /** By the name in the definition. */
  readonly parameters: ReadonlyMap<string, ParameterVariable>;
  /** By the name in the definition. */
  readonly steps: ReadonlyMap<string, StepVariable>;
}

/** The constant that holds a parameter. */
export interface ParameterVariable {
  readonly variable: string;
  readonly given: ReadonlySet<ValueKind>;
}

/** The constant that holds a step. */
export interface StepVariable {
  readonly variable: string;
  readonly definition: StepDefinition;
  /** Its class; undefined for a step that is written raw. */
  declaration: StepDeclaration | undefined;
  /** The names that its type parameters stand for: of outputs, property files and so on. */
  readonly names: Map<string, Set<string>>;
  /** The objects that its type parameters stand for: of the outputs of a Lambda function. */
  readonly items: Map<string, JsonObject[]>;
  /** Set once the program has it: what comes before cannot refer to it. */
  isDefined: boolean;
}
