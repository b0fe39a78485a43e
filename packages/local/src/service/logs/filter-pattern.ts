import { ServiceFault } from "../fault.ts";

/**
 * Whether a message matches a filter pattern of terms: `word` and `"some words"` must be in it, `-word`
 * must not, and of several `?word` one must.
 *
 * @throws ServiceFault `InvalidParameterException` for patterns of JSON and of fields, which are not done here.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function messageFilter(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? "";
  if (/^[{[%]/.test(text)) {
    throw new ServiceFault(
      "InvalidParameterException",
      `The filter pattern ${text.slice(0, 100)} is not one of terms; others are not understood here.`,
    );
  }
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = "", quoted, word = ""]) => ({
      sign,
      term: quoted === undefined ? word : quoted.replaceAll(/\\(.)/g, "$1"),
    }),
  );
  const any = terms.filter(({ sign }) => sign === "?");
  return (message) =>
    terms.every(({ sign, term }) => sign === "?" || message.includes(term) === (sign === "")) &&
    (any.length === 0 || any.some(({ term }) => message.includes(term)));
}
