import { createHash } from "node:crypto";
import { isJsonArray, type JsonObject, type JsonValue } from "@nacre/core";
import type { Cursor } from "../state/list-rows.ts";
import { validationFault } from "./fault.ts";
import { optionalNumber, optionalText } from "./input.ts";

/** Which page a request asks for. */
export interface Page {
  readonly descending: boolean;
  /** Where the page before it ended. */
  readonly after: Cursor | undefined;
  /** One more than is answered, to know whether there are more. */
  readonly limit: number;
  /** The rows to answer, and the token for those after them; undefined when there are none. */
  readonly cut: <T>(
    rows: readonly T[],
    cursorOf: (row: T) => Cursor,
  ) => { readonly items: readonly T[]; readonly NextToken: string | undefined };
}

/**
 * Reads the members of a request that tell which page is wanted. The token of the next page says
 * where this one ended, so that what is added meanwhile does not move it, and which request it
 * belongs to.
 *
 * @throws ServiceFault `ValidationException` for a token that is none, or one of another request.
 */
export function pageOf(
  operation: string,
  input: JsonObject,
  defaults: { readonly order: "Ascending" | "Descending"; readonly size?: number },
): Page {
  const size = optionalNumber(input, "MaxResults") ?? defaults.size ?? 100;
  const { NextToken: _token, MaxResults: _size, ...rest } = input;
  const request = createHash("sha256")
    .update(`${operation} ${JSON.stringify(rest)}`)
    .digest("base64url")
    .slice(0, 22);
  return {
    descending: (optionalText(input, "SortOrder") ?? defaults.order) === "Descending",
    after: cursorIn(optionalText(input, "NextToken"), request),
    limit: size + 1,
    cut: (rows, cursorOf) => {
      const items = rows.slice(0, size);
      const last = items.at(-1);
      const hasMore = rows.length > size && last !== undefined;
      return { items, NextToken: hasMore ? tokenOf(request, cursorOf(last)) : undefined };
    },
  };
}

function tokenOf(request: string, { value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([request, value, id])).toString("base64url");
}

function cursorIn(token: string | undefined, request: string): Cursor | undefined {
  if (token === undefined || token === "") return undefined;
  const [of, value, id] = partsOf(token);
  if (of === request && isKey(value) && isKey(id)) return { value, id };
  throw validationFault(
    of === undefined || of === request
      ? "Invalid NextToken: it is none that was given here."
      : "Invalid NextToken: it belongs to a request with other parameters.",
  );
}

function isKey(value: JsonValue | undefined): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function partsOf(token: string): readonly JsonValue[] {
  try {
    const parts: JsonValue = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return isJsonArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
