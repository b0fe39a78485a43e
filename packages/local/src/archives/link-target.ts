import { posix } from "node:path";

/**
 * Whether a symbolic link leads to a place inside the folder that its path is relative to.
 *
 * Only targets whose `..` all stand in front are taken: the folder of a link is a real folder, so
 * those lead where they seem to, and every step after them goes down, through other links that are
 * inside by the same rule. `a/../..` could lead anywhere if `a` were a link.
 */
export function leadsInside(path: string, target: string): boolean {
  if (target === "" || target.startsWith("/") || target.includes("\0")) return false;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const ups = parts.findIndex((part) => part !== "..");
  const down = ups === -1 ? [] : parts.slice(ups);
  if (down.includes("..")) return false;
  const whole = posix.join(posix.dirname(path), ...parts);
  return whole !== ".." && !whole.startsWith("../");
}
