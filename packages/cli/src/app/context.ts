import { type AppContext, nearest } from "@nacre/core";

/** A context with what the app did with it. */
export interface RecordedContext {
  /** To be handed to the app. */
  readonly context: AppContext;
  /** Placeholders that the app has read, by name. */
  placeholdersRead(): ReadonlyMap<string, string>;
  /** Warnings about values that were given and never read. */
  unreadWarnings(): string[];
}

/** Stand-ins that make a definition without an AWS account: fine to look at and to run locally. */
export const PLACEHOLDERS = {
  region: "us-east-1",
  account: "000000000000",
  role: "arn:aws:iam::000000000000:role/nacre-local",
} as const;

/**
 * Makes the context of one app from the values given with `--context`, those of its configuration, and
 * others for what neither has: those of an account, or else placeholders.
 */
export function recordContext(
  given: ReadonlyMap<string, string>,
  otherwise: Readonly<Record<string, string>> = PLACEHOLDERS,
  configured: ReadonlyMap<string, string> = new Map(),
): RecordedContext {
  const known = new Map([...configured, ...given]);
  const placeholders = new Map(Object.entries(otherwise));
  const read = new Set<string>();
  function get(name: "region" | "account" | "role"): string;
  function get(name: string): string | undefined;
  function get(name: string): string | undefined {
    read.add(name);
    return known.get(name) ?? placeholders.get(name);
  }
  return {
    context: Object.freeze({ get }),
    placeholdersRead: () =>
      new Map([...placeholders].filter(([name]) => read.has(name) && !known.has(name))),
    unreadWarnings: () =>
      [...given.keys()]
        .filter((name) => !read.has(name))
        .map((name) => {
          const near = nearest(
            name,
            [...read].filter((other) => !given.has(other)),
          );
          const names = [...read].join(", ") || "none";
          const hint = near ? `did you mean \`${near}\`?` : `it reads: ${names}`;
          return `warning: the app never read --context ${name}; ${hint}`;
        }),
  };
}
