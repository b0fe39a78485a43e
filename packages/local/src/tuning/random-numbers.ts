import { createHash } from "node:crypto";

/** A source of numbers from 0 to below 1; the same seed gives the same numbers. */
export type RandomNumbers = () => number;

/** Random numbers of a seed: a text that says what they are for. */
export function randomNumbers(seed: string): RandomNumbers {
  let block = Buffer.alloc(0);
  let blocks = 0;
  let offset = 0;
  return () => {
    if (offset >= block.length) {
      block = createHash("sha256").update(`${seed}/${blocks}`).digest();
      blocks += 1;
      offset = 0;
    }
    const number = block.readUInt32BE(offset) / 2 ** 32;
    offset += 4;
    return number;
  };
}
