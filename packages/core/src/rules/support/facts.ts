import { branchMembers } from "../../definition/steps.ts";
import {
  isJsonArray,
  isJsonObject,
  isNumberText,
  type JsonObject,
  type JsonValue,
} from "../../json.ts";
import type { CheckedDefinition, CheckedStep } from "../checked-definition.ts";
import { itemPath, memberPath } from "../path.ts";
import type { Placed } from "./values.ts";

/** An object that calls a function of the pipeline language, or looks as if it should. */
export interface FunctionUse {
  /** `Get`, `Std:Join`, `Std:JsonGet`, or another name that begins with `Std:`. */
  readonly name: string;
  /** What the function is given. */
  readonly argument: JsonValue;
  /** JSON path of the object. */
  readonly path: string;
  /** The members of the object besides the function. */
  readonly others: readonly string[];
  /** The functions around it, from the outermost. */
  readonly inside: readonly string[];
  readonly step: CheckedStep | undefined;
}

/** A value in a step. */
interface StepValue<Value extends JsonValue = JsonValue> extends Placed<Value> {
  readonly step: CheckedStep;
}

/** What several rules look for anywhere in a definition. */
export interface Facts {
  /** Every use of a function. */
  readonly functions: readonly FunctionUse[];
  /** Every text that names an image. */
  readonly images: readonly StepValue<string>[];
  /** Every set of environment variables. */
  readonly environments: readonly StepValue<JsonObject>[];
  /** Every text with the form of a credential. */
  readonly credentials: readonly StepValue<string>[];
  /** How many characters the definition has at the least, however it is laid out. */
  readonly leastSize: number;
}

const made = new WeakMap<CheckedDefinition, Facts>();

/** The facts of a definition; found once for all rules. */
export function factsOf(definition: CheckedDefinition): Facts {
  const facts = made.get(definition) ?? new Collector().collect(definition);
  made.set(definition, facts);
  return facts;
}

/** Deeper values are not looked into, so that no text can exhaust the stack. */
const deepest = 250;

const imageMembers: ReadonlySet<string> = new Set([
  "ImageUri",
  "TrainingImage",
  "Image",
  "RuleEvaluatorImage",
]);

const credentials =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{10}|\bsk-[A-Za-z0-9]{32}|\bhf_[A-Za-z]{30}/;

/** Whether a text has the form of a well-known kind of credential. */
export function isCredential(value: JsonValue | undefined): boolean {
  return typeof value === "string" && value.length >= 16 && credentials.test(value);
}

/** Goes through a definition once. Paths are made for what is found only. */
class Collector {
  readonly #functions: FunctionUse[] = [];
  readonly #images: StepValue<string>[] = [];
  readonly #environments: StepValue<JsonObject>[] = [];
  readonly #credentials: StepValue<string>[] = [];
  /** The keys from the root of the walk down to here. */
  readonly #keys: (string | number)[] = [];
  #size = 2;
  #root = "$";
  #step: CheckedStep | undefined;

  collect(definition: CheckedDefinition): Facts {
    if (isJsonObject(definition.value))
      this.#members(definition.value, [], (key) => key === "Steps");
    for (const step of definition.steps) {
      this.#size += 2;
      this.#root = step.path;
      this.#step = step;
      this.#members(step.value, [], (key) => key === "Arguments");
      this.#keys.push("Arguments");
      const isCondition = step.type === "Condition";
      this.#members(step.arguments, [], (key) => isCondition && key in branchMembers);
      this.#keys.pop();
    }
    return {
      functions: this.#functions,
      images: this.#images,
      environments: this.#environments,
      credentials: this.#credentials,
      leastSize: this.#size,
    };
  }

  #members(
    value: JsonObject,
    inside: readonly string[],
    isLeftOut?: (key: string) => boolean,
  ): void {
    for (const key of Object.keys(value)) {
      if (isLeftOut?.(key) === true) continue;
      const member = value[key];
      if (member === undefined) continue;
      // Quotes, colon and comma come to it.
      this.#size += key.length + 4;
      this.#keys.push(key);
      this.#visit(member, key, inside);
      this.#keys.pop();
    }
  }

  #visit(value: JsonValue, key: string, inside: readonly string[]): void {
    this.#size += leastSizeOf(value);
    if (typeof value === "string") {
      this.#text(value, key, inside);
    } else if (isJsonArray(value)) {
      if (this.#keys.length > deepest) return;
      this.#size += value.length;
      for (const [index, item] of value.entries()) {
        this.#keys.push(index);
        this.#visit(item, "", inside);
        this.#keys.pop();
      }
    } else if (isJsonObject(value) && this.#keys.length <= deepest) {
      this.#object(value, key, inside);
    }
  }

  #text(value: string, key: string, inside: readonly string[]): void {
    if (this.#step === undefined) return;
    if (inside.length === 0 && imageMembers.has(key)) {
      this.#images.push({ step: this.#step, value, path: this.#path() });
    }
    if (isCredential(value)) {
      this.#credentials.push({ step: this.#step, value, path: this.#path() });
    }
  }

  #object(value: JsonObject, key: string, inside: readonly string[]): void {
    const name = functionIn(value);
    if (name === undefined) {
      if (key === "Environment" && this.#step !== undefined) {
        this.#environments.push({ step: this.#step, value, path: this.#path() });
      }
      this.#members(value, inside);
      return;
    }
    this.#functions.push({
      name,
      argument: value[name] ?? null,
      path: this.#path(),
      others: Object.keys(value).filter((other) => other !== name),
      inside,
      step: this.#step,
    });
    this.#members(value, [...inside, name]);
  }

  #path(): string {
    let path = this.#root;
    for (const key of this.#keys) {
      path = typeof key === "number" ? itemPath(path, key) : memberPath(path, key);
    }
    return path;
  }
}

/** How long a value is without its members, whose commas make up for the second bracket. */
function leastSizeOf(value: JsonValue): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return String(value).length;
  return isNumberText(value) ? value.text.length : 1;
}

/** The function that an object calls; a `Get` with company may be data, unless it is a reference. */
function functionIn(value: JsonObject): string | undefined {
  const keys = Object.keys(value);
  const named = keys.find((key) => key.startsWith("Std:"));
  if (named !== undefined || !Object.hasOwn(value, "Get")) return named;
  const text = value["Get"];
  const isReference =
    typeof text === "string" &&
    /^(?:Parameters|Steps|Execution|PipelineExperimentConfig)\./.test(text);
  return keys.length === 1 || isReference ? "Get" : undefined;
}
