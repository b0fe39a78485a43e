import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

/** The types as they are published: one declaration file. */
const packageFolder = join(import.meta.dirname, "..");
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
const tsc = join(typescript, "bin/tsc");
let project = "";
let types = "";

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "nacre-published-"));
  const core = join(project, "node_modules/@nacre/core");
  mkdirSync(core, { recursive: true });
  writeFileSync(join(core, "package.json"), readFileSync(join(packageFolder, "package.json")));
  const build = join(packageFolder, "tsconfig.build.json");
  execFileSync(process.execPath, [tsc, "-p", build, "--outDir", join(core, "dist")]);
  const bundle = join(packageFolder, "../../tools/src/bundle-types.ts");
  execFileSync(process.execPath, [bundle], { cwd: core });
  types = readFileSync(join(core, "dist/index.d.ts"), "utf8");
}, 60_000);

afterAll(() => {
  rmSync(project, { recursive: true });
});

it("is one file that imports nothing, of the AWS SDK or of others", () => {
  expect(types.length).toBeGreaterThan(100_000);
  expect(
    types.match(/^(?:import|export)\b.*\bfrom\b.*$|\bimport\(|\brequire\(|^\/\/\/.*$/gm),
  ).toBeNull();
  expect(types).not.toContain("aws-sdk");
});

it("exports what the sources export", () => {
  const wanted = ["src/index.ts", "src/generated/index.ts"].flatMap((file) =>
    exportedNames(readFileSync(join(packageFolder, file), "utf8")),
  );
  expect(exportedNames(types).toSorted()).toEqual(wanted.toSorted());
});

it("is right by itself, without the types of Node and with all libraries checked", () => {
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(project, "program.ts"),
    `import { ConditionStep, FailStep, Pipeline, equals, stringParameter, type StartParameters } from "@nacre/core";
const stage = stringParameter("Stage");
const fail = new FailStep("Fail", { arguments: { ErrorMessage: stage } });
const choose = new ConditionStep("Choose", {
  arguments: { Conditions: [equals(stage, "dev")], IfSteps: [fail], ElseSteps: [] },
});
const pipeline = new Pipeline("P", { parameters: [stage], steps: [choose] });
export const start: StartParameters<typeof pipeline> = { Stage: "dev" };
`,
  );
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  };
  const config = { compilerOptions, files: ["program.ts"] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
  expect(execFileSync(process.execPath, [tsc, "-p", project], { encoding: "utf8" })).toBe("");
}, 60_000);

function exportedNames(source: string): string[] {
  return [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
}
