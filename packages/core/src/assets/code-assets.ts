/** A file on this machine that must be in S3 before the pipeline starts. */
export interface CodeAsset {
  /** Where the pipeline expects it. */
  readonly uri: string;
  /** The file on this machine, as an absolute path. */
  readonly file: string;
  /** The md5 of its content, 32 hexadecimal digits. */
  readonly md5: string;
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
