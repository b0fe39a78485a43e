import { imageUri, type ImageUriOptions } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { debuggerRulesAccounts, frameworkAccounts } from "../src/images/accounts.ts";
import { faultOf, wrong } from "./support/errors.ts";

describe("an image URI", () => {
  // From AWS's pages on registry paths, one page for each region, and from the golden definition.
  it.each<
    [
      ImageUriOptions<"xgboost"> | ImageUriOptions<"sklearn"> | ImageUriOptions<"debugger-rules">,
      string,
    ]
  >([
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
      { framework: "debugger-rules", region: "us-east-1", version: "latest" },
      "503895931360.dkr.ecr.us-east-1.amazonaws.com/sagemaker-debugger-rules:latest",
    ],
    [
      { framework: "debugger-rules", region: "eu-central-1", version: "latest" },
      "482524230118.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-debugger-rules:latest",
    ],
  ])("%o", (options, wanted) => {
    expect(imageUri(wrong<ImageUriOptions<"xgboost">>(options))).toBe(wanted);
  });

  it("has an account of 12 digits in every region", () => {
    for (const accounts of [frameworkAccounts, debuggerRulesAccounts]) {
      expect(Object.keys(accounts).length).toBeGreaterThan(20);
      for (const [region, account] of Object.entries(accounts)) {
        expect(region).toMatch(/^[a-z]+(-[a-z]+)+-\d$/);
        expect(account).toMatch(/^\d{12}$/);
      }
    }
  });
});

describe("an image that is not known", () => {
  it.each([
    [{ framework: "xgboots", region: "us-east-1", version: "1.0-1" }, 'Did you mean "xgboost"?'],
    [{ framework: "xgboost", region: "us-eest-1", version: "1.0-1" }, 'Did you mean "us-east-1"?'],
    [{ framework: "xgboost", region: "us-east-1", version: "1.0" }, '"1.0-1"'],
    [{ framework: "sklearn", region: "constructor", version: "1.0-1" }, '"af-south-1"'],
  ])("%o: %s", (options, help) => {
    const fault = faultOf(() => imageUri(wrong<ImageUriOptions<"xgboost">>(options)));
    expect(fault.code).toBe("IMAGE_UNKNOWN");
    expect(fault.help).toContain(help);
  });
});
