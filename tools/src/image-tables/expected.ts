import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { frameworks } from "./frameworks.ts";

/** A question to the SDK, and its answer. */
export interface ExpectedUri {
  readonly framework: string;
  readonly region: string;
  readonly version?: string;
  readonly scope?: string;
  readonly python?: string;
  readonly instanceType?: string;
  readonly baseFramework?: string;
  /** `null` where the SDK knows no such image. */
  readonly uri: string | null;
}

/** The image URIs that the SageMaker Python SDK gives: for every image, or for a choice of them. */
export function expectedUris(python: string, which: "all" | "some"): ExpectedUri[] {
  const script = fileURLToPath(new URL("sdk_image_uris.py", import.meta.url));
  const lines = execFileSync(python, [script, which, ...frameworks], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return (
    lines
      .split("\n")
      // The SDK prints lines of its own too.
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as ExpectedUri)
  );
}
