import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../src");

/** The names that an index file exports in its lists. */
function exported(file: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  return [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
}

// `export *` lets a name of the list win without a word.
it("no generated name is hidden by one written by hand", () => {
  const generated = exported("generated/index.ts");
  const byHand = exported("index.ts");
  expect(generated.length).toBeGreaterThan(100);
  expect(generated.filter((name) => byHand.includes(name))).toEqual([]);
});
