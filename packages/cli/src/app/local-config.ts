import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { emptyConfig, readLocalConfig, type LocalConfig } from "@nacre/local";
import { messageOf, userError } from "../errors.ts";

/**
 * What stands for Lambda functions and queues on this machine: the members `lambda` and `callback` of
 * the nearest `nacre.json` upward, or of `"nacre"` in the nearest package.json that has them. Paths in
 * it count from its folder.
 *
 * @throws NacreError `LOCAL_CONFIG_INVALID`
 */
export function findLocalConfig(from: string = process.cwd()): LocalConfig {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const own = join(folder, "nacre.json");
    if (existsSync(own)) return readLocalConfig(readJson(own), { file: own, folder });
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const members = memberOf(readJson(manifest), "nacre");
      const isThere = ["lambda", "callback"].some((name) => memberOf(members, name) !== undefined);
      if (isThere) return readLocalConfig(members, { file: manifest, folder });
    }
    if (dirname(folder) === folder) return emptyConfig;
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  // It is an object and has the member.
  return (value as Readonly<Record<string, unknown>>)[name];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw userError(
      "LOCAL_CONFIG_INVALID",
      `cannot read nacre's configuration: ${messageOf(error)}`,
      {
        at: { file },
        help: "mend the file; it is JSON",
      },
    );
  }
}
