import type { FolderObjects } from "./folder-objects.ts";
import { inKeyOrder } from "./folder-objects.ts";
import type { FoundObject, Objects } from "./objects.ts";

/** What {@link ExecutionObjects} is made of. */
export interface ExecutionObjectsOptions {
  /** What this execution wrote. */
  readonly own: FolderObjects;
  /** What all share. */
  readonly shared: Objects;
  /** When the execution started, in milliseconds since 1970. */
  readonly since: number;
  /** A folder of the engine's for files that are not in place yet; it goes when the engine has ended. */
  readonly aside: string;
}

/**
 * The objects as one execution sees them.
 *
 * Definitions name fixed output URIs, so two runs at once write the same keys. Each execution
 * therefore keeps what it wrote in a folder of its own, reads that first, and publishes it to what all
 * share: a folder (by a hard link, so that it costs no space) or S3. Where an execution has written
 * something under a prefix, what others wrote there since it started is not seen.
 */
export class ExecutionObjects implements Objects {
  readonly #own: FolderObjects;
  readonly #shared: Objects;
  readonly #since: number;

  /** A folder of the engine's for files that are not in place yet; it goes when the engine has ended. */
  readonly aside: string;

  constructor({ own, shared, since, aside }: ExecutionObjectsOptions) {
    this.aside = aside;
    this.#own = own;
    this.#shared = shared;
    this.#since = since;
  }

  async list(prefixUri: string): Promise<FoundObject[]> {
    const [own, shared] = await Promise.all([
      this.#own.list(prefixUri),
      this.#shared.list(prefixUri),
    ]);
    if (own.length === 0) return shared;
    const keys = new Set(own.map(({ key }) => key));
    const older = shared.filter(
      ({ key, lastModified }) => !keys.has(key) && lastModified.getTime() < this.#since,
    );
    return inKeyOrder([...own, ...older]);
  }

  async holdsAny(prefixUri: string): Promise<boolean> {
    return (await this.#own.holdsAny(prefixUri)) || this.#shared.holdsAny(prefixUri);
  }

  async has(uri: string): Promise<boolean> {
    return (await this.#own.has(uri)) || this.#shared.has(uri);
  }

  async fetch(uri: string, file: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.#own.fetch(uri, file, signal)) || this.#shared.fetch(uri, file, signal);
  }

  async readText(uri: string): Promise<string | undefined> {
    return (await this.#own.readText(uri)) ?? this.#shared.readText(uri);
  }

  async put(uri: string, from: string | Uint8Array): Promise<void> {
    await this.#own.put(uri, from);
    await this.#publish(uri);
  }

  async take(uri: string, file: string): Promise<void> {
    await this.#own.take(uri, file);
    await this.#publish(uri);
  }

  /** Where this execution keeps what it writes under a URI: a file, or the folder of a prefix. */
  ownPath(uri: string): string {
    return this.#own.path(uri);
  }

  async #publish(uri: string): Promise<void> {
    await this.#shared.take(uri, this.#own.path(uri));
  }
}
