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

const segment = /\.([^.[\]']+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y;

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
  const [, root = "", rest = ""] = /^([A-Za-z]+)\.(.+)$/s.exec(text) ?? [];
  switch (root) {
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

function parseStepReference(rest: string): Reference | undefined {
  const step = /^[^.[\]']+/.exec(rest)?.[0];
  if (step === undefined) return undefined;
  const tail = rest.slice(step.length);
  const file = /^\.PropertyFiles\.(.+)$/s.exec(tail)?.[1];
  if (file !== undefined) return { kind: "propertyFile", step, name: file };
  const path: PathSegment[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < tail.length) {
    const match = segment.exec(tail);
    if (match === null) return undefined;
    const [, member, single, double, index] = match;
    const key = single ?? double;
    if (member !== undefined) path.push({ kind: "member", name: member });
    else if (key !== undefined) path.push({ kind: "key", name: key });
    else path.push({ kind: "index", index: Number(index) });
  }
  return { kind: "property", step, path };
}
