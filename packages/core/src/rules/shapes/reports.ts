import type { JsonObject } from "../../json.ts";
import type { Problem } from "../rule.ts";
import { itemPath, memberPath, pathSegments } from "../path.ts";
import { shown } from "../shown.ts";
import type { Place, ReferenceUse, ShapeFault } from "./faults.ts";
import { patternOf, type TextShape } from "./shape.ts";

/** What one walk over a definition finds. */
export class Reports {
  readonly #faults = new Map<ShapeFault, Problem[]>();
  /** The references that stand for a value. */
  readonly uses: ReferenceUse[] = [];
  #step: string | undefined;

  /** The faults of one kind. */
  of(kind: ShapeFault): readonly Problem[] {
    return this.#faults.get(kind) ?? [];
  }

  /** Notes a fault; the message is made with the name of the field. */
  add(kind: ShapeFault, place: Place, message: (name: string) => string, help?: string): void {
    const problems = this.#faults.get(kind) ?? [];
    problems.push({
      message: message(nameOf(place)),
      path: pathOf(place),
      ...(this.#step === undefined ? {} : { step: this.#step }),
      ...(help === undefined ? {} : { help }),
    });
    this.#faults.set(kind, problems);
  }

  /** Notes a reference that stands for a value. */
  use(value: JsonObject, place: Place, wanted: ReferenceUse["wanted"]): void {
    this.uses.push({ value, place, wanted });
  }

  /** Checks the key of a map. */
  key(key: string, { max, min = 0, pattern }: TextShape, place: Place): void {
    if (max !== undefined && key.length > max && [...key].length > max) {
      const message = `The key ${shown(key)} has ${[...key].length} characters; at most ${max} are allowed.`;
      this.add("KEY_INVALID", place, () => message);
    } else if (key.length < min) {
      this.add("KEY_INVALID", place, () => `A key needs at least ${min} characters.`);
    } else if (pattern !== undefined && !patternOf(pattern).test(key)) {
      const message = `The key ${shown(key)} does not match ${plainPattern(pattern)}.`;
      this.add("KEY_INVALID", place, () => message);
    }
  }

  /** Notes what is found meanwhile as faults of a step. */
  inStep(name: string | undefined, check: () => void): void {
    const outer = this.#step;
    this.#step = name ?? outer;
    check();
    this.#step = outer;
  }
}

/** The JSON path of a place. */
export function pathOf({ owner, key }: Place): string {
  return typeof key === "number" ? itemPath(owner, key) : memberPath(owner, key);
}

/** What a message calls a place. */
export function nameOf({ owner, key }: Place): string {
  if (typeof key === "string") return key.length > 80 ? `${key.slice(0, 80)}…` : key;
  const name = pathSegments(owner).findLast((segment) => typeof segment === "string");
  return `Item ${key} of ${String(name ?? "the list")}`;
}

/** A pattern as the API's page has it. */
export function plainPattern(pattern: string): string {
  const [, inner = pattern] = /^\^\(\?:(.*)\)\$$/s.exec(pattern) ?? [];
  return inner.replaceAll("\\/", "/");
}
