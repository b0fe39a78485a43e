import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { imageUri, NacreError, type ImageUriOptions } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { expectedUris } from "../../src/image-tables/expected.ts";
import { frameworks, leftOut } from "../../src/image-tables/frameworks.ts";
import { sdkLocation, sdkPython } from "../../src/image-tables/python.ts";
import { imageTables } from "../../src/image-tables/tables.ts";
import { repositoryRoot } from "../../src/repository.ts";

const python = sdkPython();
if (python === undefined) {
  console.warn("SKIPPED: NACRE_SDK_PYTHON names no Python with the SageMaker Python SDK");
}

describe.skipIf(python === undefined)("the tables of images", () => {
  it("give every URI that the SageMaker Python SDK gives, and no other", () => {
    const expected = expectedUris(python ?? "", "all");
    const wrong = expected.flatMap(({ uri, ...options }) => {
      const ours = ourUri(options as ImageUriOptions<"kmeans">);
      return ours === uri ? [] : [{ ...options, uri, ours }];
    });
    expect(expected.length).toBeGreaterThan(10_000);
    expect(wrong.slice(0, 20)).toEqual([]);
  }, 600_000);

  it("know of every framework of the SDK, or say why not", () => {
    const { folder } = sdkLocation(python ?? "");
    const files = readdirSync(join(folder, "image_uri_config"));
    const known = [...frameworks, ...Object.keys(leftOut)].map((name) => `${name}.json`);
    expect(files.toSorted()).toEqual(known.toSorted());
  });

  it("are what the tool makes now", () => {
    const folder = join(repositoryRoot, "packages/core/src/images/tables");
    for (const [file, text] of imageTables(sdkLocation(python ?? ""))) {
      expect({ file, text: readFileSync(join(folder, file), "utf8") }).toEqual({ file, text });
    }
  });
});

function ourUri(options: ImageUriOptions<"kmeans">): string | null {
  try {
    return imageUri(options);
  } catch (error) {
    if (error instanceof NacreError) return null;
    throw error;
  }
}
