import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isObject, type Json, type JsonObject } from "../src/load.ts";
import { publishedSchema, schemaFile } from "./helpers.ts";

const ours: JsonObject = JSON.parse(readFileSync(schemaFile, "utf8"));

/** Keywords that add something for readers or for codegen, and change no definition that is taken. */
const additions = new Set(
  "title description $comment default format departure see names stepProperties".split(" "),
);

test("every departure has a reason and a source", () => {
  const found = departuresIn(ours);
  expect(found.length).toBeGreaterThan(10);
  for (const departure of found) {
    expect(departure).toEqual({
      reason: expect.stringMatching(/^[A-Z].{20,}\.$/),
      source: expect.stringMatching(/^https:\/\//),
    });
  }
});

const isPublishedHere = existsSync(publishedSchema);
if (!isPublishedHere) console.warn("SKIPPED: the published schema is not here.");

test.skipIf(!isPublishedHere)("wherever we differ from the published schema, we say so", () => {
  const theirs: JsonObject = JSON.parse(readFileSync(publishedSchema, "utf8"));
  const theirDefinitions = objectAt(theirs, "definitions");
  const silent = Object.entries(objectAt(ours, "definitions")).flatMap(([name, definition]) => {
    const other = theirDefinitions[name];
    return differences(definition, other, name);
  });
  silent.push(...differences(ours["properties"], theirs["properties"], "properties"));
  expect(silent).toEqual([]);
});

/** Places where two schemas differ and ours, or what it stands in, gives no reason. */
function differences(own: Json | undefined, other: Json | undefined, place: string): string[] {
  if (isObject(own) && "departure" in own) return [];
  if (own === undefined || other === undefined) return [place];
  if (Array.isArray(own) && Array.isArray(other)) {
    return sorted(own).join() === sorted(other).join() ? [] : [place];
  }
  if (!isObject(own) || !isObject(other)) return own === other ? [] : [place];
  const isSchema = !/(?:^|\/)(?:properties|patternProperties|definitions)$/.test(place);
  return [...new Set([...Object.keys(own), ...Object.keys(other)])]
    .filter((key) => !(isSchema && additions.has(key)))
    .flatMap((key) => differences(own[key], other[key], `${place}/${key}`));
}

function sorted(items: readonly Json[]): string[] {
  return items.map((item) => JSON.stringify(item)).toSorted();
}

function departuresIn(json: Json): Json[] {
  if (Array.isArray(json)) return json.flatMap(departuresIn);
  if (!isObject(json)) return [];
  const own = json["departure"];
  return [...(own === undefined ? [] : [own]), ...Object.values(json).flatMap(departuresIn)];
}

function objectAt(json: JsonObject, key: string): JsonObject {
  const value = json[key];
  return isObject(value) ? value : {};
}
