import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "../support/nacre.ts";

/** What reads the state of the local service, or changes what is there. */
const commands: readonly (readonly string[])[] = [
  ["list"],
  ["list", "--pipelines"],
  ["describe"],
  ["describe", "latest"],
  ["describe", "abcdefghijkl"],
  ["watch"],
  ["logs"],
  ["logs", "--follow"],
  ["outputs"],
  ["outputs", "abcdefghijkl", "--download", "there"],
  ["stop"],
  ["retry"],
  ["versions"],
  ["rollback", "1"],
  ["delete", "--yes"],
  ["diff", "1", "2"],
  ["graph", "latest"],
  ["report", "latest"],
  ["explain-cache", "--execution", "abcdefghijkl"],
];

const env = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_PROFILE: undefined };

describe("a state folder that is not there", () => {
  it.each(commands)("is said by nacre %s %s, and not made", async (...words) => {
    const cwd = folderWith({});
    const named = words.includes("--execution") ? [] : ["--pipeline", "P"];
    const args = [...words, ...named, "--home", "typo"];
    const { code, stdout, stderr } = await nacre(args, { cwd, env });
    expect({ code, stdout }).toEqual({ code: words[0] === "diff" ? 1 : 2, stdout: "" });
    expect(stderr).toMatch(/^error HOME_NOT_FOUND: there is no state folder .*typo\n/);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is said where none was named", async () => {
    const cwd = folderWith({});
    const { code, stderr } = await nacre(["list", "--pipelines", "--local"], { cwd, env });
    expect([code, stderr]).toEqual([2, expect.stringContaining(join(cwd, ".nacre"))]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("is told from a folder with something else in it", async () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, "other"));
    const { stderr } = await nacre(["list", "--pipelines", "--home", "other"], { cwd, env });
    expect(stderr).toMatch(/^error HOME_NOT_FOUND: the folder .*other holds no state\n/);
    expect(existsSync(join(cwd, "other", "state"))).toBe(false);
  });
});
