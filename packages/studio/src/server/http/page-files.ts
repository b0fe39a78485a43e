import { readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its name has a hash of what it holds. */
  readonly isHashed: boolean;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".woff2": "font/woff2",
};

/** Where the build puts the page: beside the built server, and where sources run, in `dist`. */
export function pageFolder(): string {
  const isSource = import.meta.url.endsWith(".ts");
  return fileURLToPath(new URL(isSource ? "../../../dist/page/" : "page/", import.meta.url));
}

/**
 * The files of the page, by their paths in its folder such as `assets/index-1a2b3c.js`, all read at once:
 * what is asked for is looked up in this list and never on the disk. Empty when the page is not built.
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  return new Map(
    filesIn(folder).flatMap((path): [string, PageFile][] => {
      const type = types[extname(path)];
      if (type === undefined) return [];
      const name = path.replaceAll(sep, "/");
      const bytes = new Uint8Array(readFileSync(join(folder, path)));
      return [[name, { type, bytes, isHashed: name.startsWith("assets/") }]];
    }),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
