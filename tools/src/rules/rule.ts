import type { Project } from "ts-morph";

/** A file that git tracks. */
export interface TrackedFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  /** The text; empty for a binary file. */
  readonly text: string;
}

/** What a rule looks at. */
export interface Repository {
  readonly files: readonly TrackedFile[];
  /** Every hand-written TypeScript source (packages/x/src and tools/src, without generated code). */
  readonly sources: Project;
}

/** A rule of this repository that no linter has. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  /** One line for each place that breaks the rule: `path:line: what`. */
  check(repository: Repository): string[];
}
