import type { Value } from "../value.ts";
import { imageUri, type ImageUriOptions, type ImageVersion } from "./image-uri.ts";
import { knownInstanceType } from "./known-instance-type.ts";

/** The frameworks whose images run a folder of code. */
export type CodeFramework =
  "huggingface" | "mxnet" | "pytorch" | "sklearn" | "tensorflow" | "xgboost";

/** The image of a framework, or any image. */
export type FrameworkImage<F extends CodeFramework> =
  | {
      readonly framework: F;
      readonly frameworkVersion: NoInfer<ImageVersion<F>>;
      /** The Python version as image tags have it, such as `py311`, where there are several. */
      readonly pythonVersion?: string;
      /** The framework below Hugging Face's, such as `pytorch2.1`. */
      readonly baseFramework?: string;
      readonly imageUri?: never;
    }
  | {
      readonly imageUri: Value<string>;
      readonly framework?: never;
      readonly frameworkVersion?: never;
    };

/** The image that was chosen, for training and processing. */
export function frameworkImage<F extends CodeFramework>(
  image: FrameworkImage<F>,
  region: string,
  wantedInstanceType: Value<string>,
): Value<string> {
  if (image.imageUri !== undefined) return image.imageUri;
  const instanceType = knownInstanceType(wantedInstanceType);
  const { framework, frameworkVersion, pythonVersion, baseFramework } = image;
  const options = {
    framework,
    region,
    version: frameworkVersion,
    scope: "training",
    ...(instanceType === undefined ? {} : { instanceType }),
    ...(pythonVersion === undefined ? {} : { python: pythonVersion }),
    ...(baseFramework === undefined ? {} : { baseFramework }),
  };
  // The version is one of the framework's, as its type says.
  return imageUri(options as unknown as ImageUriOptions<F>);
}
