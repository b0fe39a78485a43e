import { basename, resolve } from "node:path";
import { suggestion } from "../definition/suggest.ts";
import { NacreError } from "../errors.ts";
import { describe, Expression, toDefinition } from "../expression.ts";
import { codeAssets, type CodeAsset } from "./code-assets.ts";
import { filesOfFolder, readCode } from "./folder.ts";
import { md5Of } from "./hash.ts";

/** The code of a step: one script, or a folder and the script in it that is run. */
export type Code = string | CodeFolder;

/** A folder of code. */
export interface CodeFolder {
  /** The folder; `__pycache__`, `.git` and what its file `.nacreignore` lists stay out. */
  readonly folder: string;
  /** The script that is run, as a path inside the folder with `/`. */
  readonly entryPoint: string;
}

/** What {@link stepCode} needs. */
export interface StepCodeOptions {
  /** Name of the step that runs the code. */
  readonly step: string;
  /** Relative paths are seen from the current directory. */
  readonly code: Code;
  /** The bucket that takes the code. */
  readonly bucket: string;
}

/**
 * The code of a step as an S3 URI, to stand in its arguments; the pipeline that holds the step then
 * lists the files among its `assets`.
 */
export class StepCode extends Expression<string> {
  /** Where what belongs to the step with this code lies: `s3://<bucket>/<step>-<md5>`. */
  readonly prefix: string;
  /** Name of the script that is run, inside the URI where that is a folder. */
  readonly entryPoint: string;
  /** The files. */
  readonly [codeAssets]: readonly CodeAsset[];
  readonly #uri: string;

  constructor(prefix: string, uri: string, entryPoint: string, assets: readonly CodeAsset[]) {
    super();
    this.prefix = prefix;
    this.entryPoint = entryPoint;
    this[codeAssets] = Object.freeze([...assets]);
    this.#uri = uri;
    Object.freeze(this);
  }

  override [toDefinition](): string {
    return this.#uri;
  }

  override [describe](): string {
    return JSON.stringify(this.#uri);
  }
}

/**
 * Reads the code of a step and gives it an address that follows its content:
 * `s3://<bucket>/<step>-<md5>/input/code/<file>`, or for a folder
 * `s3://<bucket>/<step>-<md5>/input/code`. The md5 of a script is that of the file; the md5 of a
 * folder is over names, modes and contents of its files and the entry point.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE`, with the step and the file.
 *
 * @example
 * ```ts
 * import { NacreError, stepCode } from "@nacre/core";
 *
 * try {
 *   stepCode({ step: "Prepare", code: "no-such-script.py", bucket: "my-bucket" });
 * } catch (error) {
 *   console.assert(error instanceof NacreError && error.code === "CODE_NOT_FOUND");
 * }
 * ```
 */
export function stepCode(options: StepCodeOptions): StepCode {
  const { step, code, bucket } = options;
  return typeof code === "string" ? scriptCode(step, code, bucket) : folderCode(step, code, bucket);
}

function scriptCode(step: string, script: string, bucket: string): StepCode {
  const file = resolve(script);
  const md5 = md5Of(readCode(file, step));
  const name = basename(file);
  const prefix = `s3://${bucket}/${step}-${md5}`;
  const uri = `${prefix}/input/code/${name}`;
  return new StepCode(prefix, uri, name, [{ uri, file, md5 }]);
}

function folderCode(step: string, { folder, entryPoint }: CodeFolder, bucket: string): StepCode {
  const root = resolve(folder);
  const files = filesOfFolder(root, step).map((file) => ({
    ...file,
    md5: md5Of(readCode(file.file, step)),
  }));
  if (!files.some((file) => file.path === entryPoint)) {
    throw new NacreError(
      "CODE_NOT_FOUND",
      `The code of step "${step}" has no file "${entryPoint}" in ${root}.`,
      {
        at: { step, file: root },
        help: suggestion(
          entryPoint,
          files.map((file) => file.path),
        ),
      },
    );
  }
  const listing = files.map((file) => [file.path, file.isExecutable ? "755" : "644", file.md5]);
  const prefix = `s3://${bucket}/${step}-${md5Of(JSON.stringify({ entryPoint, files: listing }))}`;
  const uri = `${prefix}/input/code`;
  const assets = files.map(({ path, file, md5 }) => ({ uri: `${uri}/${path}`, file, md5 }));
  return new StepCode(prefix, uri, entryPoint, assets);
}
