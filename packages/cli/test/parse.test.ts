import { expect, test } from "vitest";
import { parseArguments } from "../src/parse.ts";
import { loadCommand } from "../src/registry.ts";

test.each([
  { args: [], noWarm: false },
  { args: ["--no-warm"], noWarm: true },
])("an option that begins with no- is true where it is given: $args", async ({ args, noWarm }) => {
  const parsed = parseArguments("run", await loadCommand("run"), args);
  expect(parsed).toMatchObject({ help: false, input: { options: { "no-warm": noWarm } } });
});
