import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { validateText } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";
import type { ReportedFinding } from "./reported.ts";

/** What was checked, and what was found. */
export interface Checked {
  /** What to call it in a sentence. */
  readonly name: string;
  /** The folder whose package.json says what to ignore. */
  readonly folder: string;
  readonly findings: readonly ReportedFinding[];
}

/**
 * Checks a definition in a file, or on standard input when it is called `-`.
 *
 * @throws NacreError `CANNOT_READ`, `BAD_OPTION`
 */
export function checkDefinitionFile(given: string): Checked {
  if (/\.[cm]?[jt]s$/.test(given)) {
    throw userError("BAD_OPTION", `${given} is an app file, not a definition`, {
      help: `give it as --app ${given}`,
    });
  }
  if (given === "-") {
    const findings = validateText(textOf(readBytes(0), undefined));
    return { name: "standard input", folder: process.cwd(), findings };
  }
  const file = resolve(given);
  const findings = validateText(textOf(readBytes(file), file));
  return {
    name: given,
    folder: dirname(file),
    findings: findings.map((finding) => ({ ...finding, file })),
  };
}

/** Bytes of a file, or of standard input, which is file descriptor 0. */
function readBytes(file: string | 0): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw userError("CANNOT_READ", `cannot read the definition: ${messageOf(error)}`, {
      ...(file === 0 ? {} : { at: { file } }),
      help: "check the path",
    });
  }
}

function textOf(bytes: Buffer, file: string | undefined): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const isWide =
      (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw userError(
      "CANNOT_READ",
      `the definition is not UTF-8 text${isWide ? " but UTF-16" : ""}`,
      {
        ...(file === undefined ? {} : { at: { file } }),
        help: isWide
          ? "Windows PowerShell's `>` writes UTF-16: use `| Out-File -Encoding utf8`, or -o FILE of nacre synth"
          : "write it as UTF-8",
      },
    );
  }
}
