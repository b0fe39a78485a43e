import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { payloads, type Splitting } from "../../src/jobs/serving/payloads.ts";
import { temporaryFolder, textFile } from "../machine.ts";
import { bucket, definition, logLines, outputText, runHere } from "../pipelines.ts";
import { makeStandIn } from "./stand-in.ts";

const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/model:7";

/** How an object is split; at most six megabytes where nothing else is said. */
function split(
  splitType: Splitting["splitType"],
  batchStrategy: Splitting["batchStrategy"],
  maxPayloadMb = 6,
): Splitting {
  return { splitType, batchStrategy, maxPayloadMb };
}

describe("the requests for an object", () => {
  test.each<[string, string, Splitting, string[]]>([
    ["the object as it is", "a\nb", split("None", "SingleRecord"), ["a\nb"]],
    ["an empty one", "", split("None", "MultiRecord"), [""]],
    ["no line at all", "", split("Line", "MultiRecord"), []],
    ["as many lines as fit", "a\nb\nc", split("Line", "MultiRecord"), ["a\nb\nc"]],
    ["a line each", "a\nb\nc\n", split("Line", "SingleRecord"), ["a\n", "b\n", "c\n"]],
    ["empty lines are lines", "a\n\nb", split("Line", "SingleRecord"), ["a\n", "\n", "b"]],
    ["any amount", "a\nb", split("Line", "MultiRecord", 0), ["a\nb"]],
  ])("%s", (_, content, splitting, wanted) => {
    expect([...payloads(Buffer.from(content), splitting)].map(String)).toEqual(wanted);
  });

  const megabyte = "x".repeat(1_048_575);
  test("hold no more than MaxPayloadInMB", () => {
    const content = Buffer.from(`${megabyte}\n`.repeat(5));
    const sizes = [...payloads(content, split("Line", "MultiRecord", 2))].map(
      ({ length }) => length / 1_048_576,
    );
    expect(sizes).toEqual([2, 2, 1]);
  });

  test.each<Splitting["splitType"]>(["None", "Line"])(
    "are refused when a record is larger, %s",
    (splitType) => {
      const content = Buffer.from(`${megabyte}${megabyte}`);
      expect(() => [...payloads(content, split(splitType, "MultiRecord", 1))]).toThrow("413");
    },
  );
});

const steps = (more: object = {}, container: object = {}, model: object = {}): object[] => [
  {
    Name: "M",
    Type: "Model",
    Arguments: { PrimaryContainer: { Image: image, ...container }, ...model },
  },
  {
    Name: "X",
    Type: "Transform",
    Arguments: {
      ModelName: { Get: "Steps.M.ModelName" },
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: `${bucket}/in` } },
        ContentType: "text/csv",
        SplitType: "Line",
      },
      TransformOutput: {
        S3OutputPath: `${bucket}/out`,
        Accept: "text/plain",
        AssembleWith: "Line",
      },
      ...more,
    },
  },
];

async function transform(given: object[], objects: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const { program } = makeStandIn(image);
  return runHere(
    definition(given),
    {
      runtime: "auto",
      stopGraceSeconds: 1,
      objects: Object.entries(objects).map(([name, text]) => ({
        uri: `${bucket}/in/${name}`,
        file: textFile(folder, name.replaceAll("/", "-"), text),
      })),
    },
    { containerProgram: program },
  );
}

describe("a batch transform by a model's container", () => {
  test("sends each object in parts, and keeps the answers", async () => {
    const { execution } = await transform(steps({ BatchStrategy: "SingleRecord" }), {
      "a.csv": "1\n2\n",
      "deep/b.csv": "3",
    });
    expect(execution.failureReason).toBeUndefined();
    expect(outputText(execution, "X", "transform", "a.csv.out")).toBe("2\n4\n");
    expect(outputText(execution, "X", "transform", "deep/b.csv.out")).toBe("6\n");
    const call = 'invoked ["text/csv", "text/plain", 1]';
    expect(logLines(execution, "X")).toEqual(["serving true SINGLE_RECORD", call, call, call]);
  });

  test("takes from the container what the step leaves open", async () => {
    const PARAMETERS = JSON.stringify({ BatchStrategy: "SingleRecord", MaxPayloadInMB: 1 });
    const given = steps({}, { Environment: { PARAMETERS } });
    const { execution } = await transform(given, { a: "1\n2\n" });
    expect(outputText(execution, "X", "transform", "a.out")).toBe("2\n4\n");
  });

  test("tries again what the container failed at", async () => {
    const { execution } = await transform(steps(), { a: "once4" });
    expect(outputText(execution, "X", "transform", "a.out")).toBe("8\n");
    expect(logLines(execution, "X")).toHaveLength(3);
  });

  test("gives nothing for an object of which a part fails, and what went well", async () => {
    const { execution } = await transform(steps({ BatchStrategy: "SingleRecord" }), {
      bad: "1\nbad\n",
      good: "1\n",
    });
    expect(execution.failureReason).toBe(
      "Step X failed: ClientError: bad: 400 Bad Request: not a number",
    );
    expect(outputText(execution, "X", "transform", "good.out")).toBe("2\n");
    const [{ path = "" } = {}] = execution.steps[1]?.outputs ?? [];
    expect(existsSync(join(path, "bad.out"))).toBe(false);
  });

  test("fails when the container ends", async () => {
    const { execution } = await transform(steps(), { a: "die" });
    expect(execution.failureReason).toContain("exit code: 3");
  });

  test("is refused before the start for a model that is cut off from the network", async () => {
    const run = transform(steps({}, {}, { EnableNetworkIsolation: true }), { a: "1" });
    await expect(run).rejects.toMatchObject({
      code: "LOCAL_UNSUPPORTED",
      message: expect.stringContaining("EnableNetworkIsolation"),
    });
  });
});
