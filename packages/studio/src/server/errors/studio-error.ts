import { NacreError } from "@nacre/core";
import type { ErrorView, MissingView } from "../../api.ts";
import { NotAllowed } from "./faults.ts";
import { NotThere } from "../source.ts";

/** A request that the page's server refuses. */
export class StudioError extends Error {
  override readonly name = "StudioError";
  /** The HTTP status. */
  readonly status: number;
  /** What the page is told. */
  readonly view: ErrorView;

  constructor(status: number, view: ErrorView) {
    super(view.message);
    this.status = status;
    this.view = view;
  }
}

/** The HTTP statuses of the API's errors, by what is in their names; the first counts. */
const statuses: readonly (readonly [RegExp, number])[] = [
  [/Conflict|InUse|CONFLICT/, 409],
  [/Throttl|TooManyRequests|LimitExceeded|THROTTL|LIMIT/, 429],
  [/AccessDenied|Unauthorized|DENIED/, 403],
  [/CREDENTIAL|Credential|TokenProvider|UnrecognizedClient|ExpiredToken|RequestExpired/, 403],
  [/InvalidSignature|SignatureDoesNotMatch|InvalidClientTokenId/, 403],
  [/NotFound|NoSuch|DoesNotExist|NOT_FOUND|UNKNOWN|_MISSING$/, 404],
  [/TimeoutError|UNREACHABLE|TIMEOUT|NETWORK/, 504],
];

/** What the page is told of an error: undefined for a bug of ours, which is told nobody but the log. */
export function errorAnswer(
  error: unknown,
): { readonly status: number; readonly view: ErrorView } | undefined {
  if (error instanceof StudioError) return error;
  if (error instanceof NotAllowed) {
    const { name: code, message } = error;
    return { status: 403, view: { code, message, help: "Let a policy of who signs in allow it." } };
  }
  if (error instanceof NacreError) {
    const { code, message, help } = error;
    // The API's own words for what it refuses.
    const status = statusOf(code) ?? apiStatus(error.cause) ?? 400;
    return { status, view: { code, message, ...(help === undefined ? {} : { help }) } };
  }
  if (error instanceof NotThere) {
    const { name: code, message, help } = error;
    return { status: 404, view: { code, message, ...(help === undefined ? {} : { help }) } };
  }
  const status = apiStatus(error);
  if (status === undefined || !(error instanceof Error)) return undefined;
  return { status, view: { code: error.name, message: plainMessage(error.message) } };
}

/**
 * What is wrong in plain words. The local service puts the words of the real one before each of its own
 * lines, `- RULE (path): what is wrong`.
 */
function plainMessage(message: string): string {
  const lines = message.split("\n").flatMap((line) => {
    const [, text] = /^- [A-Z][A-Z0-9_]* \(.*?\): (.*)$/.exec(line) ?? [];
    return text === undefined ? [] : [text];
  });
  return lines.length === 0 ? message : lines.join("\n");
}

/** A view, or that there is nothing to see: see {@link MissingView}. */
export async function orMissing<View>(read: () => Promise<View>): Promise<View | MissingView> {
  try {
    return await read();
  } catch (error) {
    const answer = errorAnswer(error);
    // What is no S3 URI leads nowhere either.
    if (answer?.status !== 404 && answer?.view.code !== "S3_URI_INVALID") throw error;
    const exists = error instanceof NotThere ? error.exists : [];
    return { missing: { ...answer.view, exists } };
  }
}

/** Errors of the SDK say whose fault it was. */
function apiStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = statusOf(error.name);
  if (known !== undefined) return known;
  if (!("$fault" in error)) return undefined;
  // A missing package or pipeline is a ValidationException of which only the words tell.
  if (/does not exist|not found/i.test(error.message)) return 404;
  return error.$fault === "client" ? 400 : 502;
}

function statusOf(name: string): number | undefined {
  return statuses.find(([pattern]) => pattern.test(name))?.[1];
}
