import type { JsonValue } from "@nacre/core";
import { knownImage, knownRepositories, type KnownImage } from "../jobs/images.ts";
import { text } from "../plan.ts";
import type { Unsupported } from "./problem.ts";

/**
 * Refuses an image whose jobs do not run here.
 *
 * @param image - the image's URI, as far as it is known
 * @param frameworks - those that are good for this kind of job
 */
export function unsupportedImage(
  image: JsonValue | undefined,
  ...frameworks: readonly KnownImage["framework"][]
): Unsupported[] {
  const uri = text(image);
  if (uri === undefined) {
    return [
      {
        reason: "its image is not known before the run",
        cure: "Give the image as a text or a parameter.",
      },
    ];
  }
  const known = knownImage(uri);
  if (known !== undefined && frameworks.includes(known.framework)) return [];
  return [
    {
      reason:
        known === undefined
          ? `its image ${uri} is not one that runs here`
          : `its image ${uri} runs here, but not for this kind of job`,
      cure: `Images that run here: ${knownRepositories()}. Run this pipeline in SageMaker, or use one of them.`,
    },
  ];
}
