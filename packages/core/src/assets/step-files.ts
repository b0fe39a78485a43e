import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { filesOfFolder, readCode } from "./folder.ts";
import { md5Of } from "./hash.ts";
import { StepCode } from "./step-code.ts";

/** What {@link stepFiles} needs. */
interface StepFilesOptions {
  /** Name of the step that uses the files. */
  readonly step: string;
  /** What the files are for, the last part of their URI, such as `py-files`. */
  readonly purpose: string;
  /** Files and folders; those in a folder keep their path below its name. */
  readonly paths: readonly string[];
  /** The bucket that takes the files. */
  readonly bucket: string;
}

/**
 * Files that a step uses, as the S3 URI of the folder that holds all of them:
 * `s3://<bucket>/<step>-<md5>/input/<purpose>`.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE`, with the step and the file.
 */
export function stepFiles({ step, purpose, paths, bucket }: StepFilesOptions): StepCode {
  const files = paths.flatMap((path) => filesAt(resolve(path), step));
  const listing = files.map(({ name, md5 }) => [name, md5]);
  const prefix = `s3://${bucket}/${step}-${md5Of(JSON.stringify(listing))}`;
  const uri = `${prefix}/input/${purpose}`;
  const assets = files.map(({ name, file, md5 }) => ({ uri: `${uri}/${name}`, file, md5 }));
  return new StepCode(prefix, uri, "", assets);
}

function filesAt(path: string, step: string): { name: string; file: string; md5: string }[] {
  const name = basename(path);
  const files = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? filesOfFolder(path, step).map((one) => ({ name: `${name}/${one.path}`, file: one.file }))
    : [{ name, file: path }];
  return files.map((one) => ({ ...one, md5: md5Of(readCode(one.file, step)) }));
}
