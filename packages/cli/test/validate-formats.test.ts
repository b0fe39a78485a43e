import { join } from "node:path";
import { rules } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "./support/nacre.ts";

/** A definition whose names would break out of a terminal or of a workflow command. */
const hostileName = "a\u001b[2J%0A::error file=x,line=1::\r\nb\u202e,:";
const hostile = JSON.stringify({
  Version: "2020-12-01",
  Steps: [{ Name: hostileName, Type: "Fail", Arguments: { ErrorMessage: "x" } }],
});

async function printed(format: string, text: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const cwd = folderWith({ "d.json": text });
  const { stdout, stderr } = await nacre(["validate", "d.json", "--format", format], { cwd, env });
  expect(stderr).toBe("");
  return stdout;
}

describe("text", () => {
  it("has colours only where they are wanted", async () => {
    const colours = "\u001b[";
    expect(await printed("text", "[", { NO_COLOR: "1" })).not.toContain(colours);
    const env = { FORCE_COLOR: "1", NO_COLOR: "" };
    expect(await printed("text", "[", env)).toContain(`${colours}31merror`);
  });

  it("shows what would move the cursor or turn the line around as its code", async () => {
    const text = await printed("text", hostile);
    expect(text).toContain("STEP_NAME_INVALID");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("goes to a file with -o, without colours", async () => {
    const cwd = folderWith({ "d.json": "[" });
    const args = ["validate", "d.json", "-o", "out.txt"];
    const ended = await nacre(args, { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "" } });
    expect(ended).toMatchObject({ code: 1, stdout: "", stderr: "wrote out.txt\n" });
  });
});

describe("json", () => {
  it("is one object with one list, also when there is nothing", async () => {
    const none = JSON.stringify({ Version: "2020-12-01", Metadata: {}, Parameters: [], Steps: [] });
    const { findings, ...others }: { findings: object[] } = JSON.parse(await printed("json", none));
    expect(others).toEqual({});
    expect(findings).toEqual(expect.any(Array));
    const broken: { findings: object[] } = JSON.parse(await printed("json", "["));
    expect(Object.keys(broken.findings[0] ?? {})).toEqual(
      "rule severity message path file line column help".split(" "),
    );
  });
});

describe("github", () => {
  it("is one command a line, escaped, with the file from the checkout", async () => {
    const cwd = folderWith({ "a,b.json": hostile });
    const args = ["validate", "a,b.json", "--format", "github"];
    const { stdout } = await nacre(args, { cwd, env: { GITHUB_WORKSPACE: join(cwd, "..") } });
    const lines = stdout.trimEnd().split("\n");
    for (const line of lines) {
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^/,:]+\/a%2Cb\.json,line=1,col=\d+,title=[A-Z_]+::[^\r]*$/,
      );
      // A percent sign is there only as the begin of an escape.
      expect(line.replaceAll(/%(?:25|0D|0A|3A|2C)/g, "")).not.toContain("%");
    }
    expect(lines.length).toBeGreaterThan(0);
  });
});

/** What of SARIF 2.1.0 a reader of nacre's log relies on. */
interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: SarifRule[] } };
    readonly results: readonly SarifResult[];
  }[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription?: { readonly text: string };
  readonly helpUri?: string;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
      readonly region?: { readonly startLine: number; readonly startColumn: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
}

describe("sarif", () => {
  it("describes every rule and places every finding", async () => {
    const log: Sarif = JSON.parse(await printed("sarif", hostile));
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    const [run] = log.runs;
    const described = run?.tool.driver.rules ?? [];
    expect(described.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    for (const rule of described) expect(rule.helpUri).toMatch(/^https:\/\//);
    expect(run?.results.length).toBeGreaterThan(0);
    for (const result of run?.results ?? []) {
      expect(described[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      const [location] = result.locations;
      expect(location?.physicalLocation).toMatchObject({
        artifactLocation: { uri: "d.json", uriBaseId: "%SRCROOT%" },
        region: { startLine: 1, startColumn: expect.any(Number) },
      });
      expect(location?.logicalLocations[0]?.fullyQualifiedName).toMatch(/^\$/);
    }
  });

  it("describes a finding of no rule, and names no file for standard input", async () => {
    const args = ["validate", "-", "--format", "sarif"];
    const { stdout } = await nacre(args, { input: "{" });
    const log: Sarif = JSON.parse(stdout);
    const [run] = log.runs;
    const [result] = run?.results ?? [];
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe("DEFINITION_NOT_JSON");
    expect(result?.locations[0]?.physicalLocation).toBeUndefined();
  });
});

describe("nacre rules", () => {
  it("lists every rule with its severity and reason", async () => {
    const { code, stdout, stderr } = await nacre(["rules"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(rules.length);
    for (const [index, { id, severity, reason }] of rules.entries()) {
      expect(lines[index]?.split(/ {2,}/)).toEqual([id, severity, reason]);
    }
  });

  it("explains one: why, where it stands, what to do, and two definitions", async () => {
    const rule = rules.find(({ doubt }) => doubt !== undefined) ?? rules[0];
    const { code, stdout } = await nacre(["rules", "explain", rule?.id.toLowerCase() ?? ""]);
    expect(code).toBe(0);
    for (const part of [rule?.id, rule?.reason, rule?.doubt, rule?.fix, rule?.source]) {
      expect(stdout).toContain(part ?? "");
    }
    expect(stdout.match(/"Version": "2020-12-01"/g)).toHaveLength(2);
  });

  it("gives both as JSON", async () => {
    const { stdout } = await nacre(["rules", "--json"]);
    const data: { id: string }[] = JSON.parse(stdout);
    expect(data.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  });

  it.each([
    { args: ["explain", "CYCEL"], code: "UNKNOWN_RULE", says: "did you mean CYCLE?" },
    { args: ["explain"], code: "BAD_OPTION", says: "nacre rules explain ID" },
    { args: ["show", "CYCLE"], code: "BAD_OPTION", says: "nacre rules explain ID" },
    { args: ["explain", "A", "B"], code: "UNEXPECTED_ARGUMENT", says: "`B`" },
  ])("$args is refused: $code", async ({ args, code, says }) => {
    const ended = await nacre(["rules", ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(new RegExp(`^error ${code}: `));
    expect(ended.stderr).toContain(says);
  });
});
