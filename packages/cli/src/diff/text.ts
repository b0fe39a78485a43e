import {
  type AttributeChange,
  type CacheEffect,
  type DefinitionDiff,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  type StepChange,
  writeJson,
} from "@nacre/core";
import type { Paint } from "../run/paint.ts";
import { isTall, listLines, valueText } from "./values.ts";

type Mark = "+" | "-" | "~" | " ";

/** A diff as text, in the manner of terraform: `+` added, `-` removed, `~` changed; ends a line. */
export function diffText(diff: DefinitionDiff, paint: Paint): string {
  const lines = [...new DiffText(paint).lines(diff)];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** How many of each, such as `1 step to add, 2 to change`. */
export function countsText({ steps, parameters, definition }: DefinitionDiff): string {
  const groups = [
    countText("step", steps),
    countText("parameter", parameters),
    countText("other member", definition),
  ];
  return groups.filter((text) => text !== "").join("; ") || "no differences";
}

function countText(
  noun: string,
  changes: readonly { readonly kind: StepChange["kind"] }[],
): string {
  const verbs = [
    ["added", "to add"],
    ["changed", "to change"],
    ["renamed", "to rename"],
    ["removed", "to remove"],
  ] as const;
  const counts = verbs.flatMap(([kind, verb]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${verb}`];
  });
  return counts.length === 0 ? "" : `${noun}s: ${counts.join(", ")}`;
}

/** Longer values of a change stand on lines of their own. */
const longest = 100;

class DiffText {
  readonly #paint: Paint;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  *lines(diff: DefinitionDiff): Generator<string> {
    if (diff.definition.length > 0) yield* this.#block("~", "definition", diff.definition);
    for (const { kind, name, attributes, parameter } of diff.parameters) {
      yield* this.#block(markOf(kind), `parameter ${name}`, attributes, parameter);
    }
    for (const step of diff.steps) yield* this.#step(step);
    if (diff.caching.length > 0) {
      yield this.#paint("bold", "Cache:");
      for (const effect of diff.caching) yield `  ${cacheText(effect)}`;
      yield "";
    }
    if (diff.permissions.length > 0) {
      yield this.#paint("bold", "Permissions of the pipeline's role:");
      for (const { kind, about, value, steps } of diff.permissions) {
        const mark = kind === "added" ? "+" : "-";
        yield this.#marked(mark, 2, `${about} ${value} (${steps.join(", ")})`);
      }
      yield "";
    }
  }

  *#step({ kind, name, type, previousName, attributes, branch, step }: StepChange) {
    const before = previousName === undefined ? "" : `, renamed from ${previousName}`;
    const moved =
      branch === undefined
        ? []
        : [`branch: ${branchText(branch.before)} -> ${branchText(branch.after)}`];
    const title = `step ${name} (${type})${before}`;
    yield* this.#block(markOf(kind), title, attributes, step, moved);
  }

  *#block(
    mark: Mark,
    title: string,
    attributes: readonly AttributeChange[],
    whole?: JsonValue,
    notes: readonly string[] = [],
  ): Generator<string> {
    yield this.#marked(mark, 2, this.#paint("bold", title));
    for (const note of notes) yield this.#marked("~", 6, note);
    if (whole !== undefined) yield* this.#tall(mark, 6, whole);
    for (const attribute of attributes) yield* this.#attribute(attribute);
    yield "";
  }

  *#attribute(change: AttributeChange): Generator<string> {
    const { kind, path, before, after } = change;
    const mark = markOf(kind);
    const effects = [...(change.caching ? ["cache"] : []), ...change.permissions];
    const note = effects.length === 0 ? "" : this.#paint("yellow", `  # ${effects.join(", ")}`);
    if (kind !== "changed") {
      const value = kind === "added" ? after : before;
      if (!isTall(value)) {
        yield this.#marked(mark, 6, `${path}: ${valueText(value)}`) + note;
        return;
      }
      yield this.#marked(mark, 6, `${path}:`) + note;
      yield* this.#tall(mark, 10, value);
    } else if (isJsonArray(before) && isJsonArray(after)) {
      yield this.#marked(mark, 6, `${path}:`) + note;
      for (const line of listLines(before, after)) yield this.#marked(line.mark, 10, line.text);
    } else {
      const short = `${valueText(before)} -> ${valueText(after)}`;
      if (!isTall(before) && !isTall(after) && path.length + short.length < longest) {
        yield this.#marked(mark, 6, `${path}: ${short}`) + note;
        return;
      }
      yield this.#marked(mark, 6, `${path}:`) + note;
      yield* this.#tall("-", 10, before);
      yield* this.#tall("+", 10, after);
    }
  }

  *#tall(mark: Mark, indent: number, value: JsonValue | undefined): Generator<string> {
    const text = isTall(value) && value !== undefined ? writeJson(value) : valueText(value);
    const inner = isJsonObject(value) && isTall(value) ? text.split("\n").slice(1, -1) : [text];
    for (const line of inner.flatMap((part) => part.split("\n"))) {
      yield this.#marked(mark, indent, line);
    }
  }

  #marked(mark: Mark, indent: number, text: string): string {
    const style = mark === "+" ? "green" : mark === "-" ? "red" : mark === "~" ? "yellow" : "gray";
    return `${" ".repeat(indent)}${this.#paint(style, mark)} ${text}`;
  }
}

function markOf(kind: StepChange["kind"]): Mark {
  return kind === "added" ? "+" : kind === "removed" ? "-" : "~";
}

function branchText(branch: NonNullable<StepChange["branch"]>["before"]): string {
  return branch === null ? "top level" : `${branch.when} of ${branch.condition}`;
}

function cacheText({ step, effect, because }: CacheEffect): string {
  const why = because.join(", ");
  switch (effect) {
    case "rerun":
      return `${step} runs again: ${why}`;
    case "turned on":
      return `${step} can be taken from the cache from now on`;
    case "turned off":
      return `${step} is no longer taken from the cache`;
    case "expiry":
      return `${step} may be taken from the cache for another time: ${why}`;
    case "unsure":
      return `${step} may run again: ${why}; AWS does not say whether the old name is found`;
  }
}
