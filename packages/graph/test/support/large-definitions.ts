import type { PipelineDefinition } from "@nacre/core";
import { condition, definitionOf, lambda } from "./definitions.ts";

/** Steps one after the other. */
export function chain(count: number): PipelineDefinition {
  return definitionOf(
    Array.from({ length: count }, (_, i) => lambda(`S${i}`, i === 0 ? [] : [`S${i - 1}`])),
  );
}

/** Steps that all wait for one, and that one waits for. */
export function besideEachOther(count: number): PipelineDefinition {
  const names = Array.from({ length: count }, (_, i) => `S${i}`);
  return definitionOf([
    lambda("Start"),
    ...names.map((name) => lambda(name, ["Start"])),
    lambda("End", names),
  ]);
}

/** Rows of steps that read two of the row above, and some of them another from far above. */
export function mesh(count: number, width: number): PipelineDefinition {
  return definitionOf(
    Array.from({ length: count }, (_, i) => {
      const row = Math.floor(i / width);
      const above = [i * 7, i * 11 + 3].map((at) => (row - 1) * width + (at % width));
      const far = i % 5 === 0 && row > 2 ? [(i * 13) % ((row - 1) * width)] : [];
      const reads = row === 0 ? [] : [...new Set([...above, ...far])];
      return lambda(
        `S${i}`,
        reads.map((at) => `S${at}`),
      );
    }),
  );
}

/** Conditions in both branches of conditions. */
export function nested(depth: number): PipelineDefinition {
  const inside = (name: string, left: number): object[] => [
    lambda(`${name}a`),
    lambda(`${name}b`, [`${name}a`]),
    ...(left === 0
      ? []
      : [
          condition(
            `${name}c`,
            [`${name}b`],
            inside(`${name}y`, left - 1),
            inside(`${name}n`, left - 1),
          ),
        ]),
  ];
  return definitionOf(inside("N", depth));
}
