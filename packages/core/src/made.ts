/** What is announced when it is made. */
export type MadeKind = "step" | "parameter" | "pipeline";

const listenerKey: unique symbol = Symbol.for("nacre.made");

/**
 * Tells whoever asked that something was made just now: `nacre validate` asks, to learn from the
 * stack which line of the user's made it. To nobody it is one look-up. The listener is kept under a
 * global symbol, since the command and the app may have a copy of this module each.
 */
export function announceMade(kind: MadeKind, name: string): void {
  const listener: unknown = Reflect.get(globalThis, listenerKey);
  if (typeof listener === "function") listener(kind, name);
}
