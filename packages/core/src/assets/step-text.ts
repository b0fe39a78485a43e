import type { CodeAsset } from "./code-assets.ts";
import { md5Of } from "./hash.ts";
import { StepCode } from "./step-code.ts";

/** What {@link stepText} needs. */
interface StepTextOptions {
  /** Name of the step that uses the file. */
  readonly step: string;
  /** What the file is for, such as `conf`. */
  readonly purpose: string;
  /** The name of the file. */
  readonly name: string;
  readonly text: string;
  /** The bucket that takes the file. */
  readonly bucket: string;
}

/**
 * A file that Nacre itself makes for a step, as an S3 URI:
 * `s3://<bucket>/<step>-<md5>/input/<purpose>/<name>`.
 */
export function stepText({ step, purpose, name, text, bucket }: StepTextOptions): StepCode {
  const md5 = md5Of(text);
  const prefix = `s3://${bucket}/${step}-${md5}`;
  const uri = `${prefix}/input/${purpose}/${name}`;
  const asset: CodeAsset = {
    uri,
    md5,
    content: Buffer.from(text),
  };
  return new StepCode(prefix, uri, name, [asset]);
}
