import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type CodeAsset, NacreError } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";
import { type AssetState, type AssetStore, parseUri } from "./asset-store.ts";
import { inParallel, type Outcome } from "./in-parallel.ts";

/** An asset, and what lies at its URI. */
export interface CheckedAsset {
  readonly asset: CodeAsset;
  readonly state: AssetState;
}

/** How many requests to S3 are under way at the same time. */
const atOnce = 48;

/** Looks what lies at the URI of each asset. In a bucket that is not there lies nothing. */
export async function checkAssets(
  store: AssetStore,
  assets: readonly CodeAsset[],
  missingBuckets: readonly string[],
): Promise<CheckedAsset[]> {
  const folders = Map.groupBy(assets, ({ uri }) => folderOf(uri));
  // To list a folder costs as much as to look at one object.
  const many = [...folders].filter(
    ([folder, { length }]) =>
      folder !== "" && length > 1 && !missingBuckets.includes(parseUri(folder).bucket),
  );
  const listings = new Map(
    resultsOf(
      await inParallel(
        atOnce,
        many,
        async ([folder]) => [folder, await store.contentsOf(folder)] as const,
      ),
    ),
  );
  return resultsOf(
    await inParallel(atOnce, assets, async (asset): Promise<CheckedAsset> => {
      const { uri, md5 } = asset;
      if (missingBuckets.includes(parseUri(uri).bucket)) return { asset, state: "absent" };
      const listing = listings.get(folderOf(uri));
      if (listing !== undefined && !listing.has(uri)) return { asset, state: "absent" };
      if (listing?.get(uri) === md5) return { asset, state: "present" };
      // What is encrypted or was put in parts does not tell its md5 in a list.
      const size = "file" in asset ? sizeOf(asset.file) : asset.content.length;
      return { asset, state: await store.stateOf(uri, md5, size) };
    }),
  );
}

/** Where the code of a step lies, and nothing else: `s3://<bucket>/<step>-<md5>/`. */
function folderOf(uri: string): string {
  return /^s3:\/\/[^/]+\/[^/]+-[0-9a-f]{32}\//.exec(uri)?.[0] ?? "";
}

/** The results, or the first error. */
function resultsOf<Item, Result>(outcomes: readonly Outcome<Item, Result>[]): Result[] {
  return outcomes.map((outcome) => {
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  });
}

/**
 * Uploads the assets that are not there or differ. Those that can be uploaded are, whatever fails.
 *
 * @throws NacreError `ASSET_CHANGED`, `ASSET_DIFFERS` and those of AWS; several as one
 */
export async function uploadAssets(
  store: AssetStore,
  assets: readonly CheckedAsset[],
  onUploaded: (asset: CodeAsset) => void,
): Promise<void> {
  const wanted = assets.filter(({ state }) => state !== "present");
  const outcomes = await inParallel(atOnce, wanted, async ({ asset, state }) => {
    await store.put(asset.uri, contentOf(asset), asset.md5, state === "differs");
    onUploaded(asset);
  });
  const problems = outcomes.flatMap((outcome) =>
    "error" in outcome ? [notUploaded(outcome.item.asset, outcome.error)] : [],
  );
  const [first] = problems;
  if (first === undefined) return;
  throw userError(first.code, first.message, {
    ...(first.help === undefined ? {} : { help: first.help }),
    cause: first.cause,
    problems,
  });
}

function notUploaded({ uri }: CodeAsset, error: unknown): NacreError {
  if (!(error instanceof NacreError)) throw error;
  const { code, message, at, help, cause } = error;
  const said = message.includes(uri) ? message : `${uri} is not uploaded: ${message}`;
  return userError(code, said, { at, ...(help === undefined ? {} : { help }), cause });
}

/** The content of an asset, which must be the one that the definition was made for. */
export function contentOf(asset: CodeAsset): Uint8Array {
  if (!("file" in asset)) return asset.content;
  const content = readAsset(asset.file);
  if (createHash("md5").update(content).digest("hex") === asset.md5) return content;
  throw userError("ASSET_CHANGED", "the file was changed while it was deployed", {
    at: { file: asset.file },
    help: "deploy again",
  });
}

function readAsset(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw userError("CANNOT_READ", `cannot read the code: ${messageOf(error)}`, {
      at: { file },
      help: "deploy again when it is there",
    });
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? -1;
}
