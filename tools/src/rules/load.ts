import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Project } from "ts-morph";
import { repositoryRoot } from "../repository.ts";
import type { Repository, TrackedFile } from "./rule.ts";

/** Reads the files git tracks, and those it would: untracked and not ignored. */
export function loadRepository(): Repository {
  const listed = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
  const files: TrackedFile[] = [];
  for (const path of new Set(listed.split("\0").filter(Boolean))) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(repositoryRoot, path));
    } catch {
      continue; // deleted in the working tree
    }
    files.push({ path, text: bytes.includes(0) ? "" : bytes.toString("utf8") });
  }
  const sources = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  for (const { path, text } of files) {
    if (/^(packages\/[^/]+|tools)\/src\/.*\.ts$/.test(path) && !path.includes("/generated/")) {
      sources.createSourceFile(`/${path}`, text);
    }
  }
  return { files, sources };
}
