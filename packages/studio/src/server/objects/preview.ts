import { isUtf8 } from "node:buffer";
import type { JsonValue } from "@nacre/core";
import type { OpenObject } from "@nacre/local";
import type { PreviewView } from "../../api.ts";
import { csvRows } from "./csv.ts";

/** How much of an object a preview reads, in bytes. */
export const previewBytes = 512 * 1024;
/** The most rows of a table. */
const mostRows = 500;
/** The most characters of a text. */
const longestText = 200_000;

/** The beginning of an object, by what it holds: names are trusted only to tell CSV and JSON apart. */
export async function previewOf(uri: string, { size, body }: OpenObject): Promise<PreviewView> {
  const bytes = await readBytes(body);
  const image = imageType(bytes);
  if (image !== undefined) return { kind: "image", type: image };
  const hasMore = bytes.length < size;
  const text = textIn(bytes, hasMore);
  if (text === undefined) return { kind: "binary", size };
  const name = uri.toLowerCase();
  if (name.endsWith(".json") && !hasMore) {
    const value = parse(text);
    if (value !== undefined) return { kind: "json", value };
  }
  if (/\.(csv|tsv)$/.test(name)) return table(text, name.endsWith(".tsv") ? "\t" : ",", hasMore);
  const isLong = text.length > longestText;
  return { kind: "text", text: text.slice(0, longestText), more: hasMore || isLong };
}

/** What an image is by its first bytes; SVG is none here, since it may hold scripts. */
export function imageType(bytes: Uint8Array): "image/png" | "image/jpeg" | undefined {
  const startsWith = (...start: readonly number[]): boolean =>
    start.every((byte, index) => bytes[index] === byte);
  if (startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  return startsWith(0xff, 0xd8, 0xff) ? "image/jpeg" : undefined;
}

function table(text: string, separator: string, hasMore: boolean): PreviewView {
  const rows = csvRows(text, mostRows + 1, separator);
  // The last row of a part may be half of one.
  const whole = hasMore && rows.length <= mostRows ? rows.slice(0, -1) : rows;
  return {
    kind: "table",
    rows: whole.slice(0, mostRows),
    more: hasMore || whole.length > mostRows,
  };
}

/** The text of bytes in UTF-8; a part may end within a character. */
function textIn(bytes: Buffer, isPart: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  const cuts = isPart ? [0, 1, 2, 3] : [0];
  for (const cut of cuts) {
    const whole = bytes.subarray(0, bytes.length - cut);
    if (isUtf8(whole)) return whole.toString("utf8").replace(/^\uFEFF/, "");
  }
  return undefined;
}

function parse(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A store may give more than was asked for. */
async function readBytes(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= previewBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, previewBytes);
}
