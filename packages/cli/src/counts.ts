import { userError } from "./errors.ts";

/**
 * Reads the whole number of an option, from 1 on; undefined where the option was not given.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function readCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= 1) return value;
  throw userError("BAD_OPTION", `--${option} ${text}: this is not a whole number from 1 on`, {
    help: `for example --${option} 4`,
  });
}
