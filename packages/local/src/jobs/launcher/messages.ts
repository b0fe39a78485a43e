/** A message to the launcher: its length, and its fields, each with its length before it. */
export function message(fields: readonly string[]): Buffer {
  const sizes = fields.map((field) => Buffer.byteLength(field));
  const length = sizes.reduce((sum, size) => sum + 4 + size, 0);
  const bytes = Buffer.allocUnsafe(4 + length);
  let at = bytes.writeUInt32LE(length, 0);
  fields.forEach((field, index) => {
    at = bytes.writeUInt32LE(sizes[index] ?? 0, at);
    at += bytes.write(field, at);
  });
  return bytes;
}

/** What the launcher says: `p` a process, `o` and `e` output, `x` an exit code. */
export interface Answer {
  /** One letter. */
  readonly kind: string;
  /** The job. */
  readonly job: number;
  /** A number as text, or bytes of output. */
  readonly content: Buffer;
}

/** The length of what stands before an answer's content: a letter and two numbers. */
const headLength = 9;

/** Cuts what comes from the launcher into its answers. */
export class AnswerReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The answers that are whole with these bytes. */
  *read(bytes: Buffer): Generator<Answer> {
    let left = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (left.length >= headLength) {
      const end = headLength + left.readUInt32LE(5);
      if (left.length < end) break;
      yield {
        kind: String.fromCharCode(left.readUInt8(0)),
        job: left.readUInt32LE(1),
        content: left.subarray(headLength, end),
      };
      left = left.subarray(end);
    }
    this.#rest = left;
  }
}
