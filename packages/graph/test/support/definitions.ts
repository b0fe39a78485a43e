import { readFileSync } from "node:fs";
import { type PipelineDefinition, readDefinition } from "@nacre/core";

/** The definition of the Abalone pipeline. */
export const abalone: PipelineDefinition = readDefinition(
  readFileSync(
    new URL("../../../abalone/test/fixtures/abalone-definition.json", import.meta.url),
    "utf8",
  ),
);

/** A definition of these steps. */
export function definitionOf(
  steps: readonly object[],
  parameters: readonly object[] = [],
): PipelineDefinition {
  return readDefinition(
    JSON.stringify({ Version: "2020-12-01", Metadata: {}, Parameters: parameters, Steps: steps }),
  );
}

/** A Lambda step that reads the outputs of others. */
export function lambda(name: string, reads: readonly string[] = [], members: object = {}): object {
  return {
    Name: name,
    Type: "Lambda",
    Arguments: Object.fromEntries(
      reads.map((step) => [step, { Get: `Steps.${step}.OutputParameters['out']` }]),
    ),
    OutputParameters: [{ OutputName: "out", OutputType: "String" }],
    ...members,
  };
}

/** A Condition step. */
export function condition(
  name: string,
  after: readonly string[],
  yes: readonly object[],
  no: readonly object[] = [],
): object {
  return {
    Name: name,
    Type: "Condition",
    DependsOn: after,
    Arguments: {
      Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
      IfSteps: yes,
      ElseSteps: no,
    },
  };
}

/** A pipeline of many steps: lines of work side by side, each with a condition at its end. */
export function manySteps(count: number): PipelineDefinition {
  const steps: object[] = [lambda("Start")];
  for (let line = 0; steps.length + line * 2 < count - 1; line += 1) {
    const names = Array.from({ length: 6 }, (_, i) => `Line${line}Step${i}`);
    for (const [i, name] of names.entries()) {
      const before = names[i - 1] ?? "Start";
      const other = i === 3 && line > 0 ? [`Line${line - 1}Step2`] : [];
      steps.push(lambda(name, [before, ...other]));
    }
    const fail = { Name: `Line${line}No`, Type: "Fail", Arguments: { ErrorMessage: "it is not" } };
    const yes = lambda(`Line${line}Yes`);
    steps.push(condition(`Line${line}Ask`, [`Line${line}Step5`], [yes], [fail]));
  }
  return definitionOf(steps);
}

/** Tags that are opened and not closed in order, or closed and never opened. */
export function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = "", empty] of xml.matchAll(
    /<(\/?)([a-z0-9]+)(?:\s[^<>]*?)?(\/?)>/g,
  )) {
    if (empty) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return [...open, `/${name}`];
  }
  return open;
}
