/**
 * The md5 of a content, 32 hexadecimal digits: how AWS's SDK names code in S3. It names content and
 * protects nothing. Written out here since to load node:crypto takes longer than all of this.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1321
 */
export function md5Of(content: Uint8Array | string): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const whole = bytes.length - (bytes.length % blockSize);
  const words = new Int32Array(blockSize / 4);
  const blocks = new DataView(bytes.buffer, bytes.byteOffset, whole);
  for (let at = 0; at < whole; at += blockSize) addBlock(state, words, blocks, at);
  const end = lastBlocks(bytes, whole);
  for (let at = 0; at < end.byteLength; at += blockSize) addBlock(state, words, end, at);
  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => digest.setInt32(index * 4, word, true));
  return Array.from({ length: 16 }, (_, index) => hex(digest.getUint8(index))).join("");
}

const blockSize = 64;

/** What is left of the content, a one bit, zeros, and the length in bits. */
function lastBlocks(bytes: Uint8Array, whole: number): DataView {
  const rest = bytes.subarray(whole);
  const size = rest.length + 9 > blockSize ? 2 * blockSize : blockSize;
  const end = new Uint8Array(size);
  end.set(rest);
  end[rest.length] = 0x80;
  const view = new DataView(end.buffer);
  view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, true);
  return view;
}

/** By how many bits the steps of each round turn, four by turns. */
const turns = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21);

/** The whole part of 2^32 times the sine of 1, 2, 3 … */
const sines = Int32Array.from({ length: 64 }, (_, index) =>
  Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);

/** No list is made within the loop: it runs for each byte of a folder of code. */
function addBlock(state: Int32Array, words: Int32Array, block: DataView, start: number): void {
  for (let index = 0; index < words.length; index += 1) {
    words[index] = block.getInt32(start + index * 4, true);
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  for (let index = 0; index < 64; index += 1) {
    const round = index >> 4;
    let mixed = c ^ (b | ~d);
    let word = 7 * index;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = index;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = 5 * index + 1;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = 3 * index + 5;
    }
    const sum = (a + mixed + (sines[index] ?? 0) + (words[word & 15] ?? 0)) | 0;
    const turn = turns[round * 4 + (index & 3)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
