import { isUtf8 } from "node:buffer";
import type { OpenObject } from "@nacre/local";
import type { ImageType, PreviewView } from "../../api.ts";
import { csvRows, separatorIn } from "./csv.ts";

/** How much of an object a preview reads, in bytes. */
export const previewBytes = 512 * 1024;
/** The most rows and columns of a table, and the most cells. */
const mostRows = 1_000;
const mostColumns = 500;
const mostCells = 50_000;
/** The most characters of a cell. */
const longestCell = 1_000;
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
  if (name.endsWith(".json") && !hasMore && isJson(text)) return { kind: "json", text };
  if (/\.(csv|tsv)$/.test(name)) {
    return table(text, name.endsWith(".tsv") ? "\t" : separatorIn(text), hasMore);
  }
  const isLong = text.length > longestText;
  return { kind: "text", text: text.slice(0, longestText), more: hasMore || isLong };
}

/** What an image is by its first bytes; SVG is none here, since it may hold scripts. */
export function imageType(bytes: Uint8Array): ImageType | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (start.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  return /^RIFF[^]{4}WEBP/.test(start) ? "image/webp" : undefined;
}

function table(text: string, separator: string, hasMore: boolean): PreviewView {
  const rows = csvRows(text, mostRows + 1, separator);
  // The last row of a part may be half of one.
  const whole = hasMore && rows.length <= mostRows ? rows.slice(0, -1) : rows;
  const width = Math.max(1, ...whole.map((row) => row.length));
  const columns = Math.min(width, mostColumns);
  const count = Math.min(mostRows, Math.floor(mostCells / columns));
  return {
    kind: "table",
    rows: whole.slice(0, count).map((row) => row.slice(0, columns).map(shortened)),
    more: hasMore || whole.length > count,
    moreColumns: width - columns,
  };
}

function shortened(cell: string): string {
  return cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell;
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
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
