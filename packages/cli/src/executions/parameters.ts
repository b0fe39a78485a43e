import { readFileSync } from "node:fs";
import { messageOf, userError } from "../errors.ts";
import { readPairs } from "../pairs.ts";

/**
 * The values for parameters: those of a file (`--params`), and over them those of `--param`. A file is
 * an object of names and values, or a list of `{ "Name": …, "Value": … }` as the AWS CLI takes it.
 * Numbers keep their text.
 *
 * @throws NacreError `CANNOT_READ`, `PARAMS_INVALID`, `BAD_OPTION`
 */
export function readParameters(
  given: readonly string[],
  file: string | undefined,
): Map<string, string> {
  const values = file === undefined ? new Map<string, string>() : readFile(file);
  for (const [name, value] of readPairs("param", given)) values.set(name, value);
  return values;
}

function readFile(file: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw userError("CANNOT_READ", `cannot read the parameters: ${messageOf(error)}`, {
      at: { file },
      help: "check the path",
    });
  }
  const content = parse(text, file);
  const pairs = Array.isArray(content) ? content.map(pairOf) : Object.entries(content ?? {});
  return new Map(
    pairs.map(([name, value]) => {
      if (typeof name === "string" && typeof value !== "object" && value !== undefined) {
        return [name, String(value)];
      }
      throw invalid(file, `the value of ${JSON.stringify(name)} is no text, number or boolean`);
    }),
  );
}

function pairOf(item: unknown): [unknown, unknown] {
  const { Name, Value }: { Name?: unknown; Value?: unknown } = Object(item);
  return [Name, Value];
}

function parse(text: string, file: string): unknown {
  let content: unknown;
  try {
    content = JSON.parse(text, keepNumberText);
  } catch (error) {
    throw invalid(file, messageOf(error));
  }
  if (typeof content === "object" && content !== null) return content;
  throw invalid(file, "it is neither an object nor a list");
}

/** A number of a parameter is handed on as it was written: `6.0` is not `6`. */
function keepNumberText(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return typeof value === "number" ? (context?.source ?? value) : value;
}

function invalid(file: string, why: string): Error {
  return userError("PARAMS_INVALID", `the file of --params cannot be used: ${why}`, {
    at: { file },
    help: 'write it as { "MseThreshold": 6.0, "InputData": "s3://…" }',
  });
}
