import { NacreError } from "@nacre/core";
import type { Session } from "../aws/session.ts";

/** Faults after which other credentials may lie where these were. */
const refusals = new Set(["AWS_CREDENTIALS_EXPIRED", "AWS_CREDENTIALS_INVALID"]);

/** How long calls of a session whose credentials were refused may wait, in milliseconds. */
const endAfterMs = 60_000;

/**
 * A session that is opened anew when its credentials are refused, so that whoever signs in again, or
 * writes new keys into the profile, need not start again what runs for hours.
 */
export class RenewedSession {
  readonly #open: () => Promise<Session>;
  #current: Promise<Session>;

  /**
   * @param first - the session to begin with
   * @param open - opens another one, which reads the profile's files again
   */
  constructor(first: Session, open: () => Promise<Session>) {
    this.#open = open;
    this.#current = Promise.resolve(first);
  }

  /** The session as it is now. */
  current(): Promise<Session> {
    return this.#current;
  }

  /** Does something with the session; when its credentials are refused, the next one gets another session. */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const current = this.#current;
    const session = await current;
    try {
      return await work(session);
    } catch (error) {
      const isRefused = error instanceof NacreError && refusals.has(error.code);
      // Of several calls that were refused the first one renews it.
      if (isRefused && this.#current === current) {
        this.#current = this.#open().catch(() => session);
        // Other calls may still wait for an answer.
        setTimeout(() => void this.#end(session), endAfterMs).unref();
      }
      throw error;
    }
  }

  async #end(session: Session): Promise<void> {
    if ((await this.#current) !== session) await session.close();
  }

  /** Ends it. */
  async close(): Promise<void> {
    await (await this.#current).close();
  }
}
