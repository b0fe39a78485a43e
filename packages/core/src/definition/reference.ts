import { NacreError } from "../errors.ts";
import { memo } from "../rules/support/memo.ts";

/** One step along a property path. */
export type PathSegment =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "index"; readonly index: number };

/** What the text of a `Get` refers to. */
export type Reference =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "execution"; readonly name: string }
  | { readonly kind: "experiment"; readonly name: string }
  | { readonly kind: "propertyFile"; readonly step: string; readonly name: string }
  | { readonly kind: "property"; readonly step: string; readonly path: readonly PathSegment[] };

/**
 * What the text of a `Get` refers to.
 *
 * @throws NacreError `REFERENCE_INVALID` when it has none of the known forms.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-properties.html
 *
 * @example
 * ```ts
 * import { parseReference } from "@nacre/core";
 *
 * const reference = parseReference("Steps.Train.ModelArtifacts.S3ModelArtifacts");
 * console.assert(reference.kind === "property" && reference.step === "Train");
 * ```
 */
export function parseReference(text: string): Reference {
  const reference = tryParseReference(text);
  if (reference !== undefined) return reference;
  throw new NacreError("REFERENCE_INVALID", `"${text}" is not a reference.`, {
    help:
      "A reference begins with Parameters., Execution., PipelineExperimentConfig. or " +
      "Steps.<name>., such as Steps.Train.ModelArtifacts.S3ModelArtifacts.",
  });
}

/** The same as {@link parseReference}, with undefined for a text of no known form. */
export function tryParseReference(text: string): Reference | undefined {
  const start = text.indexOf(".") + 1;
  if (start === 0 || start === text.length) return undefined;
  if (text.startsWith("Steps.")) return parseStepReference(text, start);
  const kind = kindsOfNames.get(text.slice(0, start));
  return kind === undefined ? undefined : { kind, name: text.slice(start) };
}

const kindsOfNames = new Map<string, "parameter" | "execution" | "experiment">([
  ["Parameters.", "parameter"],
  ["Execution.", "execution"],
  ["PipelineExperimentConfig.", "experiment"],
]);

const files = ".PropertyFiles.";

function parseStepReference(text: string, start: number): Reference | undefined {
  const end = endOfName(text, start);
  if (end === start) return undefined;
  const step = text.slice(start, end);
  if (text.startsWith(files, end) && text.length > end + files.length) {
    return { kind: "propertyFile", step, name: text.slice(end + files.length) };
  }
  const path = pathOf(text.slice(end));
  return path === null ? undefined : { kind: "property", step, path };
}

/** The path that follows the name of a step; a definition has thousands, but few different ones. */
const pathOf = memo((text): readonly PathSegment[] | null => {
  const path: PathSegment[] = [];
  for (let at = 0; at < text.length;) {
    const found = text.charCodeAt(at) === dot ? memberAt(text, at) : bracketAt(text, at);
    if (found === undefined) return null;
    path.push(found.segment);
    at = found.end;
  }
  return path;
});

/** A segment of a path, and where the text goes on. */
interface FoundSegment {
  readonly segment: PathSegment;
  readonly end: number;
}

/** `.name` */
function memberAt(text: string, at: number): FoundSegment | undefined {
  const end = endOfName(text, at + 1);
  if (end === at + 1) return undefined;
  return { segment: { kind: "member", name: text.slice(at + 1, end) }, end };
}

/** `['name']`, `["name"]` or `[0]` */
function bracketAt(text: string, at: number): FoundSegment | undefined {
  if (text[at] !== "[") return undefined;
  const quote = text[at + 1];
  if (quote === "'" || quote === '"') {
    const end = text.indexOf(quote, at + 2);
    if (end < 0 || text[end + 1] !== "]") return undefined;
    return { segment: { kind: "key", name: text.slice(at + 2, end) }, end: end + 2 };
  }
  const end = text.indexOf("]", at);
  const digits = text.slice(at + 1, end);
  if (end < 0 || !/^\d+$/.test(digits)) return undefined;
  return { segment: { kind: "index", index: Number(digits) }, end: end + 1 };
}

/** Where a name ends: at a dot, a bracket or a quote. */
function endOfName(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isEnd(text.charCodeAt(at))) at += 1;
  return at;
}

const [dot, openBracket, closeBracket, quote] = [".", "[", "]", "'"].map((one) =>
  one.charCodeAt(0),
);

function isEnd(code: number): boolean {
  return code === dot || code === openBracket || code === closeBracket || code === quote;
}
