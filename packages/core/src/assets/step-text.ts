import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
 * `s3://<bucket>/<step>-<md5>/input/<purpose>/<name>`. It is written to disk only when someone asks
 * for the file, in order to upload it.
 */
export function stepText({ step, purpose, name, text, bucket }: StepTextOptions): StepCode {
  const md5 = md5Of(text);
  const prefix = `s3://${bucket}/${step}-${md5}`;
  const uri = `${prefix}/input/${purpose}/${name}`;
  const asset: CodeAsset = {
    uri,
    get file() {
      return written(md5, name, text);
    },
    md5,
  };
  return new StepCode(prefix, uri, name, [asset]);
}

let folder: string | undefined;

function written(md5: string, name: string, text: string): string {
  folder ??= temporaryFolder();
  const own = join(folder, md5);
  mkdirSync(own, { recursive: true });
  const file = join(own, name);
  writeFileSync(file, text);
  return file;
}

/** A folder of this process alone, which goes with it. */
function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), "nacre-files-"));
  process.once("exit", () => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}
