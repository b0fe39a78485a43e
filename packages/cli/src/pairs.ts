import { userError } from "./errors.ts";

/**
 * Reads `K=V` options into a map; of a key given twice the last value counts. The value may hold
 * further `=` and may be empty.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function readPairs(option: string, given: readonly string[]): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const text of given) {
    const equals = text.indexOf("=");
    if (equals < 1) {
      throw userError("BAD_OPTION", `--${option} ${text}: this is not of the form KEY=VALUE`, {
        help: `write --${option} KEY=VALUE; quote the whole when the value has spaces`,
      });
    }
    pairs.set(text.slice(0, equals), text.slice(equals + 1));
  }
  return pairs;
}
