import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules, validateText } from "../../src/index.ts";
import { corpus, corpusFiles } from "../support/shared.ts";

/** The rules that find something, each once. */
function found(text: string): string[] {
  return [...new Set(validateText(text).map(({ rule }) => rule))];
}

describe("every rule", () => {
  it("has an id of its own in upper snake case", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id) => !/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$|^CYCLE$/.test(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(rules)("$id says why, where from and what to do", (rule) => {
    expect(rule.source).toMatch(/^https:\/\/\S+$/);
    for (const sentence of [rule.reason, rule.fix, rule.doubt ?? "Settled."]) {
      expect(sentence).toMatch(/^[A-Z*"].*[.!?]$/s);
    }
    expect(rule.doubt !== undefined && rule.severity === "error").toBe(false);
  });

  it.each(rules)("$id passes its passing example, in which nothing is an error", (rule) => {
    const findings = validateText(rule.passing);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(found(rule.passing)).not.toContain(rule.id);
  });

  it.each(rules)("$id is all that its failing example breaks", (rule) => {
    expect(found(rule.failing)).toEqual([rule.id]);
    for (const finding of validateText(rule.failing)) {
      expect(finding.severity).toBe(rule.severity);
      expect(finding.message).toMatch(/[.!?]$/);
    }
  });
});

describe.skipIf(corpusFiles().length === 0)("definitions of AWS's own SDK", () => {
  it.each(corpusFiles())("%s has no error", (file) => {
    const findings = validateText(readFileSync(join(corpus, file), "utf8"));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
