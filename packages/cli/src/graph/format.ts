import { extname } from "node:path";
import { userError } from "../errors.ts";
import { isStdout } from "../output.ts";

/** What a graph is printed as. */
export type Format = "text" | "mermaid" | "dot" | "svg" | "png";

const formats: Readonly<Record<string, Format>> = {
  ".svg": "svg",
  ".png": "png",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
  ".txt": "text",
};

/**
 * The format of a picture: `--format`, else what the name of the file ends in, else `otherwise`.
 *
 * @param otherwise - of what is written to no file; stdout, which is `-`, is none
 * @throws NacreError `BAD_OPTION` for an ending that says nothing, or another format than `--format`
 */
export function formatOf(
  format: Format | undefined,
  file: string | undefined,
  otherwise: Format,
): Format {
  if (file === undefined || isStdout(file)) return format ?? otherwise;
  const ending = extname(file).toLowerCase();
  const named = formats[ending];
  if (named === undefined) {
    if (format !== undefined) return format;
    throw userError("BAD_OPTION", `-o ${file}: its name does not end as that of a picture`, {
      help: `it can end in ${Object.keys(formats).join(", ")}; or --format says what to write`,
    });
  }
  // Any text may be kept in a .txt.
  const isFitting =
    format === undefined || format === named || (named === "text" && format !== "png");
  if (isFitting) return format ?? named;
  throw userError("BAD_OPTION", `-o ${file} does not go with --format ${format}`, {
    help: `its name says ${named}; leave --format out, or name the file otherwise`,
  });
}
