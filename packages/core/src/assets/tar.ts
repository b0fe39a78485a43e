import { NacreError } from "../errors.ts";

/** A file for an archive. */
export interface TarFile {
  /** Path inside the archive, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
}

const blockSize = 512;

/**
 * A tar archive in the format ustar. No times and no owners, so the same files give the same bytes.
 *
 * @throws NacreError `CODE_PATH_TOO_LONG` for a path of more than 100 bytes below another of 155.
 */
export function tar(files: readonly TarFile[]): Uint8Array {
  const parts = files.flatMap((file) => [
    header(file),
    file.content,
    Buffer.alloc(-file.content.length & (blockSize - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * blockSize)]);
}

function header({ path, content, isExecutable }: TarFile): Uint8Array {
  const [prefix, name] = splitPath(path);
  const block = Buffer.alloc(blockSize);
  block.write(name, 0, 100);
  block.write(octal(isExecutable ? 0o755 : 0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(content.length, 12), 124);
  block.write(octal(0, 12), 136);
  block.write("0", 156);
  block.write("ustar", 257);
  block.write("00", 263);
  block.write(prefix, 345, 155);
  // The sum of all bytes, with blanks where the sum itself goes.
  block.fill(" ", 148, 156);
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte),
      7,
    )} `,
    148,
  );
  return block;
}

/** Long paths are cut at a `/` into a prefix and a name. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return [prefix, name];
  }
  throw new NacreError("CODE_PATH_TOO_LONG", `The path is too long for an archive: ${path}`, {
    at: { file: path },
    help: "An archive takes a name of 100 bytes in folders of 155 bytes together: use shorter ones.",
  });
}

/** A number in a field of so many bytes, the last of which is zero. */
function octal(value: number, size: number): string {
  return `${value.toString(8).padStart(size - 1, "0")}\u0000`;
}
