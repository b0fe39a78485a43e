import { isImage, readFramework, type SdkImage, type SdkScope } from "./sdk.ts";

/** Images that differ in nothing but their version: one line of the table. */
export interface ImageRow {
  readonly framework: string;
  /** `training`, `inference`, `graviton`, or `""` for any. */
  readonly scope: string;
  readonly repository: string;
  readonly registries: Readonly<Record<string, string>>;
  /** The Python versions of the tag; `""` for a tag without one. */
  readonly python: readonly string[];
  /**
   * What the image runs on: `name`, `name=` where the tag does not say so, `name:end` where the tag
   * ends in something more.
   */
  readonly processors: readonly string[];
  /** Base frameworks with their versions, as Hugging Face images have them. */
  readonly base: readonly string[];
  /** Versions and their shorter aliases, `version=start of the tag` where that is another. */
  readonly versions: readonly string[];
}

/** Elastic Inference, which AWS has ended. */
const endedScope = "eia";

/** The tags of the arm64 images that the SDK has in its code, not in its data. */
const armTags: Readonly<Record<string, string>> = {
  "xgboost 1.5-1": "1.5-1-arm64",
  "xgboost 1.3-1": "1.3-1-arm64",
  "sklearn 1.0-1": "1.0-1-arm64-cpu-py3",
};

/** The rows of one framework, those that differ in versions alone put together. */
export function rowsOf(sdkFolder: string, framework: string): ImageRow[] {
  const rows = readFramework(sdkFolder, framework)
    .filter(([scope]) => scope !== endedScope)
    .flatMap(([scope, images]) =>
      rowsOfScope(framework, scope === "inference_graviton" ? "graviton" : scope, images),
    );
  const merged = mergeBy(rows, (row) => JSON.stringify({ ...row, versions: [] }));
  // Training and inference images are often the same.
  const bothScopes = mergeScopes(merged);
  return framework === "spark" ? bothScopes.map(withoutPythonToo) : bothScopes;
}

function rowsOfScope(framework: string, scope: string, images: SdkScope): ImageRow[] {
  return Object.entries(images.versions).flatMap(([version, entry]) => {
    const versions = [version, ...aliasesOf(version, images.version_aliases)];
    if (isImage(entry)) return [imageRow(framework, scope, versions, images, entry)];
    return Object.entries(entry)
      .filter(([key]) => key !== "version_aliases" && key !== "py_versions")
      .map(([key, value]) => {
        // All other members are images.
        const image = value as SdkImage;
        const row = imageRow(framework, scope, versions, images, image);
        return framework === "huggingface"
          ? { ...row, base: [key, ...aliasesOf(key, entry.version_aliases)] }
          : { ...row, python: [key] };
      });
  });
}

function imageRow(
  framework: string,
  scope: string,
  versions: readonly string[],
  images: SdkScope,
  image: SdkImage,
): ImageRow {
  const isArm = scope === "graviton";
  const armTag = isArm ? armTags[`${framework} ${versions[0]}`] : undefined;
  const prefix = armTag ?? image.tag_prefix;
  const processors = images.processors ?? image.processors ?? [];
  return {
    framework,
    scope,
    repository: image.repository,
    registries: image.registries,
    python: armTag === undefined ? (image.py_versions ?? []) : [],
    processors: armTag === undefined ? processors.map((name) => tagEnd(name, image, isArm)) : [],
    base: [],
    versions: versions.map((one) => (prefix === undefined ? one : `${one}=${prefix}`)),
  };
}

function tagEnd(processor: string, image: SdkImage, isArm: boolean): string {
  // The SDK cuts the name off these tags.
  if (image.repository === "sagemaker-tritonserver" && processor === "gpu") return "gpu=";
  const end = image.container_version?.[processor];
  if (end === undefined) return processor;
  return `${processor}:${end}${isArm ? "-sagemaker" : ""}`;
}

/** `SparkProcessor` leaves the Python version out of the tag unless it is given one. */
function withoutPythonToo(row: ImageRow): ImageRow {
  return { ...row, python: ["", ...row.python] };
}

function aliasesOf(name: string, aliases: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(aliases)
    .filter(([, target]) => target === name)
    .map(([alias]) => alias);
}

function mergeBy(rows: readonly ImageRow[], key: (row: ImageRow) => string): ImageRow[] {
  const merged = new Map<string, ImageRow>();
  for (const row of rows) {
    const before = merged.get(key(row));
    merged.set(
      key(row),
      before === undefined ? row : { ...row, versions: [...before.versions, ...row.versions] },
    );
  }
  return [...merged.values()];
}

function mergeScopes(rows: readonly ImageRow[]): ImageRow[] {
  const counts = new Map<string, number>();
  const key = (row: ImageRow): string => JSON.stringify({ ...row, scope: "" });
  for (const row of rows.filter(({ scope }) => scope !== "graviton")) {
    counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  }
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    if (row.scope === "graviton" || counts.get(key(row)) === 1) return [row];
    if (seen.has(key(row))) return [];
    seen.add(key(row));
    return [{ ...row, scope: "" }];
  });
}
