import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

/** The types as they are published: an index and a few parts beside it. */
const packageFolder = join(import.meta.dirname, "..");
const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
const tsc = join(typescript, "bin/tsc");
let project = "";
let index = "";
const parts = new Map<string, string>();

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "nacre-published-"));
  const core = join(project, "node_modules/@nacre/core");
  mkdirSync(core, { recursive: true });
  writeFileSync(join(core, "package.json"), readFileSync(join(packageFolder, "package.json")));
  const build = join(packageFolder, "tsconfig.build.json");
  execFileSync(process.execPath, [tsc, "-p", build, "--outDir", join(core, "dist")]);
  const bundle = join(packageFolder, "../../tools/src/bundle-types.ts");
  execFileSync(process.execPath, [bundle], { cwd: core });
  const dist = join(core, "dist");
  index = readFileSync(join(dist, "index.d.ts"), "utf8");
  for (const file of readdirSync(dist)) {
    if (/^types-\d+\.d\.ts$/.test(file)) parts.set(file, readFileSync(join(dist, file), "utf8"));
    // Nothing but the index and the parts may be needed.
    else if (file !== "index.d.ts") rmSync(join(dist, file), { recursive: true });
  }
}, 60_000);

afterAll(() => {
  rmSync(project, { recursive: true });
});

it("is a few files that import nothing but each other, least of all the AWS SDK", () => {
  expect([...parts.keys()]).toHaveLength(4);
  const all = [index, ...parts.values()].join("\n").replaceAll(/\/\*\*.*?\*\//gs, "");
  const modules = [...all.matchAll(/\bfrom "([^"]*)"|\bimport\(|\brequire\(|^\/\/\/.*$/gm)];
  const wanted = [...parts.keys()].map((file) => `./${file.replace(".d.ts", ".js")}`);
  expect([...new Set(modules.map(([text, from]) => from ?? text))].toSorted()).toEqual(wanted);
  expect(all).not.toContain("aws-sdk");
});

it("exports what the sources export", () => {
  const wanted = ["src/index.ts", "src/generated/index.ts"].flatMap((file) =>
    exportedNames(readFileSync(join(packageFolder, file), "utf8")),
  );
  expect(exportedNames(index).toSorted()).toEqual(wanted.toSorted());
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
