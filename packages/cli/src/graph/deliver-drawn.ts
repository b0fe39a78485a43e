import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { userError } from "../errors.ts";
import { defined } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { deliver, isStdout } from "../output.ts";
import { openBrowser } from "../studio/open-browser.ts";

/** Where a picture or a report goes, and what is said of it. */
export interface DrawnInput {
  readonly output: string | undefined;
  /** Show it in the browser. */
  readonly open: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What was drawn. */
export interface Drawn {
  readonly content: string | Uint8Array;
  /** Such as `svg`; the ending of a temporary file. */
  readonly format: string;
  /** Of an execution: its ARN. */
  readonly execution?: string | undefined;
}

/**
 * Refuses what cannot go together, before anything is drawn.
 *
 * @throws NacreError `BAD_OPTION`
 */
export function checkDrawnInput({ output, open, json }: DrawnInput): void {
  if (open && output !== undefined && isStdout(output)) {
    throw userError("BAD_OPTION", `--open does not go with -o ${output}`, {
      help: "what goes to stdout is no file that could be shown; leave one of them out",
    });
  }
  if (json && !open && isStdout(output)) {
    throw userError("BAD_OPTION", "--json tells which file was written, and none is", {
      help: "say where to write it: -o FILE",
    });
  }
}

/**
 * Writes what was drawn to the file given with `-o`, else to stdout, or to a temporary file that is opened.
 *
 * @param name - what a temporary file is called, without its ending
 * @throws NacreError `CANNOT_WRITE`
 */
export async function deliverDrawn(drawn: Drawn, name: string, input: DrawnInput): Promise<void> {
  const { content, format, execution } = drawn;
  const { open, json, quiet } = input;
  const file =
    open && input.output === undefined
      ? join(mkdtempSync(join(tmpdir(), "nacre-")), `${name}.${format}`)
      : input.output;
  deliver(content, file, { quiet: quiet || json });
  if (json && file !== undefined) {
    printJson(
      defined({
        file: resolve(file),
        format,
        bytes: Buffer.byteLength(content),
        executionArn: execution,
        executionId: execution === undefined ? undefined : lastPart(execution),
      }),
    );
  }
  if (open && file !== undefined) {
    await openBrowser(pathToFileURL(resolve(file)).href, { what: "file" });
  }
}
