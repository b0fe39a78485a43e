import { additionsOf } from "../api-additions.ts";
import { isObject, type Json, type JsonObject } from "../load.ts";
import { CodegenError } from "../errors.ts";
import { byCodeUnit } from "../names.ts";
import type { SdkMember, SdkType } from "../sdk-types.ts";
import type { Sdk } from "../sdk.ts";

/** One difference between two versions of the API's types. */
export interface SdkDifference {
  /** A shape, `<shape>.<field>`, or an enum. */
  readonly place: string;
  readonly change: "added" | "gone" | "changed";
  /** What it is, such as `field` or `value "Pipe"`. */
  readonly what: string;
}

/** What our schema takes from the API. */
interface Used {
  readonly shapes: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
}

/** How the shapes and enums that our schema uses differ between two versions of the SDK. */
export function compareSdks(root: JsonObject, pinned: Sdk, newer: Sdk): SdkDifference[] {
  const { shapes, enums } = used(root, pinned);
  return [
    ...[...shapes].toSorted(byCodeUnit).flatMap((name) => compareShape(name, pinned, newer)),
    ...[...enums].toSorted(byCodeUnit).flatMap((name) => compareEnum(name, pinned, newer)),
  ];
}

/**
 * What our schema says of the API's members and no longer has to: a member is optional there by now,
 * or is there that we add.
 */
export function notesOutOfDate(root: JsonObject, sdk: Sdk): string[] {
  const optional = apiNodes(root).flatMap(({ node }) => {
    const api = String(node["apiShape"]);
    const members = membersOf(api, sdk) ?? [];
    return entriesOf(node["apiMembers"])
      .filter(([, note]) => isObject(note) && note["optional"] === true)
      .filter(([name]) => members.some((member) => member.name === name && !member.required))
      .map(([name]) => `${api}.${name} is optional in the API by now: "optional" does nothing.`);
  });
  const added = additionsOf(root).flatMap(({ shape, members }) =>
    members
      .filter(({ name }) => membersOf(shape, sdk)?.some((member) => member.name === name))
      .map(({ name }) => `${shape}.${name} is in the API by now: it need not be added.`),
  );
  return [...new Set([...optional, ...added])];
}

/** A property is a string that nobody writes, so the enums of answers are not used. */
function used(root: JsonObject, sdk: Sdk): Used {
  const shapes = new Set<string>();
  const enums = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string, isAnswer: boolean): void => {
    if (visited.has(`${name} ${isAnswer}`)) return;
    visited.add(`${name} ${isAnswer}`);
    shapes.add(name);
    for (const { type } of sdk.shape(name).members) {
      const target = named(type);
      if (target?.kind === "shape") visit(target.name, isAnswer);
      if (target?.kind === "enum" && !isAnswer) enums.add(target.name);
    }
  };
  for (const { node, isAnswer } of apiNodes(root)) visit(String(node["apiShape"]), isAnswer);
  return { shapes, enums };
}

function apiNodes(json: Json, isAnswer = false): { node: JsonObject; isAnswer: boolean }[] {
  if (Array.isArray(json)) return json.flatMap((one) => apiNodes(one, isAnswer));
  if (!isObject(json)) return [];
  const own = typeof json["apiShape"] === "string" ? [{ node: json, isAnswer }] : [];
  const below = Object.entries(json).flatMap(([key, value]) =>
    apiNodes(value, isAnswer || key === "stepProperties"),
  );
  return [...own, ...below];
}

function named(type: SdkType): Extract<SdkType, { name: string }> | undefined {
  switch (type.kind) {
    case "list":
      return named(type.item);
    case "map":
      return named(type.value);
    case "enum":
    case "shape":
      return type;
    default:
      return undefined;
  }
}

function compareShape(name: string, pinned: Sdk, newer: Sdk): SdkDifference[] {
  const before = new Map(membersOf(name, pinned)?.map((member) => [member.name, member]));
  const members = membersOf(name, newer);
  if (members === undefined) return [{ place: name, change: "gone", what: "shape" }];
  const after = new Map(members.map((member) => [member.name, member]));
  const place = (member: string) => `${name}.${member}`;
  return [
    ...[...before.values()].flatMap((member) =>
      compareMember(place(member.name), member, after.get(member.name)),
    ),
    ...[...after.keys()]
      .filter((member) => !before.has(member))
      .map((member) => ({ place: place(member), change: "added" as const, what: "field" })),
  ];
}

function compareMember(
  place: string,
  before: SdkMember,
  after: SdkMember | undefined,
): SdkDifference[] {
  if (after === undefined) return [{ place, change: "gone", what: "field" }];
  const changes = [
    ...(before.required === after.required
      ? []
      : [after.required ? "required now" : "optional now"]),
    ...(JSON.stringify(before.type) === JSON.stringify(after.type) ? [] : ["another type"]),
  ];
  return changes.map((what) => ({ place, change: "changed", what }));
}

function compareEnum(name: string, pinned: Sdk, newer: Sdk): SdkDifference[] {
  const [before = [], after = []] = [pinned, newer].map((sdk) =>
    (sdk.enumValues(name) ?? []).map(({ value }) => JSON.stringify(value)),
  );
  const only = (one: readonly string[], other: readonly string[], change: "added" | "gone") =>
    one
      .filter((value) => !other.includes(value))
      .map((value): SdkDifference => ({ place: name, change, what: `value ${value}` }));
  return [...only(after, before, "added"), ...only(before, after, "gone")];
}

function membersOf(name: string, sdk: Sdk): readonly SdkMember[] | undefined {
  try {
    return sdk.shape(name).members;
  } catch (error) {
    if (error instanceof CodegenError && error.code === "API_SHAPE_UNKNOWN") return undefined;
    throw error;
  }
}

function entriesOf(json: Json | undefined): [string, Json][] {
  return isObject(json) ? Object.entries(json) : [];
}
