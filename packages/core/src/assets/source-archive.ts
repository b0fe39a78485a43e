import { basename, resolve } from "node:path";
import type { CodeAsset } from "./code-assets.ts";
import { filesOfFolder, readCode } from "./folder.ts";
import { md5Of } from "./hash.ts";
import { StepCode, stepCode, type StepCodeOptions } from "./step-code.ts";
import { tar, type TarFile } from "./tar.ts";

/**
 * The code of a training job, packed as SageMaker's framework images want it, under
 * `s3://<bucket>/<step>-<md5>/input/code/sourcedir.tar.gz`. It stands in the arguments as JSON text,
 * as these images want that too.
 *
 * @throws NacreError `CODE_NOT_FOUND` or `CODE_UNREADABLE`, with the step and the file; `CODE_PATH_TOO_LONG`
 * when its content is asked for.
 */
export function sourceArchive(options: StepCodeOptions): StepCode {
  const { prefix, entryPoint } = stepCode(options);
  const uri = `${prefix}/input/code/sourcedir.tar.gz`;
  let packed: Uint8Array | undefined;
  const content = (): Uint8Array => (packed ??= packedFiles(options));
  const asset: CodeAsset = {
    uri,
    get content() {
      return content();
    },
    get md5() {
      return md5Of(content());
    },
  };
  return new StepCode(prefix, JSON.stringify(uri), entryPoint, [asset]);
}

function packedFiles({ step, code }: StepCodeOptions): Uint8Array {
  const files: readonly TarFile[] =
    typeof code === "string"
      ? [{ path: basename(code), content: readCode(resolve(code), step), isExecutable: false }]
      : filesOfFolder(resolve(code.folder), step).map(({ path, file, isExecutable }) => ({
          path,
          content: readCode(file, step),
          isExecutable,
        }));
  // Loaded here, since most programs never need it and it takes longer to load than all of this.
  const { gzipSync } = process.getBuiltinModule("node:zlib");
  const zipped = gzipSync(tar(files));
  // The system it was packed on: not said, so that it is the same everywhere.
  zipped[9] = 255;
  return zipped;
}
