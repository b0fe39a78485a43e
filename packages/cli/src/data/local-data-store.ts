import { statSync } from "node:fs";
import { userError } from "../errors.ts";
import type { Found, PutData } from "./data-store.ts";
import { fileDigest } from "./file-digest.ts";
import type { WantedData } from "./wanted-data.ts";

/** Data where the local service finds its objects. */
export class LocalDataStore {
  readonly #open;

  constructor(home: string, region: string) {
    this.#open = async () => {
      const { openObjects } = await import("@nacre/local");
      return openObjects({ home, region });
    };
  }

  /** What lies at a URI; undefined when nothing does. */
  async look(uri: string): Promise<Found | undefined> {
    const found = (await (await this.#open()).list(uri)).find((object) => object.uri === uri);
    return found && { bytes: found.size, sha256: undefined, etag: undefined };
  }

  /** The file; objects of AWS are out of reach here. */
  async lookAtSource({ from, parameter }: WantedData): Promise<Found> {
    if ("file" in from) {
      const { size } = statSync(from.file);
      return { bytes: size, sha256: await fileDigest(from.file), etag: undefined };
    }
    throw userError(
      "DATA_SOURCE_MISSING",
      `the data of ${parameter} lies at ${from.object}, and --local asks nothing of AWS`,
      { help: `give a file: nacre data --local --from ${parameter}=FILE` },
    );
  }

  /** Puts the file where it is wanted. */
  async put(
    { uri, from }: WantedData,
    source: Found,
    onBytes: (bytes: number) => void,
  ): Promise<PutData> {
    if (!("file" in from)) throw new Error("a source that was not looked at");
    await (await this.#open()).put(uri, from.file);
    onBytes(source.bytes);
    return { ...source, action: "uploaded" };
  }
}
