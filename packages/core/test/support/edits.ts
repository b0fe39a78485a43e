import * as fc from "fast-check";

/** Any JSON value of ours, open to edits. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A random change of a definition: where is an index into all places, taken modulo their number. */
export interface Edit {
  readonly where: number;
  readonly other: number;
  readonly kind: (typeof kinds)[number];
  readonly value: unknown;
}

const kinds = ["remove", "replace", "rename", "repeat", "copy", "wrap", "reference"] as const;

/** Names that a plain object or a careless look-up stumbles over. */
export const hostileNames = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  "Get",
  "Std:Join",
  "a.b['c'][0]",
  "\u0000",
  "\ud800",
  "ﷺ".repeat(50),
] as const;

/** A reference to something that is, or nearly is, in the definition. */
const references = [
  "Parameters.",
  "Parameters.Nothing",
  "Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts",
  "Steps.AbaloneTrain",
  "Steps..x",
  "Steps.A.Outputs['",
  "Execution.PipelineName",
  "Execution.",
  "nothing",
  "",
] as const;

/** One to three edits. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    where: fc.nat(),
    other: fc.nat(),
    kind: fc.constantFrom(...kinds),
    value: fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(...hostileNames),
      fc.constantFrom(-1, 0, 1e308, 2 ** 53, "x".repeat(3000), [], {}, null),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A definition after edits; the one that is given stays as it is. */
export function edited(definition: unknown, list: readonly Edit[]): unknown {
  // What JSON.parse gave is JSON.
  const root = { root: structuredClone(definition) as Json };
  for (const edit of list) apply(root, edit);
  return root.root;
}

interface Place {
  readonly owner: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function apply(root: { root: Json }, { where, other, kind, value }: Edit): void {
  const places = placesIn(root);
  const place = places[where % places.length];
  const source = places[other % places.length];
  if (place === undefined || source === undefined) return;
  const json = value as Json; // made of JSON by the arbitrary above
  const old = get(place);
  if (kind === "remove") remove(place);
  else if (kind === "replace") set(place, json);
  else if (kind === "copy") set(place, structuredClone(get(source)));
  else if (kind === "wrap") set(place, other % 2 === 0 ? [old] : { [String(source.key)]: old });
  else if (kind === "reference") {
    set(place, { Get: references[other % references.length] ?? "" });
  } else if (kind === "repeat" && Array.isArray(place.owner)) {
    place.owner.push(structuredClone(old));
  } else if (kind === "rename" && !Array.isArray(place.owner)) {
    remove(place);
    const name = typeof value === "string" ? value.slice(0, 100) : `${String(place.key)}x`;
    set({ owner: place.owner, key: name }, old);
  }
}

function placesIn(root: Json): Place[] {
  const places: Place[] = [];
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) {
      const place = { owner: value, key };
      places.push(place);
      open.push(get(place));
    }
  }
  return places;
}

function get({ owner, key }: Place): Json {
  return (Reflect.get(owner, key) as Json | undefined) ?? null; // a member of JSON
}

function set({ owner, key }: Place, value: Json): void {
  const all = { value, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(owner, key, all);
}

function remove({ owner, key }: Place): void {
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else Reflect.deleteProperty(owner, key);
}
