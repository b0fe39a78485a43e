import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAbalonePipeline } from "../src/index.ts";
import { nacre, packageFolder } from "./support/nacre.ts";

/** The definition that AWS's own SDK wrote for the Abalone pipeline. */
const golden = readFileSync(join(packageFolder, "test/fixtures/abalone-definition.json"), "utf8");

const options = {
  region: "us-east-1",
  account: "167762637358",
  role: "arn:aws:iam::167762637358:role/service-role/AmazonSageMakerServiceCatalogProductsUseRole",
  codeDir: "python",
  profilerRuleName: "ProfilerReport-1660261695",
};

/** The golden text with the hashes of our scripts: all that may differ. */
function expected(codeDir: string): string {
  const md5 = (script: string): string =>
    createHash("md5")
      .update(readFileSync(join(codeDir, script)))
      .digest("hex");
  return golden
    .replaceAll(/AbaloneProcess-[0-9a-f]{32}/g, `AbaloneProcess-${md5("preprocessing.py")}`)
    .replaceAll(/AbaloneEval-[0-9a-f]{32}/g, `AbaloneEval-${md5("evaluation.py")}`);
}

const ownCode = join(packageFolder, "python");

describe("the definition equals AWS's own, to the byte, but for the hashes of the scripts", () => {
  it("made by createAbalonePipeline", () => {
    const pipeline = createAbalonePipeline({ ...options, codeDir: ownCode });
    expect(pipeline.definitionText()).toBe(expected(ownCode));
  });

  it("printed by nacre synth", async () => {
    const context = Object.entries(options).flatMap(([name, value]) => [
      "--context",
      `${name}=${value}`,
    ]);
    const { code, stdout, stderr } = await nacre(["synth", ...context]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`${expected(ownCode)}\n`);
  });

  it("is not fooled: the golden text itself has other hashes", () => {
    expect(expected(ownCode)).not.toBe(golden);
    expect(golden).toContain('"DefaultValue": 6.0');
  });
});

describe("createAbalonePipeline", () => {
  const required = {
    region: "eu-west-1",
    account: "123456789012",
    role: "arn:aws:iam::123456789012:role/r",
  };

  it("takes bucket, code folder and rule name by default from region, account and package", () => {
    const text = createAbalonePipeline(required).definitionText();
    expect(text).toContain("s3://sagemaker-eu-west-1-123456789012/abalone/abalone-dataset.csv");
    expect(text).toContain('"RuleConfigurationName": "ProfilerReport"');
    expect(text).toContain("141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.0-1");
    expect(text).not.toContain("us-east-1");
  });

  it("uses the bucket that is given everywhere", () => {
    const text = createAbalonePipeline({ ...required, bucket: "mine" }).definitionText();
    expect(new Set(text.match(/s3:\/\/[^/"]+/g))).toEqual(new Set(["s3://mine"]));
  });

  it("lists its two scripts as assets, at the addresses that the definition names", () => {
    const pipeline = createAbalonePipeline(required);
    expect(pipeline.assets.map((asset) => "file" in asset && asset.file)).toEqual(
      expect.arrayContaining([join(ownCode, "preprocessing.py"), join(ownCode, "evaluation.py")]),
    );
    expect(pipeline.assets).toHaveLength(2);
    for (const { uri } of pipeline.assets) expect(pipeline.definitionText()).toContain(`"${uri}"`);
  });

  it("says which script a code folder lacks", () => {
    expect(() => createAbalonePipeline({ ...required, codeDir: "nowhere" })).toThrow(
      /AbaloneProcess.*preprocessing\.py/s,
    );
  });
});
