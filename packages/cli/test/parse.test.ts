import { expect, test } from "vitest";
import run from "../src/commands/run.ts";
import { parseArguments } from "../src/parse.ts";

test.each([
  { args: [], noWarm: false },
  { args: ["--no-warm"], noWarm: true },
])("an option that begins with no- is true where it is given: $args", ({ args, noWarm }) => {
  const parsed = parseArguments("run", run, args);
  expect(parsed).toMatchObject({ help: false, input: { options: { "no-warm": noWarm } } });
});
