import type { Finding } from "@nacre/core";
import { userError } from "../errors.ts";

/** What to do in words of the command line, where the rule speaks of the request. */
const helps: Readonly<Record<string, string>> = {
  SELECTED_STEPS_WITHOUT_SOURCE:
    "name the execution that has them (--reuse ARN, or --reuse latest), or choose these steps too",
};

/**
 * Refuses a start, or what will start by itself later, for all that is wrong with it at once.
 *
 * @throws NacreError with the codes of the rules
 */
export function throwFindings(findings: readonly Finding[]): void {
  const problems = findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message, help }) =>
      userError(rule, message, {
        help: helps[rule] ?? help ?? `\`nacre rules explain ${rule}\` says more`,
      }),
    );
  const [first] = problems;
  if (first === undefined) return;
  const { code, message, help } = first;
  throw userError(code, message, { ...(help === undefined ? {} : { help }), problems });
}
