import { join, resolve } from "node:path";
import { explainDefinition, explainExecution, type StepExplanation } from "@nacre/local";
import { homeOf } from "../app/home.ts";
import { readSource, type SourceInput } from "../app/source.ts";
import { checkHome } from "../aws/local-service.ts";
import { userError } from "../errors.ts";
import { keepStdoutClean, printOut } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { paintFor } from "../run/paint.ts";
import { explanationJson, explanationLines } from "./text.ts";

/** The options of `nacre explain-cache`. */
export interface ExplainCacheInput extends SourceInput {
  readonly home: string | undefined;
  readonly pipeline: string | undefined;
  readonly param: readonly string[];
  readonly execution: string | undefined;
  readonly json: boolean;
}

/** Prints what the cache gives for each step, and why nothing; gives the exit code. */
export async function runExplainCache(input: ExplainCacheInput): Promise<number> {
  keepStdoutClean();
  // One that was named is meant to hold something.
  if (input.home !== undefined) await checkHome(resolve(input.home));
  const steps = input.execution === undefined ? await ofSource(input) : ofExecution(input);
  printOut(
    input.json
      ? `${JSON.stringify({ steps: steps.map(explanationJson) }, null, 2)}\n`
      : explanationLines(steps, paintFor(process.stdout)),
  );
  return 0;
}

async function ofSource(input: ExplainCacheInput): Promise<readonly StepExplanation[]> {
  const parameters = Object.fromEntries(readPairs("param", input.param));
  const source = await readSource(input);
  const home = resolve(input.home ?? join(source.folder, ".nacre"));
  const pipelineName = input.pipeline ?? source.name;
  return explainDefinition(source.definition, { home, pipelineName, parameters });
}

function ofExecution(input: ExplainCacheInput): readonly StepExplanation[] {
  const { definition, pipeline, param, context, execution = "" } = input;
  const given = [definition, pipeline, ...param, ...context].some((value) => value !== undefined);
  if (given) {
    const message = "a definition, --pipeline, --param and --context do not go with --execution";
    throw userError("BAD_OPTION", message, {
      help: "an execution has its own definition and parameters",
    });
  }
  return explainExecution(homeOf(input), execution);
}
