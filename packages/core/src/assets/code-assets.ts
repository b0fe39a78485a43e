/** What must be in S3 before the pipeline starts: a file of the user, or one made for a step. */
export type CodeAsset = FileAsset | MadeAsset;

/** What all assets have. */
interface Asset {
  /** Where the pipeline expects it. */
  readonly uri: string;
  /** The md5 of its content, 32 hexadecimal digits. */
  readonly md5: string;
}

/** A file on this machine. */
export interface FileAsset extends Asset {
  /** An absolute path. */
  readonly file: string;
}

/** A file that exists nowhere yet, such as packed sources or the settings of a check. */
export interface MadeAsset extends Asset {
  /** Its content, made when it is asked for. */
  readonly content: Uint8Array;
}

/** The member by which a pipeline finds the files its steps use; same in every copy of this module. */
export const codeAssets: unique symbol = Symbol.for("nacre.codeAssets");

/** The files that a value itself names. */
export function assetsNamedBy(value: unknown): readonly CodeAsset[] {
  return hasAssets(value) ? value[codeAssets] : [];
}

function hasAssets(value: unknown): value is { readonly [codeAssets]: readonly CodeAsset[] } {
  return typeof value === "object" && value !== null && codeAssets in value;
}
