import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pipeline } from "@nacre/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sdkSteps } from "../support/sdk-steps.ts";

interface Recorded {
  readonly step: object;
  /** The configuration file that the step names. */
  readonly config?: object;
}

/** What AWS's Python SDK writes, recorded by sdk-steps.py. */
const recorded = (
  JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/sdk-steps.json"), "utf8")) as {
    readonly steps: Readonly<Record<string, Recorded>>;
  }
).steps;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nacre-sdk-steps-"));
  for (const name of ["app.py", "helper.py", "init.sh", "nb.ipynb"]) {
    writeFileSync(join(folder, name), name);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a step in its short form is the one that AWS's Python SDK writes, key order included", () => {
  it("for every recorded step", () => {
    expect(Object.keys(sdkSteps("")).toSorted()).toEqual(Object.keys(recorded).toSorted());
  });

  it.each(Object.keys(recorded))("%s", (title) => {
    const step = sdkSteps(folder)[title]?.();
    const pipeline = new Pipeline("P", { steps: step === undefined ? [] : [step] });
    const text = JSON.stringify(pipeline.definition().Steps[0], null, 2);
    // Where code lies follows its content, here as there, but in another way; and a step does not
    // know the name of its pipeline.
    const ours = text
      .replaceAll(/"s3:\/\/b\/\w+-[0-9a-f]{32}\/input[^"]*"/g, '"ASSET"')
      .replaceAll(/\{\s*"Get": "Execution.PipelineName"\s*\}/g, '"P"');
    expect(ours).toBe(JSON.stringify(recorded[title]?.step, null, 2));
  });

  it.each(Object.entries(recorded).flatMap(([title, { config }]) => (config ? [title] : [])))(
    "%s: its configuration file",
    (title) => {
      const step = sdkSteps(folder)[title]?.();
      const { assets } = new Pipeline("P", { steps: step === undefined ? [] : [step] });
      const [asset] = assets;
      const content = asset !== undefined && "content" in asset ? asset.content : Buffer.of();
      const config: unknown = JSON.parse(Buffer.from(content).toString("utf8"));
      expect(assets[0]?.uri).toMatch(/\/analysis_config\.json$/);
      expect(config).toEqual(recorded[title]?.config);
    },
  );
});
