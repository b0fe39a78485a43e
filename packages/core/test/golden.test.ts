import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { abalonePipeline } from "./support/abalone.ts";

const scripts = { "preprocessing.py": "print('prepare')\n", "evaluation.py": "print('judge')\n" };
const goldenHashes = {
  "preprocessing.py": "94160e00688e34972e58a18a33ec6342",
  "evaluation.py": "19b131b63656129c86bfecbee4904927",
};

describe("the Abalone pipeline of AWS's notebook", () => {
  let codeDir = "";
  beforeAll(() => {
    codeDir = mkdtempSync(join(tmpdir(), "nacre-golden-"));
    for (const [name, text] of Object.entries(scripts)) writeFileSync(join(codeDir, name), text);
  });
  afterAll(() => {
    rmSync(codeDir, { recursive: true });
  });

  it("is the very text of AWS's own definition, but for the hashes of the two scripts", () => {
    const golden = readFileSync(
      join(import.meta.dirname, "fixtures/abalone-definition.json"),
      "utf8",
    );
    const wanted = golden
      .replaceAll(goldenHashes["preprocessing.py"], md5(scripts["preprocessing.py"]))
      .replaceAll(goldenHashes["evaluation.py"], md5(scripts["evaluation.py"]));

    expect(abalonePipeline(codeDir).definitionText()).toBe(wanted.trimEnd());
  });

  it("names the two scripts as the files to put into S3", () => {
    const bucket = "s3://sagemaker-us-east-1-167762637358";
    const prepare = md5(scripts["preprocessing.py"]);
    const judge = md5(scripts["evaluation.py"]);

    expect(abalonePipeline(codeDir).assets).toEqual([
      {
        uri: `${bucket}/AbaloneEval-${judge}/input/code/evaluation.py`,
        file: join(codeDir, "evaluation.py"),
        md5: judge,
      },
      {
        uri: `${bucket}/AbaloneProcess-${prepare}/input/code/preprocessing.py`,
        file: join(codeDir, "preprocessing.py"),
        md5: prepare,
      },
    ]);
  });
});

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
