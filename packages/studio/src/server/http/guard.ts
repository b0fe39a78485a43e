import { randomBytes, timingSafeEqual } from "node:crypto";
import { StudioError } from "../errors/studio-error.ts";

/**
 * Who may ask. Every request must name this machine's loopback address as its host, so that no name of
 * another site leads here. What is asked below `api` must come from the page itself: another Origin and
 * requests that a browser marks as coming from elsewhere are refused. What changes state must name the
 * page's Origin, and have the token that is made at each start, in a cookie that only the page gets.
 */
export class Guard {
  readonly #token = randomBytes(32).toString("base64url");
  readonly #needsLink: boolean;

  /**
   * @param needsLink - whether the token is had only by the link that is printed at the start, and is
   * needed for reading too
   */
  constructor(needsLink: boolean) {
    this.#needsLink = needsLink;
  }

  /** Where to open the page: with the token, where only the link has it. */
  link(path: string): string {
    return this.#needsLink ? `${path}/open?token=${this.#token}` : `${path}/`;
  }

  /** Refuses requests for other hosts. */
  checkHost(request: Request): void {
    const host = request.headers.get("host") ?? "";
    if (/^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host)) return;
    throw refused("HOST_REFUSED", "The Host header names another host than this machine's own.");
  }

  /** Refuses what the page has not asked. */
  checkApi(request: Request): void {
    const changes = request.method !== "GET" && request.method !== "HEAD";
    checkOrigin(request, changes);
    if (!changes && !this.#needsLink) return;
    if (this.#isToken(cookieOf(request))) return;
    throw refused(
      "TOKEN_MISSING",
      "The request does not have the token of this server.",
      this.#needsLink
        ? "Open the link that nacre studio has printed."
        : "Reload the page: the server may have been started anew.",
    );
  }

  /** Whether a text is the token. */
  isLinkToken(text: string | undefined): boolean {
    return this.#needsLink && this.#isToken(text);
  }

  /** Whether the page comes with the token, or only the link does. */
  get pageHasToken(): boolean {
    return !this.#needsLink;
  }

  /** The header that hands the token to the browser; scripts cannot read it, other sites not send it. */
  cookie(request: Request, path: string): string {
    return `${cookieName(request)}=${this.#token}; Path=${path}/api; HttpOnly; SameSite=Strict`;
  }

  #isToken(text: string | undefined): boolean {
    const given = Buffer.from(text ?? "");
    const token = Buffer.from(this.#token);
    return given.length === token.length && timingSafeEqual(given, token);
  }
}

function checkOrigin({ headers }: Request, isNeeded: boolean): void {
  const origin = headers.get("origin");
  const own = `http://${headers.get("host") ?? ""}`;
  const isOther = origin === null ? isNeeded : origin.toLowerCase() !== own.toLowerCase();
  if (isOther) throw refused("ORIGIN_REFUSED", "The request does not come from this page.");
  const site = headers.get("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return;
  throw refused("ORIGIN_REFUSED", "The request comes from another site.");
}

function refused(code: string, message: string, help?: string): StudioError {
  return new StudioError(403, { code, message, ...(help === undefined ? {} : { help }) });
}

function cookieOf(request: Request): string | undefined {
  const name = cookieName(request);
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const [key = "", ...value] = part.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return undefined;
}

/** Cookies are those of a host, whatever the port: servers on other ports have theirs. */
function cookieName(request: Request): string {
  const [, port = "80"] = /:(\d{1,5})$/.exec(request.headers.get("host") ?? "") ?? [];
  return `nacre-studio-${port}`;
}
