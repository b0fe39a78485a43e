import { signal } from "@preact/signals";
import type { SessionView } from "../../api.ts";
import { api } from "./api.ts";
import { RequestError } from "./request.ts";

/** What the page looks at; undefined until the server has said it. */
export const session = signal<SessionView | undefined>(undefined);

/** Reads the session; a server that is not there yet is asked again when the connection is back. */
export async function readSession(): Promise<void> {
  try {
    session.value = await api.session();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
}

/** Where something is that is to be changed, for who has several accounts; nothing on this machine. */
export function place(): string {
  const { mode, account, region } = session.value ?? {};
  return mode === "aws" ? ` in account ${account}, ${region}` : "";
}

/** Whether the page may start, stop, retry and approve. */
export function isWritable(): boolean {
  return session.value?.writable === true;
}
