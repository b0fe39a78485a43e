import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "../src/folder.ts";
import { generate } from "../src/generate.ts";
import { packageRoot, schemaFile, temporaryFolder } from "./helpers.ts";

const { files, jsonSchema } = generate(schemaFile);

const surroundings: readonly (readonly [what: string, env: Record<string, string>])[] = [
  ["as it is", {}],
  ["in a Turkish locale", { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", LANGUAGE: "tr" }],
  ["in the C locale", { LANG: "C", LC_ALL: "C" }],
  ["in another time zone", { TZ: "Pacific/Kiritimati" }],
];

test.each(surroundings)(
  "from another folder, %s, the bytes are the same",
  { timeout: 60_000 },
  (_what, env) => {
    const folder = temporaryFolder();
    const out = join(folder, "deep/generated");
    const published = join(folder, "schema.json");
    const bin = join(packageRoot, "src/bin.ts");
    const { status, stderr } = spawnSync(
      process.execPath,
      [bin, "--out", out, "--json-schema", published],
      { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(compare(out, files)).toEqual({ stale: [], missing: [], extra: [] });
    for (const { path, text } of files) expect(readFileSync(join(out, path), "utf8")).toBe(text);
    expect(readFileSync(published, "utf8")).toBe(jsonSchema);
  },
);

test("with the SDK's files in another order, the bytes are the same", () => {
  const require = createRequire(import.meta.url);
  const sdk = dirname(require.resolve("@aws-sdk/client-sagemaker/package.json"));
  const copy = temporaryFolder();
  cpSync(join(sdk, "package.json"), join(copy, "package.json"));
  mkdirSync(join(copy, "dist-types"));
  const models = join(copy, "dist-types/models");
  cpSync(join(sdk, "dist-types/models"), models, { recursive: true });
  const numbered = readdirSync(models)
    .filter((file) => /^models_\d+\.d\.ts$/.test(file))
    .toSorted();
  expect(numbered.length).toBeGreaterThan(1);
  numbered.forEach((file, index) => {
    renameSync(join(models, file), join(models, `models_${90 - index}.d.ts`));
  });
  const again = generate(schemaFile, copy);
  expect(again.files).toEqual(files);
  expect(again.jsonSchema).toBe(jsonSchema);
});
