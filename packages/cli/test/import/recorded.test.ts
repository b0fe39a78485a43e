import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "prettier";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { nacre } from "../support/nacre.ts";
import { importInto, inOneForm, synth, typeCheck, userFolder } from "./programs.ts";

/** Definitions that AWS's own SDK wrote: each becomes a program, which gives it back. */
const shared = fileURLToPath(new URL("../../../../../shared/corpus", import.meta.url));
const golden = fileURLToPath(
  new URL("../../../core/test/fixtures/abalone-definition.json", import.meta.url),
);
const recorded = existsSync(shared)
  ? readdirSync(shared)
      .filter((file) => file.endsWith(".json"))
      .map((file) => join(shared, file))
  : [];
if (recorded.length === 0) console.warn("SKIPPED: the recorded definitions are not here.");

const files = [golden, ...recorded].map((file) => ({ name: basename(file, ".json"), file }));

describe("a recorded definition", { timeout: 60_000 }, () => {
  const folder = userFolder(afterAll);
  let faults: Map<string, string[]>;

  beforeAll(async () => {
    await Promise.all(
      files.map(({ name, file }) => importInto(folder, name, readFileSync(file, "utf8"))),
    );
    faults = typeCheck(folder);
  }, 180_000);

  it.each(files)("$name: the program type-checks and gives it back", async ({ name, file }) => {
    expect(faults.get(name) ?? []).toEqual([]);
    expect(await synth(folder, name)).toBe(inOneForm(readFileSync(file, "utf8")));
  });

  it.each(files)("$name: the program is formatted", async ({ name }) => {
    const program = readFileSync(join(folder, `${name}.ts`), "utf8");
    expect(await check(program, { parser: "typescript", printWidth: 100 })).toBe(true);
  });

  it.each(files)(
    "$name: what the program gives is imported as the same program",
    async ({ name }) => {
      const program = readFileSync(join(folder, `${name}.ts`), "utf8");
      const again = userFolder(onTestFinished);
      await importInto(again, name, await synth(folder, name));
      expect(readFileSync(join(again, `${name}.ts`), "utf8")).toBe(program);
    },
  );

  it("becomes the same bytes in another locale and time zone", async () => {
    const env = { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" };
    const { stdout } = await nacre(["import", golden], { env });
    expect(stdout).toBe(readFileSync(join(folder, "abalone-definition.ts"), "utf8"));
  });
});
