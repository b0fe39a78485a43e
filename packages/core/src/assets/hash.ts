import { createHash } from "node:crypto";

/** The md5 of a content, 32 hexadecimal digits. */
export function md5Of(content: Uint8Array | string): string {
  return createHash("md5").update(content).digest("hex");
}
