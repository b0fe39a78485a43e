import type { EdgeKind } from "../definition/graph.ts";
import { writeJson } from "../definition/write.ts";
import { isJsonArray, isNumberText, type JsonValue } from "../json.ts";
import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
import { none } from "./found.ts";
import type { Rule } from "./rule.ts";
import {
  condition,
  example,
  lambda,
  output,
  processing,
  someCondition,
} from "./support/examples.ts";
import { shown } from "./shown.ts";
import { at, functionOf, objectsIn, textOf } from "./support/values.ts";

/** How many steps are looked at, in all, to tell whether writers wait for each other. */
const mostLooks = 20_000;

/** Rules on where steps write. */
export const sharedPrefixRules: readonly Rule[] = [
  {
    id: "S3_PREFIX_SHARED",
    severity: "warning",
    // That one of two steps waits for the other is what is not there.
    isAboutAbsence: true,
    reason:
      "Steps that run at the same time and write below the same S3 prefix mix their files, and those " +
      "of the same name are lost.",
    source: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingS3Output.html",
    fix: "Give each output a prefix of its own, such as one that ends in the name of the step.",
    get passing() {
      return example([
        processing("Clean", output("s3://example-bucket/out")),
        processing("Join", output("s3://example-bucket/out/"), { DependsOn: ["Clean"] }),
        condition("Check", [someCondition], [lambda("Yes")], [lambda("No")]),
      ]);
    },
    get failing() {
      return example([
        processing("Clean", output("s3://example-bucket/out")),
        processing("Join", output("s3://example-bucket/out/")),
      ]);
    },
    check(definition, report) {
      const before = new Before(definition);
      const writers = new Map<string, Writer>();
      for (const step of definition.steps) {
        for (const writer of writersOf(step)) {
          const key = prefixKey(writer.value);
          if (key === undefined) continue;
          const earlier = writers.get(key);
          writers.set(key, writer);
          if (earlier === undefined || isSameTwice(earlier, writer)) continue;
          if (!mayOverlap(earlier, writer, before)) continue;
          const isSame = earlier.step === writer.step;
          report({
            message:
              `${isSame ? "Two outputs" : `Steps ${shown(earlier.step.name)} and ${shown(step.name)}`} ` +
              `write to the same S3 prefix${isSame ? "" : " at the same time"}: ${shownPrefix(writer.value)}.`,
            path: writer.path,
            step: step.name,
          });
        }
      }
    },
  },
];

/** Where a step writes: a value somewhere inside of the step or of one of its outputs. */
class Writer {
  readonly step: CheckedStep;
  readonly value: JsonValue;
  /** Of the output, where outputs have names. */
  readonly name: string | undefined;
  readonly #owner: { readonly path: string };
  readonly #inside: string;

  constructor(
    step: CheckedStep,
    value: JsonValue,
    owner: { readonly path: string },
    inside: string,
    name?: string,
  ) {
    this.step = step;
    this.value = value;
    this.#owner = owner;
    this.#inside = inside;
    this.name = name;
  }

  get path(): string {
    return `${this.#owner.path}.${this.#inside}`;
  }
}

/**
 * Where a step writes files whose names it does not make unique. Training, tuning and AutoML jobs
 * write below a folder with the name of the job, so that they never meet.
 */
function writersOf(step: CheckedStep): readonly Writer[] {
  const { arguments: args, path } = step;
  switch (step.type) {
    case "Processing": {
      const outputs = `${path}.Arguments.ProcessingOutputConfig.Outputs`;
      const found: Writer[] = [];
      for (const one of objectsIn(at(args, "ProcessingOutputConfig", "Outputs"), outputs)) {
        const value = at(one.value, "S3Output", "S3Uri");
        if (value === undefined) continue;
        found.push(new Writer(step, value, one, "S3Output.S3Uri", textOf(one.value["OutputName"])));
      }
      return found;
    }
    case "Transform": {
      const value = at(args, "TransformOutput", "S3OutputPath");
      const where = "Arguments.TransformOutput.S3OutputPath";
      return value === undefined ? none : [new Writer(step, value, step, where)];
    }
    case "Training": {
      const value = at(args, "CheckpointConfig", "S3Uri");
      const where = "Arguments.CheckpointConfig.S3Uri";
      return value === undefined ? none : [new Writer(step, value, step, where)];
    }
    default:
      return none;
  }
}

/** Two steps of one name, or two outputs of one name in a step: that is said already. */
function isSameTwice(one: Writer, other: Writer): boolean {
  if (one.step !== other.step) return one.step.name === other.step.name;
  return one.name !== undefined && one.name === other.name;
}

/** The same text for the same prefix; undefined for what cannot be one. */
function prefixKey(value: JsonValue): string | undefined {
  if (typeof value === "string") {
    if (!value.startsWith("s3://")) return undefined;
    return value.endsWith("/") ? value.replace(/\/+$/, "") : value;
  }
  return functionOf(value) === undefined ? undefined : keyOf(value, 0);
}

/** The same text for the same expression; nothing where it nests too deep to be meant. */
function keyOf(value: JsonValue, depth: number): string | undefined {
  if (typeof value !== "object" || value === null || isNumberText(value)) return writeJson(value);
  if (depth > 50) return undefined;
  const parts = isJsonArray(value)
    ? value.map((item) => keyOf(item, depth + 1))
    : Object.entries(value).map(([key, member]) => {
        const inner = keyOf(member ?? null, depth + 1);
        return inner === undefined ? undefined : `${JSON.stringify(key)}:${inner}`;
      });
  return parts.includes(undefined) ? undefined : `[${parts.join()}]`;
}

function shownPrefix(value: JsonValue): string {
  return typeof value === "object" ? "both have the same expression" : shown(value);
}

function mayOverlap(one: Writer, other: Writer, before: Before): boolean {
  if (one.step === other.step) return true;
  if (areInOppositeBranches(one.step, other.step)) return false;
  return !before.isKnown(one.step, other.step) && !before.isKnown(other.step, one.step);
}

function areInOppositeBranches(one: CheckedStep, other: CheckedStep): boolean {
  const taken = new Map<CheckedStep, string>();
  let { branch } = one;
  for (let depth = 0; branch !== undefined && depth < 32; depth++) {
    taken.set(branch.condition, branch.when);
    ({ branch } = branch.condition);
  }
  ({ branch } = other);
  for (let depth = 0; branch !== undefined && depth < 32; depth++) {
    const when = taken.get(branch.condition);
    if (when !== undefined && when !== branch.when) return true;
    ({ branch } = branch.condition);
  }
  return false;
}

/** Tells which steps end before others start. */
class Before {
  readonly #definition: CheckedDefinition;
  #steps: ReadonlyMap<string, readonly CheckedStep[]> | undefined;
  readonly #waitsFor = new Map<string, readonly string[]>();
  #looks = 0;

  constructor(definition: CheckedDefinition) {
    this.#definition = definition;
  }

  /** Whether a step ends before another starts; also when it would take too long to tell. */
  isKnown(first: CheckedStep, then: CheckedStep): boolean {
    const queue = [then.name];
    const seen = new Set(queue);
    for (const name of queue) {
      for (const earlier of this.#neededBy(name)) {
        if (earlier === first.name || ++this.#looks > mostLooks) return true;
        if (seen.has(earlier)) continue;
        seen.add(earlier);
        queue.push(earlier);
      }
    }
    return false;
  }

  /** The names of the steps that a step waits for, once for each way of waiting. */
  #neededBy(name: string): readonly string[] {
    const known = this.#waitsFor.get(name);
    if (known !== undefined) return known;
    this.#steps ??= Map.groupBy(this.#definition.steps, (step) => step.name);
    const needed = new Needed(this.#steps);
    for (const { branch, references, dependsOn } of this.#steps.get(name) ?? []) {
      if (branch !== undefined) needed.add("branch", branch.condition.name);
      for (const { parsed } of references) {
        const isToStep = parsed?.kind === "property" || parsed?.kind === "propertyFile";
        if (isToStep) needed.add("data", parsed.step);
      }
      for (const { name: other } of dependsOn) needed.add("order", other);
    }
    this.#waitsFor.set(name, needed.names);
    return needed.names;
  }
}

/** Gathers names of steps that there are, none twice of a kind. */
class Needed {
  readonly names: string[] = [];
  readonly #steps: ReadonlyMap<string, unknown>;
  readonly #known: Partial<Record<EdgeKind, Set<string>>> = {};

  constructor(steps: ReadonlyMap<string, unknown>) {
    this.#steps = steps;
  }

  add(kind: EdgeKind, name: string): void {
    const known = (this.#known[kind] ??= new Set());
    if (known.has(name) || !this.#steps.has(name)) return;
    known.add(name);
    this.names.push(name);
  }
}
