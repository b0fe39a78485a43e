import { mkdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { commandNames, loadCommand } from "../src/registry.ts";
import { checking, localPipeline } from "./support/local.ts";
import { folderWith, nacre } from "./support/nacre.ts";

interface Schema {
  readonly $defs: Readonly<Record<string, object>>;
}

const text = readFileSync(new URL("../schema/output.schema.json", import.meta.url), "utf8");
const schema: Schema = JSON.parse(text);
// Users must bear members that are new; here one that nobody has documented is a fault.
const closed: Schema = JSON.parse(text, (_, value: unknown) =>
  isObjectSchema(value) ? { additionalProperties: false, ...value } : value,
);
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
ajv.addSchema(closed, "output");

function isObjectSchema(value: unknown): value is object {
  return typeof value === "object" && value !== null && "type" in value && "properties" in value;
}

/** What is wrong with a value that a command printed; empty when it is as documented. */
function faultsOf(name: string, value: unknown): string[] {
  const validate = ajv.getSchema(`output#/$defs/${encodeURIComponent(name)}`);
  if (validate === undefined) return [`nothing is documented for ${name}`];
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** A name of the schema for each command that has `--json`. */
async function commandsWithJson(): Promise<string[]> {
  const commands = await Promise.all(
    commandNames().map(async (name) => [name, await loadCommand(name)] as const),
  );
  return commands.flatMap(([name, { options }]) => ("json" in options ? [name] : []));
}

it("is documented for every command that has --json", async () => {
  expect(Object.keys(schema.$defs)).toEqual(expect.arrayContaining(await commandsWithJson()));
});

describe("--json", { timeout: 240_000 }, () => {
  it("prints what schema/output.schema.json says, and nothing else", async () => {
    const changed = { ...checking, Parameters: checking.Parameters.slice(0, 1) };
    const folder = folderWith({
      "d.json": JSON.stringify(checking),
      "e.json": JSON.stringify(changed),
    });
    const pipeline = await localPipeline(checking, folder);
    const told: Record<string, string[]> = {};
    const check = (name: string, line: string, value: unknown): void => {
      const faults = faultsOf(name, value);
      if (faults.length > 0) told[line] = faults;
    };
    // One after the other: each builds on what is there.
    for (const [name, command, ...args] of [
      ["start", "start"],
      ["watch", "watch"],
      ["start", "start", "--param", "Size=20"],
      ["error", "start", "--param", "Sise=20"],
      ["list", "list"],
      ["list pipelines", "list", "--pipelines"],
      ["describe", "describe"],
      ["describe execution", "describe", "latest"],
      ["error", "retry"],
      ["stop", "stop"],
      ["outputs", "outputs"],
      ["versions", "versions"],
      ["diff", "diff", "d.json", "e.json"],
      ["diff", "diff", "e.json", "d.json"],
    ] as const) {
      const place = ["--local", "--home", pipeline.home, "--pipeline", "P"];
      const line = [command, ...args].join(" ");
      // oxlint-disable-next-line no-await-in-loop
      const { stdout, stderr } = await nacre([command, ...place, ...args, "--json"], {
        cwd: folder,
        env: { AWS_REGION: "us-east-1" },
      });
      if (stdout === "") told[line] = [stderr];
      else check(name, line, JSON.parse(stdout));
    }
    mkdirSync(`${folder}/new`);
    for (const [name, ...args] of [
      ["validate", "validate", "d.json"],
      ["rules", "rules"],
      ["rules", "rules", "explain", "DUPLICATE_STEP_NAME"],
      ["run", "run", "d.json"],
      ["explain-cache", "explain-cache", "d.json"],
      ["deploy", "deploy", "e.json", "--name", "P", "--local", "--home", pipeline.home, "--yes"],
      ["deploy", "deploy", "d.json", "--name", "N", "--local", "--dry-run"],
      ["rollback", "rollback", "1", "--pipeline", "P", "--local", "--home", pipeline.home, "--yes"],
      ["delete", "delete", "--pipeline", "P", "--local", "--home", pipeline.home, "--yes"],
      ["error", "data", "--local"],
      ["error", "schedule", "list", "--local"],
      ["init", "init", "new", "--template", "minimal"],
      ["doctor", "doctor", "--local"],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const { stdout, stderr } = await nacre([...args, "--json"], {
        cwd: folder,
        env: { AWS_REGION: "us-east-1" },
      });
      if (stdout === "") told[args.join(" ")] = [stderr];
      else check(name, args.join(" "), JSON.parse(stdout));
    }
    expect(told).toEqual({});
  });
});
