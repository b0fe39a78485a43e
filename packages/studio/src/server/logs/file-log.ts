import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { longestLine, mostBytes, mostLines } from "./log-part.ts";
import type { LogLine, LogPart, LogWhere } from "./log-part.ts";

const newline = 0x0a;

/**
 * Reads a part of a log file, of which no more is held than an answer may have. A place is that of a byte
 * at which a line begins.
 *
 * @param hasEnded - whether nothing more is written, so that a last line without an end is one
 * @returns undefined when there is no such file
 */
export async function readFileLog(
  file: string,
  where: LogWhere<number>,
  hasEnded: boolean,
): Promise<LogPart<number> | undefined> {
  const handle = await openLog(file);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const end = hasEnded ? size : await lineStart(handle, size);
    const place = "place" in where ? Math.min(where.place, end) : 0;
    if (where.at === "after" || where.at === "start") return await readAfter(handle, place, end);
    return await readBefore(handle, where.at === "end" ? end : place, end);
  } finally {
    await handle.close();
  }
}

/** The bytes of a log file. */
export async function fileLogBody(file: string): Promise<ReadableStream<Uint8Array>> {
  const handle = await openLog(file);
  if (handle === undefined) return new Blob([]).stream();
  const stream = createReadStream(file, { fd: handle, start: 0, highWaterMark: mostBytes });
  // Node's web streams are those of the standard.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/** Undefined while the job has not begun to print, and when its files were removed. */
async function openLog(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function readAfter(handle: FileHandle, start: number, end: number): Promise<LogPart<number>> {
  const before = start === 0 ? undefined : start;
  const bytes = await read(handle, start, Math.min(end, start + mostBytes));
  const lines = linesIn(bytes).slice(0, mostLines);
  const last = lines.at(-1);
  if (last === undefined && start < end) {
    const next = await lineEnd(handle, start + bytes.length, end);
    return { lines: [lineOf(bytes, next - start)], after: next, before, hasMore: next < end };
  }
  const after = start + (last?.end ?? 0);
  return { lines: lines.map((line) => lineIn(bytes, line)), after, before, hasMore: after < end };
}

async function readBefore(
  handle: FileHandle,
  end: number,
  fileEnd: number,
): Promise<LogPart<number>> {
  const chunk = Math.max(0, end - mostBytes);
  const bytes = await read(handle, chunk, end);
  // The chunk begins within a line.
  const first = chunk === 0 ? 0 : bytes.indexOf(newline) + 1;
  const hasMore = end < fileEnd;
  if (chunk > 0 && (first === 0 || first === bytes.length)) {
    const start = await lineStart(handle, chunk);
    const beginning = await read(handle, start, Math.min(end, start + mostBytes));
    const before = start === 0 ? undefined : start;
    return { lines: [lineOf(beginning, end - start)], after: end, before, hasMore };
  }
  const lines = linesIn(bytes, first, end === fileEnd).slice(-mostLines);
  const start = chunk + (lines[0]?.start ?? first);
  return {
    lines: lines.map((line) => lineIn(bytes, line)),
    after: end,
    before: start === 0 ? undefined : start,
    hasMore,
  };
}

interface Range {
  readonly start: number;
  /** After its newline. */
  readonly end: number;
}

/** The whole lines of bytes; with `isLast`, what is after the last newline is one too. */
function linesIn(bytes: Buffer, from = 0, isLast = bytes.length < mostBytes): Range[] {
  const lines: Range[] = [];
  let start = from;
  for (let at = bytes.indexOf(newline, start); at >= 0; at = bytes.indexOf(newline, start)) {
    lines.push({ start, end: at + 1 });
    start = at + 1;
  }
  if (isLast && start < bytes.length) lines.push({ start, end: bytes.length });
  return lines;
}

function lineIn(bytes: Buffer, { start, end }: Range): LogLine {
  return lineOf(bytes.subarray(start, end), end - start);
}

/** The line that bytes begin, `length` bytes of it in all, cut where it is too long. */
function lineOf(bytes: Buffer, length: number): LogLine {
  if (length > longestLine) {
    // Leaves out half a character at the end.
    const text = new StringDecoder("utf8").write(bytes.subarray(0, longestLine));
    return { text, cut: length - Buffer.byteLength(text) };
  }
  return { text: bytes.toString("utf8").replace(/\r?\n$/, "") };
}

/** Where the line that has the byte before a place begins. */
async function lineStart(handle: FileHandle, place: number): Promise<number> {
  for (let end = place; end > 0; end -= mostBytes) {
    const start = Math.max(0, end - mostBytes);
    // oxlint-disable-next-line no-await-in-loop -- backwards until it is found
    const at = (await read(handle, start, end)).lastIndexOf(newline);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

/** Where the line that has the byte at a place ends. */
async function lineEnd(handle: FileHandle, place: number, end: number): Promise<number> {
  for (let start = place; start < end; start += mostBytes) {
    // oxlint-disable-next-line no-await-in-loop -- forwards until it is found
    const at = (await read(handle, start, Math.min(end, start + mostBytes))).indexOf(newline);
    if (at >= 0) return start + at + 1;
  }
  return end;
}

async function read(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}
