import type { Rule } from "./rule.ts";
import { assertionsAreExplained } from "./assertions.ts";
import { exportsAreNamed, exportsAreDocumented } from "./exports.ts";
import { textNamesNoMachine } from "./text.ts";

/** The rules of this repository; the test runs them all. */
export const rules: readonly Rule[] = [
  assertionsAreExplained,
  exportsAreDocumented,
  exportsAreNamed,
  textNamesNoMachine,
];
