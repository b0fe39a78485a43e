import type { ExecutionQuery } from "../source.ts";
import { StudioError } from "../errors/studio-error.ts";

/** The most rows of an answer, and how many when nobody says. */
const mostRows = 100;
const usualRows = 25;
/** The longest filter and the longest name of a column. */
const longestText = 1_000;

/** Which executions a request asks for. */
export function executionQuery(given: Readonly<Record<string, string>>): ExecutionQuery {
  const { filter, sort, search } = given;
  for (const [name, text] of Object.entries({ filter, sort, search })) {
    if ((text?.length ?? 0) <= longestText) continue;
    throw badRequest(`${name} has more than ${longestText} characters.`);
  }
  return {
    filter,
    sort,
    search,
    from: countIn("from", given["from"], 0) ?? 0,
    limit: Math.min(countIn("limit", given["limit"]) ?? usualRows, mostRows),
    look: countIn("look", given["look"]),
  };
}

/** A whole number of a query; undefined when it is not given. */
export function countIn(name: string, text: string | undefined, least = 1): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw badRequest(`${name}=${text.slice(0, 100)}: this is no number from ${least} on.`);
}

function badRequest(message: string): StudioError {
  return new StudioError(400, { code: "BAD_REQUEST", message });
}
