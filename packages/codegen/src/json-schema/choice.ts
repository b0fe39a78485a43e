import { isObject, type Json, type JsonObject } from "../load.ts";
import type { Translator } from "./translator.ts";

/** Definitions that are told apart by the value of one member, such as the `Type` of a step. */
interface Choice {
  readonly member: string;
  readonly values: ReadonlyMap<string, readonly Json[]>;
}

/**
 * A choice among objects as `if` and `then` for each value of the member that tells them apart. A
 * validator then reports what is wrong in the form that was meant, instead of all forms that it is
 * not. Undefined when no member tells them apart.
 */
export function choiceAmong(
  names: readonly string[],
  translator: Translator,
): JsonObject | undefined {
  const choice = findChoice(names, translator.reader.definitions);
  if (choice === undefined) return undefined;
  const { member, values } = choice;
  const make = (): JsonObject => ({
    description: `Its \`${member}\` says which form it has.`,
    type: "object",
    properties: { [member]: { type: "string", enum: [...values.values()].flat() } },
    required: [member],
    allOf: [...values].map(([name, own]) => ({
      if: {
        type: "object",
        properties: { [member]: own.length === 1 ? { const: own[0] ?? null } : { enum: own } },
        required: [member],
      },
      // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
      then: translator.named(name, "envelope"),
    })),
  });
  const family = familyName(names, [...translator.reader.definitions.keys()]);
  if (family === undefined) return make();
  return translator.definitions.refer(family, `one of ${family}`, make);
}

/**
 * A choice among objects written out, each of which requires a member that the others do not have: by
 * that member. Undefined for any other forms.
 */
export function choiceByPresence(forms: readonly JsonObject[]): JsonObject | undefined {
  if (forms.length < 2) return undefined;
  const members = forms.map(({ properties }) =>
    Object.keys(isObject(properties) ? properties : {}),
  );
  const marks = forms.map(({ required }, index) =>
    (Array.isArray(required) ? required.map(String) : []).find((name) =>
      members.every((own, other) => other === index || !own.includes(name)),
    ),
  );
  if (marks.includes(undefined)) return undefined;
  const has = marks.map((name = "") => ({ properties: { [name]: true }, required: [name] }));
  return {
    type: "object",
    // So that an editor offers the members of all forms as long as none is chosen.
    properties: Object.fromEntries(members.flat().map((name) => [name, true])),
    anyOf: has,
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
    allOf: forms.map((form, index) => ({ if: has[index] ?? true, then: form })),
  };
}

function findChoice(
  names: readonly string[],
  definitions: ReadonlyMap<string, JsonObject>,
): Choice | undefined {
  const [first, ...others] = names.map((name) => definitions.get(name)?.["properties"]);
  if (names.length < 2 || !isObject(first)) return undefined;
  for (const member of Object.keys(first)) {
    const values = [first, ...others].map((own) => constants(isObject(own) ? own[member] : null));
    const all = values.flat();
    if (values.every((own) => own.length > 0) && new Set(all).size === all.length) {
      return { member, values: new Map(names.map((name, index) => [name, values[index] ?? []])) };
    }
  }
  return undefined;
}

function constants(json: Json | undefined): readonly Json[] {
  if (!isObject(json)) return [];
  if (typeof json["const"] === "string") return [json["const"]];
  return Array.isArray(json["enum"]) ? json["enum"] : [];
}

/** What all of the names end in, `Step` or `Condition`, when no other definition does. */
function familyName(names: readonly string[], all: readonly string[]): string | undefined {
  const [first = [], ...others] = names.map((name) => name.split(/(?=[A-Z])/).toReversed());
  const end = first.findIndex((word, index) => others.some((own) => own[index] !== word));
  const ending = first.slice(0, end).toReversed().join("");
  const family = all.filter((name) => name.endsWith(ending));
  return ending !== "" && family.length === names.length ? ending : undefined;
}
