import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { FolderObjects } from "../objects/folder-objects.ts";
import type { ExecutionObjects } from "../objects/execution-objects.ts";
import type { FoundObject, Objects } from "../objects/objects.ts";
import { randomToken } from "../random.ts";

/** What outputs are taken over by an execution. */
export interface Adoption {
  /** The folder with all state. */
  readonly home: string;
  /** The id of the execution that wrote them. */
  readonly source: string;
  /** The S3 URIs of the outputs: objects, or prefixes of objects. */
  readonly uris: readonly string[];
  /** The objects as the execution sees them that takes them over. */
  readonly objects: ExecutionObjects;
}

/** As {@link Adoption}, where the execution may not be there yet. */
type PossibleAdoption = Omit<Adoption, "objects"> & { readonly objects: Objects };

/**
 * Lets an execution have the outputs of an earlier one as its own, by further names of the same files:
 * executions in between may have written other objects under the same URIs. Where the earlier
 * execution has none of its own any more, those that lie under the URI now are taken.
 *
 * @returns an output of which nothing is left anywhere; undefined when there is none
 */
export async function adoptOutputs(adoption: Adoption): Promise<string | undefined> {
  const { home, source, uris, objects } = adoption;
  const own = ownObjects(home, source);
  for (const uri of uris) {
    /* oxlint-disable no-await-in-loop -- outputs may share objects, which are then taken twice */
    const kept = under(uri, await own.list(uri));
    for (const object of kept) await objects.take(object.uri, own.path(object.uri));
    if (kept.length > 0) continue;
    const others = under(uri, await objects.list(uri));
    if (others.length === 0) return uri;
    for (const object of others) {
      const copy = join(objects.aside, randomToken(16));
      await mkdir(objects.aside, { recursive: true });
      try {
        if (await objects.fetch(object.uri, copy)) await objects.take(object.uri, copy);
      } finally {
        await rm(copy, { force: true });
      }
    }
    /* oxlint-enable no-await-in-loop */
  }
  return undefined;
}

/**
 * Looks whether an execution could take over the outputs of an earlier one, and changes nothing.
 *
 * @returns an output of which nothing is left anywhere; undefined when there is none
 */
export async function missingOutput(adoption: PossibleAdoption): Promise<string | undefined> {
  const { home, source, uris, objects } = adoption;
  const own = ownObjects(home, source);
  for (const uri of uris) {
    // oxlint-disable-next-line no-await-in-loop -- the first that is missing is enough
    const isThere = [await own.list(uri), await objects.list(uri)].some(
      (found) => under(uri, found).length > 0,
    );
    if (!isThere) return uri;
  }
  return undefined;
}

/** What an execution wrote, whatever others have written since. */
function ownObjects(home: string, execution: string): FolderObjects {
  return new FolderObjects(join(home, "executions", execution, "s3"), join(home, "tmp"));
}

/** The object of a URI, or those in its folder; `a/b` does not mean `a/bc` here. */
function under(uri: string, found: readonly FoundObject[]): FoundObject[] {
  const prefix = uri.endsWith("/") ? uri : `${uri}/`;
  return found.filter((object) => object.uri === uri || object.uri.startsWith(prefix));
}
