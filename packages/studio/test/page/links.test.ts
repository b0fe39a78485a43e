import { describe, expect, test } from "vitest";
import {
  comparedIn,
  compareLink,
  executionLink,
  modelLink,
  modelVersionIn,
  startLink,
  stepLink,
  withQuery,
} from "../../src/page/links.ts";

const key = { pipeline: "Abalone", id: "ftn203l6eu23" };

describe("addresses", () => {
  test.each([
    [executionLink(key), "/studio/pipelines/Abalone/executions/ftn203l6eu23"],
    [
      stepLink(key, "a/b ?#ü", { tab: "logs" }),
      "/studio/pipelines/Abalone/executions/ftn203l6eu23/steps/a%2Fb%20%3F%23%C3%BC?tab=logs",
    ],
    [startLink("A&B"), "/studio/pipelines/A%26B/start"],
    [startLink("Abalone", "abcdefghijkl"), "/studio/pipelines/Abalone/start?from=abcdefghijkl"],
    [modelLink("Group", 3), "/studio/models/Group/3"],
  ])("%s", (link, wanted) => {
    expect(link).toBe(wanted);
  });

  test.each([
    ["arn:aws:sagemaker:us-east-1:000000000000:model-package/models/12", "models", 12],
    ["arn:aws-cn:sagemaker:cn-north-1:000000000000:model-package/a-b/1", "a-b", 1],
  ])("%s names a version", (arn, group, version) => {
    expect(modelVersionIn(arn)).toEqual({ group, version });
  });

  test.each(["arn:aws:sagemaker:us-east-1:000000000000:model-package/alone", "model/1", ""])(
    "%j names no version of a group",
    (arn) => expect(modelVersionIn(arn)).toBeUndefined(),
  );

  test("a comparison's address names its executions", () => {
    const keys = [key, { pipeline: "Other", id: "abcdefghijkl" }];
    expect(comparedIn(compareLink(keys).split("?")[1] ?? "")).toEqual(keys);
  });

  test("what names no execution is left out", () => {
    expect(comparedIn("e=&e=x&e=a/b/c&e=/id&e=P/i")).toEqual([{ pipeline: "P", id: "i" }]);
  });

  test.each([
    ["/a?x=1", { x: "2" }, "/a?x=2"],
    ["/a?x=1", { x: undefined }, "/a"],
    ["/a", { y: ["1", "2"] }, "/a?y=1&y=2"],
    ["/a?x=1", {}, "/a?x=1"],
  ])("%s with %o is %s", (url, changes, wanted) => {
    expect(withQuery(url, changes)).toBe(wanted);
  });
});
