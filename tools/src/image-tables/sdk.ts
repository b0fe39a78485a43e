import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Images that share a repository, as a file in the SDK's image_uri_config has them. */
export interface SdkImage {
  readonly registries: Readonly<Record<string, string>>;
  readonly repository: string;
  readonly py_versions?: readonly string[];
  readonly processors?: readonly string[];
  readonly tag_prefix?: string;
  /** Ends of tags by processor. */
  readonly container_version?: Readonly<Record<string, string>>;
}

/** The images of one scope: by version, and below that by Python version or base framework if need be. */
export interface SdkScope {
  readonly scope?: readonly string[];
  readonly processors?: readonly string[];
  readonly version_aliases?: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, SdkVersion>>;
}

/** Images of one version. */
export type SdkVersion = SdkImage | SdkNestedVersion;

/** Images of one version where they differ by Python version or base framework. */
interface SdkNestedVersion {
  readonly version_aliases?: Readonly<Record<string, string>>;
  readonly py_versions?: readonly string[];
  readonly [pythonOrBase: string]: unknown;
}

/** A framework's scopes by name; one entry named `""` where all scopes have the same images. */
export function readFramework(
  sdkFolder: string,
  name: string,
): readonly (readonly [scope: string, SdkScope])[] {
  const file = join(sdkFolder, "image_uri_config", `${name}.json`);
  const config: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (isScope(config)) return [["", config]];
  // The SDK has files of these two forms.
  const scopes = Object.entries(config as Readonly<Record<string, SdkScope>>);
  // One scope only needs no name.
  const [only] = scopes;
  return scopes.length === 1 && only !== undefined ? [["", only[1]]] : scopes;
}

/** Whether a version's images are the same for every Python version and base framework. */
export function isImage(version: SdkVersion): version is SdkImage {
  return "repository" in version;
}

function isScope(config: unknown): config is SdkScope {
  return typeof config === "object" && config !== null && "versions" in config;
}
