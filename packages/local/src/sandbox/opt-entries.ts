import { readdirSync, readlinkSync } from "node:fs";

/** Something in `/opt` that must stay visible in the sandbox. */
export interface OptEntry {
  /** Its path. */
  readonly path: string;
  /** What it is; for a symbolic link, where it leads. */
  readonly kind: "folder" | "file" | { readonly link: string };
}

/** Everything in `/opt` except `/opt/ml`. */
export function optEntries(): OptEntry[] {
  try {
    return readdirSync("/opt", { withFileTypes: true })
      .filter(({ name }) => name !== "ml")
      .map((entry) => {
        const path = `/opt/${entry.name}`;
        if (entry.isSymbolicLink()) return { path, kind: { link: readlinkSync(path) } };
        return { path, kind: entry.isDirectory() ? "folder" : "file" };
      });
  } catch {
    return [];
  }
}
