import { isInTextOrder, orderedKeys } from "../definition/key-order.ts";
import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  onlyKeyOf,
  type JsonObject,
  type JsonValue,
} from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import { FoundFunction, FoundReference, FoundValue, none } from "./found.ts";
import { isCredential, type Facts, type FunctionUse } from "./support/facts.ts";
import { Trail } from "./trail.ts";

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
  readonly #references: FoundReference[] = [];

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

  /** All references, in the order of the text. */
  get references(): readonly FoundReference[] {
    return this.#references;
  }

  /** Walks the members of the definition itself, but its steps. */
  definition(value: JsonObject): void {
    this.#begin(undefined, "$");
    this.#members(value, outside, ["Steps"]);
  }

  /** Walks a step, but not the steps in its branches; gives the references in it. */
  step(step: CheckedStep, branches: readonly string[]): readonly FoundReference[] {
    const before = this.#references.length;
    this.#begin(step, step.path);
    this.#size += 2;
    if (branches.length === 0) {
      this.#members(step.value, outside);
    } else {
      this.#members(step.value, outside, ["Arguments"]);
      this.#trail.enter("Arguments");
      this.#members(step.arguments, outside, branches);
      this.#trail.leave();
    }
    return this.#references.length === before ? none : this.#references.slice(before);
  }

  #begin(step: CheckedStep | undefined, root: string): void {
    this.#step = step;
    this.#trail = new Trail(root);
  }

  #members(value: JsonObject, inside: readonly string[], leftOut?: readonly string[]): void {
    if (!isInTextOrder(value)) {
      for (const key of orderedKeys(value)) this.#member(key, value[key], inside, leftOut);
      return;
    }
    for (const key in value) this.#member(key, value[key], inside, leftOut);
  }

  #member(
    key: string,
    member: JsonValue | undefined,
    inside: readonly string[],
    leftOut: readonly string[] | undefined,
  ): void {
    if (member === undefined || leftOut?.includes(key) === true) return;
    // Quotes, colon and comma come to it.
    this.#size += key.length + 4;
    this.#trail.enter(key);
    this.#visit(member, key, inside);
    this.#trail.leave();
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
      this.#images.push(new FoundValue(this.#step, value, this.#trail.spot()));
    }
    if (isCredential(value)) {
      this.#credentials.push({ step: this.#step, value, path: this.#trail.path() });
    }
  }

  #object(value: JsonObject, key: string, inside: readonly string[]): void {
    const name = functionIn(value);
    if (name === undefined) {
      if (key === "Environment" && this.#step !== undefined) {
        this.#environments.push(new FoundValue(this.#step, value, this.#trail.spot()));
      }
      this.#members(value, inside);
      return;
    }
    const argument = value[name] ?? null;
    if (name === "Get" && typeof argument === "string" && onlyKeyOf(value) !== undefined) {
      const reference = new FoundReference(argument, value, this.#trail.spot(), this.#step);
      this.#references.push(reference);
      this.#size += "Get".length + 4 + argument.length + 2;
      if (this.#step !== undefined && isCredential(argument)) {
        this.#credentials.push({ step: this.#step, value: argument, path: reference.path });
      }
      return;
    }
    const use = { name, argument, others: othersIn(value, name), inside, step: this.#step };
    this.#functions.push(new FoundFunction(use, this.#trail.spot()));
    this.#members(value, [...inside, name]);
  }
}

/** The keys besides one. */
function othersIn(value: JsonObject, name: string): readonly string[] {
  if (onlyKeyOf(value) !== undefined) return none;
  return orderedKeys(value).filter((other) => other !== name);
}

/** Inside no function. */
const outside: readonly string[] = [];

/** The function that an object calls; a `Get` with company may be data, unless it is a reference. */
function functionIn(value: JsonObject): string | undefined {
  let hasGet = false;
  let count = 0;
  for (const key in value) {
    if (key.startsWith("Std:")) return key;
    if (key === "Get") hasGet = true;
    count += 1;
  }
  if (!hasGet || count === 1) return hasGet ? "Get" : undefined;
  const text = value["Get"];
  const isReference =
    typeof text === "string" &&
    /^(?:Parameters|Steps|Execution|PipelineExperimentConfig)\./.test(text);
  return isReference ? "Get" : undefined;
}
