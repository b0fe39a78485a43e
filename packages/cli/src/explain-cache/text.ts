import { explanationText, type StepExplanation } from "@nacre/local";
import type { Paint } from "../run/paint.ts";

/** The steps as a table for people: hit or miss, and why. */
export function explanationLines(steps: readonly StepExplanation[], paint: Paint): string {
  if (steps.length === 0) return "there are no steps\n";
  const [names, types] = [
    widest(steps.map(({ step }) => step)),
    widest(steps.map(({ type }) => type)),
  ];
  const lines = steps.map(({ step, type, explanation }) => {
    const { result } = explanation;
    const word = paint(result === "hit" ? "green" : "gray", result.padEnd(4));
    const why = explanationText(explanation);
    return `${step.padEnd(names)}  ${type.padEnd(types)}  ${word}  ${why}`;
  });
  return `${lines.join("\n")}\n`;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

/** A step for a program: all that is known, and the sentence. */
export function explanationJson({ step, type, explanation }: StepExplanation): object {
  const { source } = "source" in explanation ? explanation : {};
  const time = source === undefined ? undefined : new Date(source.time).toISOString();
  return {
    step,
    type,
    ...explanation,
    ...(source === undefined ? {} : { source: { execution: source.execution, time } }),
    text: explanationText(explanation),
  };
}
