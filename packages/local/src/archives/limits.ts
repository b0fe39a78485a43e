import { NacreError } from "@nacre/core";

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Bytes of all its files together, unpacked. */
  readonly bytes: number;
  /** Files, folders and links. */
  readonly entries: number;
}

/** 20 GiB and 100,000 entries: more than models have that run on one machine, less than a disk. */
const defaults: ArchiveLimits = { bytes: 20 * 1024 ** 3, entries: 100_000 };

/**
 * What an archive may hold unpacked, so that a small one cannot fill the disk:
 * `NACRE_ARCHIVE_MAX_BYTES`, by default 20 GiB, and `NACRE_ARCHIVE_MAX_ENTRIES`, by default 100,000.
 *
 * @throws NacreError `LOCAL_OPTION_INVALID` when a variable is no whole number from 1.
 */
export function archiveLimits(env: NodeJS.ProcessEnv = process.env): ArchiveLimits {
  return {
    bytes: limit(env, "NACRE_ARCHIVE_MAX_BYTES") ?? defaults.bytes,
    entries: limit(env, "NACRE_ARCHIVE_MAX_ENTRIES") ?? defaults.entries,
  };
}

function limit(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name] ?? "";
  if (text === "") return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new NacreError("LOCAL_OPTION_INVALID", `${name} is ${JSON.stringify(text)}.`, {
    help: "Set it to a whole number from 1, or unset it.",
  });
}
