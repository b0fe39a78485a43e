/**
 * Writes the tables of SageMaker's images in packages/core/src/images/tables/ from the ones that the
 * SageMaker Python SDK carries, and the URIs that the SDK itself gives for some of them, which the
 * tests of core compare with. Needs a Python in which the SDK (version 2) is installed.
 *
 * Run: NACRE_SDK_PYTHON=path/to/python node tools/src/image-tables/main.ts
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectedUris } from "./expected.ts";
import { imageTables } from "./tables.ts";
import { sdkPython, sdkLocation } from "./python.ts";

const python = sdkPython();
if (python === undefined) {
  throw new Error("Set NACRE_SDK_PYTHON to a Python in which the package sagemaker is installed.");
}
const core = new URL("../../../packages/core/", import.meta.url);
for (const [file, text] of imageTables(sdkLocation(python))) {
  writeFileSync(fileURLToPath(new URL(`src/images/tables/${file}`, core)), text);
}
const expected = expectedUris(python, "some");
writeFileSync(
  fileURLToPath(new URL("test/fixtures/image-uris.json", core)),
  `{\n  "madeBy": "node tools/src/image-tables/main.ts",\n` +
    `  "source": "sagemaker.image_uris.retrieve",\n  "uris": [\n` +
    `${expected.map((one) => `    ${JSON.stringify(one)}`).join(",\n")}\n  ]\n}\n`,
);
console.log(`Tables of images, and ${expected.length} URIs to compare with.`);
