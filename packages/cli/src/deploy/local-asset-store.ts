import type { AssetState, AssetStore } from "./asset-store.ts";

/** Assets where the local service finds them: a folder, or the S3 endpoint that is set. */
export class LocalAssetStore implements AssetStore {
  readonly #objects;

  constructor(home: string, region: string) {
    this.#objects = import("@nacre/local").then(({ openObjects }) => openObjects({ home, region }));
    // Whoever waits for it hears of a fault.
    this.#objects.catch(() => undefined);
  }

  async missingBuckets(): Promise<string[]> {
    return [];
  }

  async makeBucket(): Promise<void> {}

  async contentsOf(folder: string): Promise<ReadonlyMap<string, undefined>> {
    const found = await (await this.#objects).list(folder);
    return new Map(found.map(({ uri }) => [uri, undefined]));
  }

  async stateOf(uri: string): Promise<AssetState> {
    // The address follows from the content.
    return (await (await this.#objects).has(uri)) ? "present" : "absent";
  }

  async put(uri: string, content: Uint8Array): Promise<undefined> {
    await (await this.#objects).put(uri, content);
  }

  async holdsAny(uri: string): Promise<boolean> {
    return (await this.#objects).holdsAny(uri);
  }
}
