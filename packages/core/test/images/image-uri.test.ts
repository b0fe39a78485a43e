import { readFileSync } from "node:fs";
import { join } from "node:path";
import { imageUri, NacreError, type ImageUriOptions } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf, wrong } from "../support/errors.ts";

type AnyOptions = Readonly<Record<string, string>>;

interface Recorded extends Readonly<Record<string, string | null>> {
  readonly uri: string | null;
}

/** What AWS's Python SDK answers, recorded by tools/src/image-tables. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, "../fixtures/image-uris.json"), "utf8"),
) as { readonly uris: readonly Recorded[] };

function uriOf(options: AnyOptions): string {
  return imageUri(wrong<ImageUriOptions<"xgboost">>(options));
}

/** As the record has it: null where there is no such image. */
function uriOrNone(options: AnyOptions): string | null {
  try {
    return uriOf(options);
  } catch (error) {
    if (error instanceof NacreError && error.code === "IMAGE_UNKNOWN") return null;
    throw error;
  }
}

describe("an image URI", () => {
  // From AWS's pages on registry paths, one page for each region, and from the golden definition.
  it.each<[AnyOptions, string]>([
    [
      { framework: "xgboost", region: "us-east-1", version: "1.0-1" },
      "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3",
    ],
    [
      { framework: "sklearn", region: "us-east-1", version: "0.23-1" },
      "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:0.23-1-cpu-py3",
    ],
    [
      { framework: "xgboost", region: "us-west-2", version: "1.7-1" },
      "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1",
    ],
    [
      { framework: "sklearn", region: "eu-west-1", version: "1.2-1" },
      "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
    ],
    [
      { framework: "xgboost", region: "ap-northeast-1", version: "1.5-1" },
      "354813040037.dkr.ecr.ap-northeast-1.amazonaws.com/sagemaker-xgboost:1.5-1",
    ],
    [
      { framework: "xgboost", region: "cn-north-1", version: "1.3-1" },
      "450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-xgboost:1.3-1",
    ],
    [
      { framework: "debugger", region: "us-east-1" },
      "503895931360.dkr.ecr.us-east-1.amazonaws.com/sagemaker-debugger-rules:latest",
    ],
    [
      { framework: "debugger", region: "eu-central-1", version: "latest" },
      "482524230118.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-debugger-rules:latest",
    ],
    [
      { framework: "model-monitor", region: "us-east-1" },
      "156813124566.dkr.ecr.us-east-1.amazonaws.com/sagemaker-model-monitor-analyzer",
    ],
    [
      { framework: "spark", region: "us-east-1", version: "3.3" },
      "173754725891.dkr.ecr.us-east-1.amazonaws.com/sagemaker-spark-processing:3.3-cpu",
    ],
  ])("%o", (options, wanted) => {
    expect(uriOf(options)).toBe(wanted);
  });
});

describe("an image URI is the one that AWS's Python SDK gives", () => {
  it("for many images", () => {
    expect(recorded.uris.length).toBeGreaterThan(100);
  });

  it.each(recorded.uris)("$framework $version in $region: $uri", ({ uri, ...options }) => {
    expect(uriOrNone(wrong<AnyOptions>(options))).toBe(uri);
  });
});

describe("an image that is not known", () => {
  it.each([
    [{ framework: "xgboots", region: "us-east-1", version: "1.0-1" }, 'Did you mean "xgboost"?'],
    [{ framework: "xgboost", region: "us-eest-1", version: "1.0-1" }, 'Did you mean "us-east-1"?'],
    [{ framework: "xgboost", region: "us-east-1", version: "1.0" }, '"1.0-1"'],
    [{ framework: "sklearn", region: "constructor", version: "1.0-1" }, '"af-south-1"'],
    [{ framework: "constructor", region: "us-east-1" }, '"autogluon"'],
    [
      { framework: "kmeans", region: "us-east-1", instanceType: "ml.m6g.large" },
      '"training", "inference"',
    ],
    [
      {
        framework: "sklearn",
        region: "us-east-1",
        version: "1.2-1",
        instanceType: "ml.g5.xlarge",
      },
      '"cpu"',
    ],
  ])("%o: %s", (options, help) => {
    const fault = faultOf(() => uriOf(options));
    expect(fault.code).toBe("IMAGE_UNKNOWN");
    expect(fault.help).toContain(help);
  });

  it.each([
    [{ framework: "pytorch", region: "us-east-1", version: "2.3.0" }, "There are 4 images"],
    [{ framework: "sklearn", region: "us-east-1" }, "There are 5 images"],
  ])("%o leaves a choice: %s", (options, message) => {
    const fault = faultOf(() => uriOf(options));
    expect(fault.code).toBe("IMAGE_AMBIGUOUS");
    expect(fault.message).toContain(message);
    expect(fault.help).toContain("instanceType");
  });

  it("is an instance type that is none", () => {
    const options = { framework: "pytorch", region: "us-east-1", instanceType: "m5.large" };
    expect(faultOf(() => uriOf(options)).code).toBe("INSTANCE_TYPE_INVALID");
  });
});
