import { randomInt } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Random lower-case letters and digits, as SageMaker makes its execution ids (12) and tokens (10). */
export function randomToken(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}
