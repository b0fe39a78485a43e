import type { JsonValue } from "@nacre/core";
import type { LocalConfig } from "../config/local-config.ts";
import { findFunction, functionName } from "../lambda/find-function.ts";
import { resolveKnown, textOf, type ResolverScope } from "../resolve/resolver.ts";
import type { Unsupported } from "./problem.ts";

/**
 * Refuses a Lambda step for whose function nothing stands here.
 *
 * @param functionArn - the step's `FunctionArn` as the definition has it
 */
export async function unsupportedFunction(
  functionArn: JsonValue | undefined,
  config: LocalConfig,
  scope: ResolverScope,
): Promise<Unsupported[]> {
  const known = await resolveKnown(functionArn ?? null, scope);
  if (known === null) {
    return [
      {
        reason: "its function is not known before the run",
        cure: "Give FunctionArn as a text or a parameter.",
      },
    ];
  }
  const arn = textOf(known);
  if (findFunction(config, arn) !== undefined) return [];
  const name = JSON.stringify(functionName(arn));
  return [
    {
      reason: `nothing stands here for its Lambda function ${arn}`,
      cure:
        `Add to package.json: "nacre": { "lambda": { ${name}: { "module": "FILE.py:FUNCTION" } } }, ` +
        'or a command that reads the event on stdin and prints the result: { "command": ["PROGRAM"] }.',
    },
  ];
}
