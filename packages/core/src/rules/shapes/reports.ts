import type { JsonObject } from "../../json.ts";
import { pathSegments } from "../path.ts";
import type { Problem } from "../rule.ts";
import { shown } from "../shown.ts";
import { Trail } from "../trail.ts";
import type { ShapeFault, Wanted } from "./faults.ts";
import { patternOf, type TextShape } from "./shape.ts";

/** What one walk over a definition finds. */
export class Reports {
  readonly #faults = new Map<ShapeFault, Problem[]>();
  /** The references that stand for a value, and what it may be. */
  readonly uses = new Map<JsonObject, Wanted>();
  /** Where the walk is. */
  readonly trail = new Trail();
  #step: string | undefined;

  /** The faults of one kind. */
  of(kind: ShapeFault): readonly Problem[] {
    return this.#faults.get(kind) ?? [];
  }

  /** Notes a fault where the walk is; the message is made with the name of the field. */
  add(kind: ShapeFault, message: (name: string) => string, help?: string): void {
    const path = this.trail.path();
    const problems = this.#faults.get(kind) ?? [];
    problems.push({
      message: message(nameOf(path)),
      path,
      ...(this.#step === undefined ? {} : { step: this.#step }),
      ...(help === undefined ? {} : { help }),
    });
    this.#faults.set(kind, problems);
  }

  /** Notes a fault of a member, or that it is missing. */
  addAt(key: string, kind: ShapeFault, message: (name: string) => string, help?: string): void {
    this.trail.enter(key);
    this.add(kind, message, help);
    this.trail.leave();
  }

  /** Notes a reference that stands for a value. */
  use(value: JsonObject, wanted: Wanted): void {
    this.uses.set(value, wanted);
  }

  /** Checks the key of a map, whose value the walk is at. */
  key(key: string, { max, min = 0, pattern }: TextShape): void {
    if (max !== undefined && key.length > max && [...key].length > max) {
      const message = `The key ${shown(key)} has ${[...key].length} characters; at most ${max} are allowed.`;
      this.add("KEY_INVALID", () => message);
    } else if (key.length < min) {
      this.add("KEY_INVALID", () => `A key needs at least ${min} characters.`);
    } else if (pattern !== undefined && !patternOf(pattern).test(key)) {
      const message = `The key ${shown(key)} does not match ${plainPattern(pattern)}.`;
      this.add("KEY_INVALID", () => message);
    }
  }

  /** What is found from here on is a fault of this step; gives the step it was before. */
  inStep(name: string | undefined): string | undefined {
    const outer = this.#step;
    this.#step = name;
    return outer;
  }
}

/** What a message calls the value at a path. */
export function nameOf(path: string): string {
  const segments = pathSegments(path);
  const last = segments.at(-1);
  if (typeof last === "string") return last.length > 80 ? `${last.slice(0, 80)}…` : last;
  const name = segments.findLast((segment) => typeof segment === "string");
  return `Item ${last} of ${String(name ?? "the list")}`;
}

/** A pattern as the API's page has it. */
export function plainPattern(pattern: string): string {
  const [, inner = pattern] = /^\^\(\?:(.*)\)\$$/s.exec(pattern) ?? [];
  return inner.replaceAll("\\/", "/");
}
