import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules, validateText } from "../../src/index.ts";
import { findingsOfExample } from "../support/rule-examples.ts";
import { corpus, corpusFiles } from "../support/shared.ts";

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
    const findings = findingsOfExample(rule, rule.passing);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(findings.map((finding) => finding.rule)).not.toContain(rule.id);
  });

  it.each(rules)("$id is all that its failing example breaks", (rule) => {
    const findings = findingsOfExample(rule, rule.failing);
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule.id]);
    for (const finding of findings) {
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
