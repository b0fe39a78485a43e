import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { executionDirectory } from "../engine/live-execution.ts";
import { FolderObjects } from "../objects/folder-objects.ts";
import type { FoundObject, Objects } from "../objects/objects.ts";
import { executionObjects } from "../objects/open-objects.ts";
import { randomToken } from "../random.ts";

/** An object that is being read. */
export interface OpenObject {
  /** How long it is, in bytes. */
  readonly size: number;
  /** Its bytes. Whoever asked for it reads or cancels it. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Each chunk of a stream of the web costs some time, however long it is. */
const chunkBytes = 512 * 1024;

/** Reads objects by S3 URI. */
export interface ObjectReader {
  /** The objects at a URI and below it, in the order of their keys. */
  list(uri: string): Promise<readonly Pick<FoundObject, "uri" | "size" | "lastModified">[]>;
  /**
   * Opens an object.
   *
   * @param most - how many bytes of it are wanted, from its start; without, all
   * @returns undefined when there is none under this URI
   */
  open(uri: string, most?: number): Promise<OpenObject | undefined>;
}

/** Reads the objects of a home as an execution of it sees them, or as they are now. */
export class ObjectFiles implements ObjectReader {
  readonly #shared: Objects;
  readonly #own: FolderObjects | undefined;
  readonly #seen: Objects;
  readonly #aside: string;

  /** @param execution - its id and when it started, in milliseconds since 1970 */
  constructor(
    home: string,
    shared: Objects,
    execution?: { readonly id: string; readonly since: number },
  ) {
    this.#shared = shared;
    this.#aside = join(home, "tmp");
    this.#seen = shared;
    if (execution === undefined) return;
    const directory = executionDirectory(home, execution.id);
    this.#own = new FolderObjects(join(directory, "s3"), this.#aside);
    this.#seen = executionObjects(shared, directory, execution.since, this.#aside);
  }

  async list(uri: string): Promise<readonly FoundObject[]> {
    const folder = uri.endsWith("/") ? uri : `${uri}/`;
    const found = await this.#seen.list(uri);
    return found.filter((object) => object.uri === uri || object.uri.startsWith(folder));
  }

  async open(uri: string, most?: number): Promise<OpenObject | undefined> {
    const file = (await this.#own?.file(uri)) ?? (await this.#sharedFile(uri));
    if (file !== undefined) return openFile(file, most);
    if (this.#shared instanceof FolderObjects) return undefined;
    const copy = join(this.#aside, randomToken(16));
    await mkdir(this.#aside, { recursive: true });
    try {
      // On systems that cannot remove open files the copy goes with the next engine's start.
      return (await this.#shared.fetch(uri, copy)) ? await openFile(copy, most) : undefined;
    } finally {
      await rm(copy, { force: true }).catch(() => undefined);
    }
  }

  async #sharedFile(uri: string): Promise<string | undefined> {
    return this.#shared instanceof FolderObjects ? this.#shared.file(uri) : undefined;
  }
}

async function openFile(file: string, most: number | undefined): Promise<OpenObject> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (most === 0 || size === 0) {
      await handle.close();
      return { size, body: new Blob([]).stream() };
    }
    const end = most === undefined ? {} : { end: most - 1 };
    const stream = createReadStream(file, {
      fd: handle,
      start: 0,
      highWaterMark: chunkBytes,
      ...end,
    });
    // Node's web streams are those of the standard.
    return { size, body: Readable.toWeb(stream) as ReadableStream<Uint8Array> };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
