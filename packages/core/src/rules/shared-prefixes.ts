import { writeJson } from "../definition/write.ts";
import { isJsonArray, isNumberText, type JsonValue } from "../json.ts";
import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
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
    *check(definition) {
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
          yield {
            message:
              `${isSame ? "Two outputs" : `Steps ${shown(earlier.step.name)} and ${shown(step.name)}`} ` +
              `write to the same S3 prefix${isSame ? "" : " at the same time"}: ${shownPrefix(writer.value)}.`,
            path: writer.path,
            step: step.name,
          };
        }
      }
    },
  },
];

interface Writer {
  readonly step: CheckedStep;
  /** Of the output, where outputs have names. */
  readonly name: string | undefined;
  readonly value: JsonValue;
  readonly path: string;
}

/**
 * Where a step writes files whose names it does not make unique. Training, tuning and AutoML jobs
 * write below a folder with the name of the job, so that they never meet.
 */
function writersOf(step: CheckedStep): readonly Writer[] {
  const { arguments: args, path } = step;
  const writers: Writer[] = [];
  const add = (value: JsonValue | undefined, where: string, name?: string): void => {
    if (value !== undefined) writers.push({ step, name, value, path: where });
  };
  if (step.type === "Processing") {
    const outputs = `${path}.Arguments.ProcessingOutputConfig.Outputs`;
    for (const one of objectsIn(at(args, "ProcessingOutputConfig", "Outputs"), outputs)) {
      const value = at(one.value, "S3Output", "S3Uri");
      add(value, `${one.path}.S3Output.S3Uri`, textOf(one.value["OutputName"]));
    }
  } else if (step.type === "Transform") {
    const value = at(args, "TransformOutput", "S3OutputPath");
    add(value, `${path}.Arguments.TransformOutput.S3OutputPath`);
  } else if (step.type === "Training") {
    add(at(args, "CheckpointConfig", "S3Uri"), `${path}.Arguments.CheckpointConfig.S3Uri`);
  }
  return writers;
}

/** Two steps of one name, or two outputs of one name in a step: that is said already. */
function isSameTwice(one: Writer, other: Writer): boolean {
  if (one.step !== other.step) return one.step.name === other.step.name;
  return one.name !== undefined && one.name === other.name;
}

/** The same text for the same prefix; undefined for what cannot be one. */
function prefixKey(value: JsonValue): string | undefined {
  if (typeof value === "string") {
    return value.startsWith("s3://") ? value.replace(/\/+$/, "") : undefined;
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
  #waitsFor: ReadonlyMap<string, readonly string[]> | undefined;
  #looks = 0;

  constructor(definition: CheckedDefinition) {
    this.#definition = definition;
  }

  /** Whether a step ends before another starts; also when it would take too long to tell. */
  isKnown(first: CheckedStep, then: CheckedStep): boolean {
    this.#waitsFor ??= this.#edges();
    const queue = [then.name];
    const seen = new Set(queue);
    for (const name of queue) {
      for (const earlier of this.#waitsFor.get(name) ?? []) {
        if (earlier === first.name || ++this.#looks > mostLooks) return true;
        if (seen.has(earlier)) continue;
        seen.add(earlier);
        queue.push(earlier);
      }
    }
    return false;
  }

  #edges(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { from, to } of this.#definition.graph.edges) {
      const list = found.get(to);
      if (list === undefined) found.set(to, [from]);
      else list.push(from);
    }
    return found;
  }
}
