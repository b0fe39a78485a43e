import { tryParseReference } from "../definition/reference.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type {
  CheckedBranch,
  CheckedDependency,
  CheckedParameter,
  CheckedPropertyFile,
  CheckedReference,
  CheckedStep,
} from "./checked-definition.ts";
import { itemPath, memberPath } from "./path.ts";
import type { FunctionUse, StepValue } from "./support/facts.ts";
import type { Placed } from "./support/values.ts";
import type { Spot } from "./trail.ts";

// What is found in a definition by the thousand is of classes: V8 takes object literals that live for
// a while for lasting ones, puts them beyond its quick collection, and with them all they lead to.
// Likewise a function within a function that is called by the thousand takes memory at each call, for
// what it takes hold of, whether it is needed or not.

/** A list of which there are many. */
export const none: readonly never[] = [];

/** A step; what it waits for and declares is filled in while it is walked. */
export class FoundStep implements CheckedStep {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly value: JsonObject;
  readonly arguments: JsonObject;
  readonly branch: CheckedBranch | undefined;
  readonly depth: number;
  dependsOn: readonly CheckedDependency[] = none;
  propertyFiles: readonly CheckedPropertyFile[] = none;
  references: readonly CheckedReference[] = none;

  constructor(value: JsonObject, path: string, branch: CheckedBranch | undefined, depth: number) {
    const { Name: name, Type: type, Arguments: args } = value;
    this.name = typeof name === "string" ? name : "";
    this.type = typeof type === "string" ? type : "";
    this.path = path;
    this.value = value;
    this.arguments = isJsonObject(args) ? args : {};
    this.branch = branch;
    this.depth = depth;
  }
}

/** A name in DependsOn; the step that it names is filled in later. */
export class FoundDependency implements CheckedDependency {
  readonly name: string;
  readonly path: string;
  target: CheckedStep | undefined = undefined;

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }
}

/** An object with its path. */
export class FoundObject implements Placed<JsonObject> {
  readonly value: JsonObject;
  readonly path: string;

  constructor(value: JsonObject, path: string) {
    this.value = value;
    this.path = path;
  }
}

/** An object in a list, whose path is made when it is asked for. */
export class FoundItem implements Placed<JsonObject> {
  readonly value: JsonObject;
  readonly #owner: string;
  readonly #index: number;

  constructor(value: JsonObject, owner: string, index: number) {
    this.value = value;
    this.#owner = owner;
    this.#index = index;
  }

  get path(): string {
    return itemPath(this.#owner, this.#index);
  }
}

/** A member of an object, whose path is made when it is asked for. */
export class FoundMember implements Placed {
  readonly name: string;
  readonly value: JsonValue;
  readonly #owner: string;

  constructor(name: string, value: JsonValue, owner: string) {
    this.name = name;
    this.value = value;
    this.#owner = owner;
  }

  get path(): string {
    return memberPath(this.#owner, this.name);
  }
}

/** Something that a rule looks at in a step. */
export class InStep<Thing> {
  readonly step: CheckedStep;
  readonly thing: Thing;

  constructor(step: CheckedStep, thing: Thing) {
    this.step = step;
    this.thing = thing;
  }
}

/** A value in a step, whose path is made when it is asked for. */
export class FoundValue<Value extends JsonValue> implements StepValue<Value> {
  readonly step: CheckedStep;
  readonly value: Value;
  readonly #spot: Spot;

  constructor(step: CheckedStep, value: Value, spot: Spot) {
    this.step = step;
    this.value = value;
    this.#spot = spot;
  }

  get path(): string {
    return this.#spot.path;
  }
}

/** A use of a function, whose path is made when it is asked for. */
export class FoundFunction implements FunctionUse {
  readonly name: string;
  readonly argument: JsonValue;
  readonly others: readonly string[];
  readonly inside: readonly string[];
  readonly step: CheckedStep | undefined;
  readonly #spot: Spot;

  constructor(use: Omit<FunctionUse, "path">, spot: Spot) {
    this.name = use.name;
    this.argument = use.argument;
    this.others = use.others;
    this.inside = use.inside;
    this.step = use.step;
    this.#spot = spot;
  }

  get path(): string {
    return this.#spot.path;
  }
}

/** A reference, whose path is made when it is asked for; what it names is filled in later. */
export class FoundReference implements CheckedReference {
  readonly text: string;
  readonly value: JsonObject;
  readonly step: CheckedStep | undefined;
  readonly parsed: CheckedReference["parsed"];
  target: CheckedStep | undefined = undefined;
  parameter: CheckedParameter | undefined = undefined;
  exists = false;
  readonly #spot: Spot;

  constructor(text: string, value: JsonObject, spot: Spot, step: CheckedStep | undefined) {
    this.text = text;
    this.value = value;
    this.#spot = spot;
    this.step = step;
    this.parsed = tryParseReference(text);
  }

  get path(): string {
    return `${this.#spot.path}.Get`;
  }
}
