import { orderedKeys } from "../definition/key-order.ts";
import { tryParseReference } from "../definition/reference.ts";
import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  type JsonObject,
  type JsonValue,
} from "../json.ts";
import type { CheckedParameter, CheckedReference, CheckedStep } from "./checked-definition.ts";
import { isCredential, type Facts, type FunctionUse } from "./support/facts.ts";
import { Trail, type Spot } from "./trail.ts";

/** Deeper values are not looked into, so that no text can exhaust the stack. */
export const deepest = 250;

const imageMembers: ReadonlySet<string> = new Set([
  "ImageUri",
  "TrainingImage",
  "Image",
  "RuleEvaluatorImage",
]);

/** The one walk over the values of a definition: references, and the facts that rules ask for. */
export class Collector {
  readonly #functions: FunctionUse[] = [];
  readonly #images: Facts["images"][number][] = [];
  readonly #environments: Facts["environments"][number][] = [];
  readonly #credentials: Facts["credentials"][number][] = [];
  #size = 2;
  #trail = new Trail();
  #step: CheckedStep | undefined;
  #references: FoundReference[] = [];

  /** What was found. */
  facts(): Facts {
    return {
      functions: this.#functions,
      images: this.#images,
      environments: this.#environments,
      credentials: this.#credentials,
      leastSize: this.#size,
    };
  }

  /** Walks the members of the definition itself, but its steps; gives the references in them. */
  definition(value: JsonObject): FoundReference[] {
    this.#begin(undefined, "$");
    this.#members(value, orderedKeys(value), [], (key) => key === "Steps");
    return this.#references;
  }

  /** Walks a step, but not the steps in its branches; gives the references in it. */
  step(step: CheckedStep, branches: readonly string[]): FoundReference[] {
    this.#begin(step, step.path);
    this.#size += 2;
    const keys = orderedKeys(step.value);
    if (branches.length === 0) {
      this.#members(step.value, keys, []);
      return this.#references;
    }
    this.#members(step.value, keys, [], (key) => key === "Arguments");
    this.#trail.enter("Arguments");
    const argumentKeys = orderedKeys(step.arguments);
    this.#members(step.arguments, argumentKeys, [], (key) => branches.includes(key));
    this.#trail.leave();
    return this.#references;
  }

  #begin(step: CheckedStep | undefined, root: string): void {
    this.#step = step;
    this.#trail = new Trail(root);
    this.#references = [];
  }

  #members(
    value: JsonObject,
    keys: readonly string[],
    inside: readonly string[],
    isLeftOut?: (key: string) => boolean,
  ): void {
    for (const key of keys) {
      if (isLeftOut?.(key) === true) continue;
      const member = value[key];
      if (member === undefined) continue;
      // Quotes, colon and comma come to it.
      this.#size += key.length + 4;
      this.#trail.enter(key);
      this.#visit(member, key, inside);
      this.#trail.leave();
    }
  }

  #visit(value: JsonValue, key: string, inside: readonly string[]): void {
    if (typeof value === "string") {
      this.#size += value.length + 2;
      this.#text(value, key, inside);
    } else if (typeof value !== "object" || value === null) {
      this.#size += String(value).length;
    } else if (isJsonArray(value)) {
      // The commas of members make up for the second bracket.
      this.#size += 1;
      if (this.#trail.depth > deepest) return;
      this.#size += value.length;
      for (let index = 0; index < value.length; index += 1) {
        this.#trail.enter(index);
        this.#visit(value[index] ?? null, "", inside);
        this.#trail.leave();
      }
    } else if (isJsonObject(value)) {
      this.#size += 1;
      if (this.#trail.depth <= deepest) this.#object(value, key, inside);
    } else if (isNumberText(value)) {
      this.#size += value.text.length;
    }
  }

  #text(value: string, key: string, inside: readonly string[]): void {
    if (this.#step === undefined) return;
    if (imageMembers.has(key) && inside.length === 0) {
      this.#images.push({ step: this.#step, value, path: this.#trail.path() });
    }
    if (isCredential(value)) {
      this.#credentials.push({ step: this.#step, value, path: this.#trail.path() });
    }
  }

  #object(value: JsonObject, key: string, inside: readonly string[]): void {
    const keys = orderedKeys(value);
    const name = functionAmong(keys, value);
    if (name === undefined) {
      if (key === "Environment" && this.#step !== undefined) {
        this.#environments.push({ step: this.#step, value, path: this.#trail.path() });
      }
      this.#members(value, keys, inside);
      return;
    }
    const argument = value[name] ?? null;
    if (name === "Get" && keys.length === 1 && typeof argument === "string") {
      const reference = new FoundReference(argument, value, this.#trail.spot(), this.#step);
      this.#references.push(reference);
      this.#size += "Get".length + 4 + argument.length + 2;
      if (this.#step !== undefined && isCredential(argument)) {
        this.#credentials.push({ step: this.#step, value: argument, path: reference.path });
      }
      return;
    }
    const others = keys.filter((other) => other !== name);
    this.#functions.push(
      new FoundFunction(name, argument, this.#trail, others, inside, this.#step),
    );
    this.#members(value, keys, [...inside, name]);
  }
}

/** A use of a function, whose path is made when it is asked for. */
class FoundFunction implements FunctionUse {
  readonly name: string;
  readonly argument: JsonValue;
  readonly others: readonly string[];
  readonly inside: readonly string[];
  readonly step: CheckedStep | undefined;
  readonly #spot: Spot;

  constructor(
    name: string,
    argument: JsonValue,
    trail: Trail,
    others: readonly string[],
    inside: readonly string[],
    step: CheckedStep | undefined,
  ) {
    this.name = name;
    this.argument = argument;
    this.#spot = trail.spot();
    this.others = others;
    this.inside = inside;
    this.step = step;
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
  target: CheckedStep | undefined;
  parameter: CheckedParameter | undefined;
  exists = false;
  readonly #spot: Spot;

  constructor(text: string, value: JsonObject, spot: Spot, step: CheckedStep | undefined) {
    this.text = text;
    this.value = value;
    this.#spot = spot;
    this.step = step;
    this.parsed = tryParseReference(text);
    this.target = undefined;
    this.parameter = undefined;
  }

  get path(): string {
    return `${this.#spot.path}.Get`;
  }
}

/** The function that an object calls; a `Get` with company may be data, unless it is a reference. */
function functionAmong(keys: readonly string[], value: JsonObject): string | undefined {
  let hasGet = false;
  for (const key of keys) {
    if (key.startsWith("Std:")) return key;
    if (key === "Get") hasGet = true;
  }
  if (!hasGet) return undefined;
  const text = value["Get"];
  const isReference =
    typeof text === "string" &&
    /^(?:Parameters|Steps|Execution|PipelineExperimentConfig)\./.test(text);
  return keys.length === 1 || isReference ? "Get" : undefined;
}
