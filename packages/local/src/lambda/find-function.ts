import type { LocalConfig, LocalModule, LocalProgram } from "../config/local-config.ts";

/**
 * What stands for a Lambda function here: the entry with its ARN, else with its ARN without version or
 * alias, else with its name.
 */
export function findFunction(
  { lambda }: LocalConfig,
  functionArn: string,
): LocalProgram | LocalModule | undefined {
  const names = [functionArn, functionArn.replace(/^((?:[^:]+:){6}[^:]+):.*$/, "$1")];
  const found = [...names, functionName(functionArn)].find((name) => Object.hasOwn(lambda, name));
  return found === undefined ? undefined : lambda[found];
}

/** The name in a function's ARN; what is no ARN is the name itself. */
export function functionName(functionArn: string): string {
  return /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(functionArn)?.[1] ?? functionArn;
}
