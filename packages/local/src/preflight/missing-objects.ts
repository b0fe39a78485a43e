import { FolderObjects } from "../objects/folder-objects.ts";
import type { Objects } from "../objects/objects.ts";
import type { NeededObjects } from "./needed-objects.ts";

/** What one who calls `nacre run` does about an object that is missing. */
export function cureByOption({ uri, kind }: NeededObjects): string {
  return kind === "code"
    ? `nacre run with the pipeline's app supplies its code; a definition by itself does not: add --put ${uri}=FILE.`
    : `Give the file: --put ${uri}=FILE.`;
}

/** What a client of the service does about it, or one who fills in the form of the page. */
export function cureByFile(objects: Objects): (missing: NeededObjects) => string {
  return ({ uri }) =>
    objects instanceof FolderObjects
      ? `Give another URI, or put the file there: ${objects.path(uri)}`
      : "Give another URI, or put the file there.";
}
