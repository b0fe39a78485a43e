import { join } from "node:path";
import { ExecutionObjects } from "../objects/execution-objects.ts";
import { FolderObjects } from "../objects/folder-objects.ts";
import { sharedFolder } from "../objects/open-objects.ts";

export { sharedFolder } from "../objects/open-objects.ts";
export type { FoundObject } from "../objects/objects.ts";

/** The objects as one execution sees them, all in folders. */
export class ObjectStore extends ExecutionObjects {
  readonly #own: FolderObjects;
  readonly #shared: FolderObjects;

  /**
   * @param home - the folder with all state
   * @param own - the folder for what this execution writes; on the same file system as `home`
   * @param since - when the execution started, in milliseconds since 1970
   */
  constructor(home: string, own: string, since: number) {
    const aside = join(home, "tmp");
    const objects = new FolderObjects(own, aside);
    const shared = new FolderObjects(sharedFolder(home), aside);
    super({ own: objects, shared, since });
    this.#own = objects;
    this.#shared = shared;
  }

  /** The file of the object that lies exactly under a URI. */
  async find(uri: string): Promise<string | undefined> {
    return (await this.#own.file(uri)) ?? this.#shared.file(uri);
  }
}
