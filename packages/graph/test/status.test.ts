import { expect, test } from "vitest";
import { durationText } from "../src/index.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [-50, "0.0 s"],
  [0, "0.0 s"],
  [449, "0.4 s"],
  [587, "0.6 s"],
  [9_999, "10.0 s"],
  [59_949, "59.9 s"],
  [59_950, "1 m 00 s"],
  [59_999, "1 m 00 s"],
  [minute, "1 m 00 s"],
  [3 * minute + 7 * second, "3 m 07 s"],
  [2 * minute - 1, "2 m 00 s"],
  [hour - 501, "59 m 59 s"],
  [hour - 500, "1 h 00 m"],
  [2 * hour + 5 * minute + 29 * second, "2 h 05 m"],
  [2 * hour + 5 * minute + 30 * second, "2 h 06 m"],
  [day - 1, "1 d 00 h"],
  [3 * day + 4 * hour, "3 d 04 h"],
])("%d ms took %s", (given, wanted) => {
  expect(durationText(given)).toBe(wanted);
});
