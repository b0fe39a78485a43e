import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateText } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { corpus, corpusFiles, hasCorpus } from "../support/shared.ts";

function errorsOf(folder: string, file: string): string[] {
  const text = readFileSync(join(corpus, folder, file), "utf8");
  return validateText(text)
    .filter(({ severity }) => severity === "error")
    .map(({ rule, path, line }) => `${rule} ${path} line ${line}`);
}

describe.skipIf(!hasCorpus)("a definition that AWS's SDK wrote", () => {
  it.each(corpusFiles())("%s has no error", (file) => {
    expect(errorsOf("", file)).toEqual([]);
  });
});

describe.skipIf(!hasCorpus)(
  "a definition with one fault gives one error, where the fault is",
  () => {
    const model = "$.Steps[2].Arguments.ProcessingInputs[0].S3Input.S3Uri.Get";
    const wanted: Readonly<Record<string, string>> = {
      "01-duplicate-step-name.json": "DUPLICATE_STEP_NAME $.Steps[4].Name line 475",
      "03-unknown-get-step.json": `UNKNOWN_STEP ${model} line 265`,
      "05-unknown-property-path.json": `UNKNOWN_PROPERTY ${model} line 265`,
      "07-step-name-65.json": "STEP_NAME_INVALID $.Steps[3].Arguments.IfSteps[2].Name line 403",
      "09-unknown-step-type.json": "UNKNOWN_STEP_TYPE $.Steps[6].Type line 145",
      "11-number-is-string.json":
        "WRONG_TYPE $.Steps[0].Arguments.ProcessingResources.ClusterConfig.VolumeSizeInGB line 55",
      "13-enum-s3-data-type.json":
        "VALUE_NOT_ALLOWED $.Steps[0].Arguments.ProcessingInputs[0].S3Input.S3DataType line 75",
      "15-fail-referenced.json": "FAIL_STEP_REFERENCED $.Steps[4].DependsOn[0] line 86",
      "17-property-file-missing-output.json":
        "UNKNOWN_OUTPUT $.Steps[2].PropertyFiles[0].OutputName line 318",
      "19-cache-duration.json":
        "CACHE_DURATION_INVALID $.Steps[1].CacheConfig.ExpireAfter line 135",
      "21-depends-on-unknown.json": "UNKNOWN_STEP $.Steps[4].DependsOn[2] line 102",
      "23-not-an-object.json": "DEFINITION_INVALID $ line 1",
      "25-duplicate-parameter.json": "DUPLICATE_PARAMETER $.Parameters[5].Name line 36",
      "27-enum-default-outside.json": "DEFAULT_NOT_IN_ENUM $.Parameters[1].DefaultValue line 13",
      "29-environment-key.json":
        "KEY_INVALID $.Steps[0].Arguments.Environment['1-BAD KEY'] line 170",
      "31-truncated.json": "DEFINITION_NOT_JSON $ line 276",
    };

    it.each(corpusFiles("broken"))("%s", (file) => {
      expect(errorsOf("broken", file)).toEqual([wanted[file]]);
    });
  },
);
