import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@nacre/core";
import { randomToken } from "./random.ts";
import { faultCode, linkOrCopy, replaceFile } from "./store/files.ts";
import { keyToPath } from "./store/key-path.ts";

/** The account in the ARNs of what is made here; no real account has this number. */
export const localAccount = "000000000000";

/** Models and model packages, each a JSON file below the home. */
export class Registry {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  /** Keeps a model as `models/<name>.json`. */
  async putModel(name: string, description: JsonObject): Promise<void> {
    await replaceFile(this.#modelFile(name), join(this.#home, "tmp"), (temporary) =>
      writeFile(temporary, toText(description)),
    );
  }

  /** What a model was made with; undefined when there is none of that name. */
  async model(name: string): Promise<JsonObject | undefined> {
    return readObject(this.#modelFile(name));
  }

  /**
   * Registers the next version in a group, as `model-packages/<group>/<version>.json`. Each version
   * is given once, however many register at once.
   *
   * @param describe - makes the version's description
   * @returns the version, 1 for the first of a group
   */
  async register(group: string, describe: (version: number) => JsonObject): Promise<number> {
    const folder = keyToPath(join(this.#home, "model-packages"), group);
    await mkdir(folder, { recursive: true });
    await mkdir(join(this.#home, "tmp"), { recursive: true });
    const temporary = join(this.#home, "tmp", randomToken(16));
    // What else lies there, such as a file manager's notes, is no version.
    const versions = (await readdir(folder)).flatMap((name) =>
      /^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : [],
    );
    for (let version = Math.max(0, ...versions) + 1; ; version += 1) {
      const file = join(folder, `${version}.json`);
      /* oxlint-disable no-await-in-loop -- the next number only when this one is taken */
      try {
        await writeFile(temporary, toText(describe(version)));
        // This, unlike a rename, fails when the version was given to another meanwhile.
        await linkOrCopy(temporary, file);
        return version;
      } catch (error) {
        if (faultCode(error) !== "EEXIST") throw error;
      } finally {
        await rm(temporary, { force: true });
      }
      /* oxlint-enable no-await-in-loop */
    }
  }

  #modelFile(name: string): string {
    return keyToPath(join(this.#home, "models"), `${name}.json`);
  }
}

function toText(description: JsonObject): string {
  return `${JSON.stringify(description, undefined, 2)}\n`;
}

async function readObject(file: string): Promise<JsonObject | undefined> {
  try {
    // Written by this class, and never changed in place.
    return JSON.parse(await readFile(file, "utf8")) as JsonObject;
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
