import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "prettier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { odd } from "./definitions.ts";
import { importInto, inOneForm, synth, typeCheck, userFolder } from "./programs.ts";

const cases = Object.entries(odd).map(([what, definition]) => ({
  what,
  name: what.replaceAll(/[^a-z]+/gi, "-"),
  definition,
}));

describe("a definition with", { timeout: 60_000 }, () => {
  const folder = userFolder(afterAll);
  let faults: Map<string, string[]>;

  beforeAll(async () => {
    await Promise.all(cases.map(({ name, definition }) => importInto(folder, name, definition)));
    faults = typeCheck(folder);
  }, 180_000);

  it.each(cases)("$what", async ({ name, definition }) => {
    expect(faults.get(name) ?? []).toEqual([]);
    expect(await synth(folder, name)).toBe(inOneForm(definition));
    const program = readFileSync(join(folder, `${name}.ts`), "utf8");
    expect(await check(program, { parser: "typescript", printWidth: 100 })).toBe(true);
  });
});
