import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PipelineDefinition, flattenSteps } from "@nacre/core";
import { numbersIn } from "@nacre/graph/executions";
import type { Execution } from "@nacre/local";

/** A number that a step wrote into a property file. */
export interface Metric {
  /** Name of the step. */
  readonly step: string;
  /** Name of the property file. */
  readonly propertyFile: string;
  /** Where in the file, with dots, such as `regression_metrics.mse.value`. */
  readonly path: string;
  /** The number. */
  readonly value: number;
}

/** All numbers in the property files that the steps of an execution wrote. */
export function readMetrics(definition: PipelineDefinition, execution: Execution): Metric[] {
  const steps = new Map(execution.steps.map((step) => [step.name, step]));
  return flattenSteps(definition).flatMap(({ definition: { Name, PropertyFiles = [] } }) =>
    PropertyFiles.flatMap(({ PropertyFileName, OutputName, FilePath }) => {
      const output = steps.get(Name)?.outputs.find(({ name }) => name === OutputName);
      const content = output && readJson(join(output.path, FilePath));
      return numbersIn(content).map(([path, value]) => ({
        step: Name,
        propertyFile: PropertyFileName,
        path,
        value,
      }));
    }),
  );
}

/** What a metric is called: the last part of its path that says something. */
export function metricName({ path }: Metric): string {
  const parts = path.split(".");
  return (parts.at(-1) === "value" ? parts.at(-2) : parts.at(-1)) ?? path;
}

/** A step that failed may have left no file, or half of one: then there is no metric to show. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
