import { join } from "node:path";
import { NacreError } from "@nacre/core";

/**
 * The file for a key below a folder. A key is any text, a path is not: the segments `.`, `..` and the
 * empty one, which would leave the folder or vanish, are written `%2E`, `%2E%2E` and `%`; a segment
 * that starts with `%` gets `%25` in its place, so that no two keys share a file.
 *
 * @throws NacreError `S3_KEY_UNSUPPORTED` when a segment is longer than a file name can be.
 */
export function keyToPath(folder: string, key: string): string {
  return join(folder, ...key.split("/").map(toName));
}

/** The key segment that a file name stands for; the other direction of {@link keyToPath}. */
export function nameToSegment(name: string): string {
  if (name === "%") return "";
  if (name === "%2E") return ".";
  if (name === "%2E%2E") return "..";
  return name.startsWith("%25") ? `%${name.slice(3)}` : name;
}

function toName(segment: string): string {
  const name = escaped(segment);
  if (Buffer.byteLength(name) <= 255) return name;
  throw new NacreError(
    "S3_KEY_UNSUPPORTED",
    `The key segment ${JSON.stringify(`${segment.slice(0, 40)}…`)} is longer than 255 bytes, too long for a file name here.`,
    { help: "Use shorter names between the slashes of the key." },
  );
}

function escaped(segment: string): string {
  if (segment === "") return "%";
  if (segment === ".") return "%2E";
  if (segment === "..") return "%2E%2E";
  return segment.startsWith("%") ? `%25${segment.slice(1)}` : segment;
}
