import { createReadStream } from "node:fs";
import { link, mkdir, open, rm, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReadEntry } from "tar";
import { StepFailure } from "../step-failure.ts";
import { faultCode } from "../files.ts";
import { archiveLimits, type ArchiveLimits } from "./limits.ts";
import { leadsInside } from "./link-target.ts";

/** A fault of the archive's own. */
class BadArchive extends Error {}

/**
 * Unpacks a `.tar.gz` that anybody may have made into a new folder. Refused are absolute names, `..`,
 * devices and pipes, links that lead out, names that are not UTF-8, and archives that hold more than
 * the limits. Owners and special mode bits are not taken over.
 *
 * Files come first and symbolic links last, so that nothing is ever written through a link.
 *
 * @param folder - made; nothing but this function may write to it meanwhile
 * @param uri - the archive's URI, for messages
 * @throws StepFailure in SageMaker's words.
 */
export async function unpack(
  archive: string,
  folder: string,
  uri: string,
  limits: ArchiveLimits = archiveLimits(),
): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await assertGzip(archive);
    await new Unpacking(folder, limits).run(archive);
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    throw new StepFailure(
      `ClientError: Failed to extract model data archive from URL "${uri}": ${error.message}. ` +
        "Please ensure that the object located at the URL is a valid tar.gz archive.",
    );
  }
}

class Unpacking {
  readonly #folder: string;
  readonly #limits: ArchiveLimits;
  readonly #files = new Set<string>();
  readonly #links = new Map<string, string>();
  #bytes = 0;
  #entries = 0;
  #current: ReadEntry | undefined;
  #hasFailed = false;

  constructor(folder: string, limits: ArchiveLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async run(archive: string): Promise<void> {
    // Loaded here, since most runs unpack nothing.
    const { Parser } = await import("tar");
    await new Promise<void>((resolve, reject) => {
      const input = createReadStream(archive);
      // The parser gives an entry when the one before has been read to its end.
      let work = Promise.resolve();
      const fail = (error: unknown): void => {
        if (this.#hasFailed) return;
        this.#hasFailed = true;
        input.destroy();
        // What is being written ends before the caller hears of it, and may remove the folder.
        this.#current?.destroy();
        void work.catch(() => undefined).then(() => reject(error));
      };
      const parser = new Parser({
        strict: true,
        // What counts is how much comes out, not how well it was packed.
        maxDecompressionRatio: Number.POSITIVE_INFINITY,
        onReadEntry: (entry) => {
          work = work.then(() => (this.#hasFailed ? undefined : this.#entry(entry)));
          work.catch(fail);
        },
      });
      parser.on("ignoredEntry", (entry: ReadEntry) => fail(unknownType(entry)));
      let hasEnd = false;
      parser.on("eof", () => (hasEnd = true));
      parser.on("error", (error: Error) => {
        // An archive of nothing but its end is one: what is packed of an empty folder.
        const isEmpty = hasEnd && this.#entries === 0 && /Unrecognized/.test(error.message);
        if (isEmpty) resolve();
        else fail(new BadArchive(reasonOf(error)));
      });
      parser.on("end", () => work.then(resolve, fail));
      input.once("error", fail);
      input.on("data", (chunk) => {
        if (parser.write(chunk)) return;
        input.pause();
        parser.once("drain", () => input.resume());
      });
      input.once("end", () => parser.end());
    });
    for (const [name, target] of this.#links) {
      // oxlint-disable-next-line no-await-in-loop -- in the archive's order
      await inArchive(name, () => symlink(target, join(this.#folder, name)));
    }
  }

  async #entry(entry: ReadEntry): Promise<void> {
    this.#current = entry;
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) {
      throw new BadArchive(
        `it has more than ${this.#limits.entries} entries (NACRE_ARCHIVE_MAX_ENTRIES)`,
      );
    }
    const name = insideName(entry.path);
    await inArchive(name, () => this.#write(name, entry));
  }

  async #write(name: string, entry: ReadEntry): Promise<void> {
    const path = join(this.#folder, name);
    switch (entry.type) {
      case "Directory":
      case "GNUDumpDir":
        await mkdir(path, { recursive: true });
        break;
      case "File":
      case "OldFile":
      case "ContiguousFile":
        await this.#replace(name);
        await this.#writeFile(path, entry);
        this.#files.add(name);
        return;
      case "Link": {
        const target = insideName(entry.linkpath ?? "");
        if (!this.#files.has(target)) {
          throw new BadArchive(
            `the link ${quoted(name)} is to ${quoted(target)}, no file before it`,
          );
        }
        if (target === name) break;
        await this.#replace(name);
        await link(join(this.#folder, target), path);
        this.#files.add(name);
        break;
      }
      case "SymbolicLink": {
        const target = entry.linkpath ?? "";
        if (!leadsInside(name, target) || target.includes(lost)) {
          throw new BadArchive(`the link ${quoted(name)} leads out of it, to ${quoted(target)}`);
        }
        await this.#replace(name);
        this.#links.set(name, target);
        break;
      }
      default:
        throw unknownType(entry);
    }
    entry.resume();
  }

  /** Makes room for an entry: as with `tar`, the last one of a name counts. */
  async #replace(name: string): Promise<void> {
    if (name === "") throw new BadArchive("it has a file without a name");
    this.#links.delete(name);
    const path = join(this.#folder, name);
    await mkdir(dirname(path), { recursive: true });
    if (this.#files.delete(name)) await rm(path);
  }

  /** An entry of an archive that has failed may never end: it is not waited for. */
  #goOn(): void {
    if (this.#hasFailed) throw new BadArchive("it has failed");
  }

  async #writeFile(path: string, entry: ReadEntry): Promise<void> {
    // Readable by all, written by us, and no bits that change who a program runs as.
    const mode = 0o600 | ((entry.mode ?? 0o644) & 0o755);
    const file = await open(path, "wx", mode);
    try {
      this.#goOn();
      for await (const chunk of entry) {
        this.#bytes += chunk.length;
        if (this.#bytes > this.#limits.bytes) {
          throw new BadArchive(
            `unpacked it has more than ${this.#limits.bytes} bytes (NACRE_ARCHIVE_MAX_BYTES)`,
          );
        }
        await file.writeFile(chunk);
        this.#goOn();
      }
    } finally {
      await file.close();
    }
    const { mtime } = entry;
    if (mtime !== undefined && mtime.getTime() > 0) await utimes(path, mtime, mtime);
  }
}

/** What a name holds that could not be read as UTF-8. */
const lost = "\ufffd";

/** An entry's name relative to the folder; empty for the folder itself. */
function insideName(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (path.startsWith("/")) throw new BadArchive(`the name ${quoted(path)} is absolute`);
  if (parts.includes("..")) throw new BadArchive(`the name ${quoted(path)} leads out of it`);
  if (path.includes("\0")) throw new BadArchive(`the name ${quoted(path)} has a NUL`);
  if (path.includes(lost)) throw new BadArchive(`the name ${quoted(path)} is not UTF-8`);
  return parts.join("/");
}

/** What only the archive's names can be the reason of: an entry that is a file and a folder … */
async function inArchive(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const codes = ["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG", "EINVAL", "EPERM", "EMLINK"];
    const code = faultCode(error);
    if (code === undefined || !codes.includes(code)) throw error;
    throw new BadArchive(`${quoted(name)} cannot be written: ${code}`);
  }
}

async function assertGzip(archive: string): Promise<void> {
  const file = await open(archive);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || buffer[0] !== 0x1f || buffer[1] !== 0x8b) {
      throw new BadArchive("it is not gzip-compressed");
    }
  } finally {
    await file.close();
  }
}

function unknownType({ path, type }: ReadEntry): BadArchive {
  return new BadArchive(`${quoted(path)} is of the type ${type}, neither file, folder nor link`);
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}

function reasonOf({ message }: Error): string {
  return (message.split("\n")[0] ?? "").replace(/^TAR_[A-Z_]+: /, "").replace(/\.$/, "");
}
