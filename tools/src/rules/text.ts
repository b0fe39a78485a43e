import type { Rule } from "./rule.ts";

// Written in pieces, so that this file does not break its own rule.
const forbidden: readonly (readonly [RegExp, string])[] = [
  [new RegExp(["registry", "npmjs"].join("\\.")), "a package registry's host"],
  [new RegExp(["files", "pythonhosted"].join("\\.")), "a package registry's host"],
  [new RegExp(`https?://${["pypi", "org/simple"].join("\\.")}`), "a package registry's host"],
  [/(?:^|[\s"'`(=])\/(?:home|Users)\/[a-z]/, "a machine's path"],
  [new RegExp(`(?:^|[\\s"'\`(=])/${"work"}/`), "a machine's path"],
];

/** The project speaks of the project alone. */
export const textNamesNoMachine: Rule = {
  name: "no file names a machine's path or a registry's host",
  why: "what is committed must be true on every machine",
  check({ files }) {
    const found: string[] = [];
    for (const { path, text } of files) {
      for (const [index, line] of text.split("\n").entries()) {
        for (const [pattern, what] of forbidden) {
          if (pattern.test(line))
            found.push(`${path}:${index + 1}: ${what}: ${line.trim().slice(0, 80)}`);
        }
      }
    }
    return found;
  },
};
