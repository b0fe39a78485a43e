import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { md5Of } from "../src/assets/hash.ts";

const reference = (content: Uint8Array | string): string =>
  createHash("md5").update(content).digest("hex");

it.each(["", "a", "abc", "Größe, 数, 😀", "x".repeat(55), "x".repeat(56), "x".repeat(64)])(
  "%j has the md5 that node:crypto gives",
  (text) => {
    expect(md5Of(text)).toBe(reference(text));
  },
);

it("so have contents of every length around a block, and a part of a buffer", () => {
  const bytes = Uint8Array.from({ length: 100_003 }, (_, index) => (index * 7919) % 251);
  for (let length = 0; length < 200; length += 1) {
    const part = bytes.subarray(length, length * 2);
    expect(md5Of(part)).toBe(reference(part));
  }
  expect(md5Of(bytes)).toBe(reference(bytes));
});
