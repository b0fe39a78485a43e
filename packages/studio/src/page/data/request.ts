import { readJson } from "../../json.ts";
import type { ErrorView, MissingView } from "../../api.ts";

/** What the server, or the way to it, refused; `message` says what, `help` what to do. */
export class RequestError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  /** A stable name of the fault. */
  readonly code: string;
  readonly help: string | undefined;
  /** What is there instead; undefined when nothing is missing. */
  readonly exists: MissingView["missing"]["exists"] | undefined;

  constructor(
    status: number,
    { code, message, help, exists }: ErrorView & Partial<MissingView["missing"]>,
  ) {
    super(message);
    this.exists = exists;
    this.name = "RequestError";
    this.status = status;
    this.code = code;
    this.help = help;
  }
}

const root = "/studio/api/";

/** The address of something the server has, for links and images. */
export function apiUrl(
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const members = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  const text = new URLSearchParams(members).toString();
  return text === "" ? root + path : `${root}${path}?${text}`;
}

/**
 * Reads an answer as JSON.
 *
 * @throws RequestError, with status 404 for what is not there
 */
export async function getJson<T extends object>(url: string): Promise<T> {
  const view = await answer<T | MissingView>(url, { headers: { accept: "application/json" } });
  if ("missing" in view) throw new RequestError(404, view.missing);
  return view;
}

/**
 * Sends a change; the cookie that came with the page goes along. A server that was started anew does not
 * know it: then the page is asked for again, which brings its cookie, and the change is sent once more.
 *
 * @throws RequestError
 */
export async function postJson<T>(url: string, body: object = {}): Promise<T> {
  const init = {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    return await answer<T>(url, init);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== "TOKEN_MISSING") throw error;
    await renewCookie();
    return answer<T>(url, init);
  }
}

/** Asks for the page, which brings the cookie of the server that is there now. */
export async function renewCookie(): Promise<void> {
  // Who sends something hears whether the server is there.
  await fetch("/studio/", { credentials: "same-origin" }).catch(() => undefined);
}

async function answer<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, credentials: "same-origin" }).catch(unreachable);
  const text = await response.text().catch(unreachable);
  if (!response.ok) throw new RequestError(response.status, errorIn(text, response.status));
  // The server is of the same build as the page; api.ts is what both are checked against.
  return (text === "" ? undefined : readJson(text)) as T;
}

function unreachable(): never {
  throw new RequestError(0, {
    code: "Unreachable",
    message: "The server of this page does not answer.",
    help: "Start it again with `nacre studio` or `nacre serve`; the page goes on by itself.",
  });
}

function errorIn(text: string, status: number): ErrorView {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "message" in value) {
      // The body of every answer that is no success, by api.ts.
      return value as ErrorView;
    }
  } catch {
    // Not of the studio's server: the status has to do.
  }
  return { code: `Http${status}`, message: `The server answered with status ${status}.` };
}
