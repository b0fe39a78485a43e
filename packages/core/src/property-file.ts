import { toDefinition } from "./expression.ts";
import type { JsonObject } from "./json.ts";
import { stepParts, type AnyStep } from "./step.ts";

/**
 * A property file of a processing step: a JSON file among its outputs that {@link jsonGet} reads.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html
 */
export class PropertyFileReference {
  /** Name of the step that writes the file. */
  readonly step: string;
  /** Name of the property file. */
  readonly name: string;

  constructor(step: string, name: string) {
    this.step = step;
    this.name = name;
    Object.freeze(this);
  }

  /** The reference as it stands in the definition. */
  [toDefinition](): JsonObject {
    return { Get: `Steps.${this.step}.PropertyFiles.${this.name}` };
  }
}

/** The property files that a step declares, by name. */
export function propertyFiles<N extends string>(
  step: AnyStep,
): { readonly [K in N]: PropertyFileReference } {
  const declared = step[stepParts].props["propertyFiles"];
  const references: Record<string, PropertyFileReference> = Object.create(null);
  for (const file of Array.isArray(declared) ? declared : []) {
    const name: unknown = file?.PropertyFileName;
    if (typeof name === "string") references[name] = new PropertyFileReference(step.name, name);
  }
  // The names are those of the step's own type parameter; at run time they are what it declared.
  return Object.freeze(references) as { readonly [K in N]: PropertyFileReference };
}
