import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { userError } from "../errors.ts";
import { deliver, isStdout } from "../output.ts";
import { openBrowser } from "../studio/open-browser.ts";

/**
 * Writes a result to the file given with `-o`, else to one among temporary files, and opens it.
 *
 * @param name - what a temporary file is called, such as `graph.svg`
 * @throws NacreError `BAD_OPTION` for stdout, `CANNOT_WRITE`
 */
export async function deliverOpened(
  content: string | Uint8Array,
  output: string | undefined,
  name: string,
): Promise<void> {
  if (output !== undefined && isStdout(output)) {
    throw userError("BAD_OPTION", `--open does not go with -o ${output}`, {
      help: "what goes to stdout is no file that could be shown; leave one of them out",
    });
  }
  const file = output === undefined ? join(mkdtempSync(join(tmpdir(), "nacre-")), name) : output;
  deliver(content, file);
  await openBrowser(pathToFileURL(resolve(file)).href, { what: "file" });
}
