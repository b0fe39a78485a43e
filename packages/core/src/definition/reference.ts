import { NacreError } from "../errors.ts";

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
  const dot = text.indexOf(".");
  const rest = text.slice(dot + 1);
  if (rest === "") return undefined;
  switch (text.slice(0, Math.max(dot, 0))) {
    case "Parameters":
      return { kind: "parameter", name: rest };
    case "Execution":
      return { kind: "execution", name: rest };
    case "PipelineExperimentConfig":
      return { kind: "experiment", name: rest };
    case "Steps":
      return parseStepReference(rest);
    default:
      return undefined;
  }
}

const files = ".PropertyFiles.";

/** A definition has thousands of these, so they are read character by character. */
function parseStepReference(text: string): Reference | undefined {
  const end = endOfName(text, 0);
  if (end === 0) return undefined;
  const step = text.slice(0, end);
  if (text.startsWith(files, end) && text.length > end + files.length) {
    return { kind: "propertyFile", step, name: text.slice(end + files.length) };
  }
  const path: PathSegment[] = [];
  for (let at = end; at < text.length;) {
    const found = text[at] === "." ? memberAt(text, at) : bracketAt(text, at);
    if (found === undefined) return undefined;
    path.push(found.segment);
    at = found.end;
  }
  return { kind: "property", step, path };
}

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
  while (at < text.length && !".[]'".includes(text.charAt(at))) at += 1;
  return at;
}
