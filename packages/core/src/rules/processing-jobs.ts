import { isJsonObject, type JsonObject } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Problem, Rule } from "./rule.ts";
import { example, input, output, processing } from "./support/examples.ts";
import { shown } from "./shown.ts";
import {
  at,
  eachStep,
  functionOf,
  objectsIn,
  repeatedIn,
  textOf,
  type Placed,
} from "./support/values.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const processingTypes = ["Processing", "ClarifyCheck", "QualityCheck"] as const;
const root = "/opt/ml/processing/";

/** Rules on processing jobs. */
export const processingRules: readonly Rule[] = [
  {
    id: "PROCESSING_INPUT_REPEATED",
    severity: "error",
    reason: "An input of a processing job is found by its name, so no two may share one.",
    source: `${api}/API_CreateProcessingJob.html`,
    fix: "Give one of them another name.",
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"), input("b", "s3://example-bucket/b"));
    },
    get failing() {
      return withInputs(
        input("a", "s3://example-bucket/a"),
        input("a", "s3://example-bucket/b", `${root}b`),
      );
    },
    check: eachStep(processingTypes, function* inputs(step) {
      for (const { name, first, path } of repeatedIn(inputsOf(step), "InputName")) {
        yield {
          message: `Two inputs are named ${shown(name)}: ${first} and ${path}.`,
          path: `${path}.InputName`,
        };
      }
    }),
  },
  {
    id: "PROCESSING_OUTPUT_REPEATED",
    severity: "error",
    reason: "An output of a processing job is found by its name, so no two may share one.",
    source: `${api}/API_CreateProcessingJob.html`,
    fix: "Give one of them another name.",
    get passing() {
      return example([processing("Clean", output("s3://example-bucket/out"))]);
    },
    get failing() {
      return example([
        processing(
          "Clean",
          twice(output("s3://example-bucket/a"), output("s3://example-bucket/b")),
        ),
      ]);
    },
    check: eachStep(processingTypes, function* outputs(step) {
      for (const { name, first, path } of repeatedIn(outputsOf(step), "OutputName")) {
        yield {
          message: `Two outputs are named ${shown(name)}: ${first} and ${path}.`,
          path: `${path}.OutputName`,
        };
      }
    }),
  },
  {
    id: "PROCESSING_INPUT_SOURCE",
    severity: "error",
    reason: "A processing input has exactly one of S3Input and DatasetDefinition.",
    source: `${api}/API_ProcessingInput.html`,
    fix: "Give one of the two.",
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"));
    },
    get failing() {
      return withInputs({ InputName: "a" });
    },
    check: eachStep(processingTypes, function* sources(step) {
      for (const { value, path } of inputsOf(step)) {
        const given = ["S3Input", "DatasetDefinition"].filter((key) => key in value);
        if (given.length === 1) continue;
        yield {
          message: `The input ${shown(value["InputName"])} has ${given.length === 0 ? "neither S3Input nor" : "both S3Input and"} DatasetDefinition; exactly one is allowed.`,
          path,
        };
      }
    }),
  },
  {
    id: "PROCESSING_LOCAL_PATH_INVALID",
    severity: "error",
    reason: `The local path of an S3 input begins with ${root}.`,
    source: `${api}/API_ProcessingS3Input.html`,
    fix: `Choose a folder below ${root}, such as ${root}input.`,
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"));
    },
    get failing() {
      return withInputs(input("a", "s3://example-bucket/a", "/data"));
    },
    check: eachStep(processingTypes, function* localPaths(step) {
      for (const { value, path } of inputsOf(step)) {
        const local = textOf(at(value, "S3Input", "LocalPath"));
        if (local === undefined || `${local}/`.startsWith(root)) continue;
        yield {
          message: `The input ${shown(value["InputName"])} goes to ${shown(local)}; the path must begin with ${root}.`,
          path: `${path}.S3Input.LocalPath`,
        };
      }
    }),
  },
  {
    id: "PROCESSING_LOCAL_PATH_MISSING",
    severity: "error",
    reason: "An S3 input needs a local path, unless the application manages it.",
    source: `${api}/API_ProcessingS3Input.html`,
    fix: `Add LocalPath, such as ${root}input, or AppManaged true.`,
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"));
    },
    get failing() {
      return withInputs({
        InputName: "a",
        S3Input: { S3Uri: "s3://example-bucket/a", S3DataType: "S3Prefix", S3InputMode: "File" },
      });
    },
    check: eachStep(processingTypes, function* missing(step) {
      for (const { value, path } of inputsOf(step)) {
        const s3 = value["S3Input"];
        const isManaged = value["AppManaged"] !== undefined && value["AppManaged"] !== false;
        if (!isJsonObject(s3) || functionOf(s3) !== undefined || isManaged || "LocalPath" in s3) {
          continue;
        }
        yield {
          message: `The input ${shown(value["InputName"])} has no LocalPath, and its AppManaged is not true.`,
          path: `${path}.S3Input`,
        };
      }
    }),
  },
  {
    id: "PROCESSING_LOCAL_PATH_REPEATED",
    severity: "warning",
    reason: "Two inputs in one folder mix their files, and those of the same name are lost.",
    source: `${api}/API_ProcessingS3Input.html`,
    doubt: "Whether the service refuses it is not written down.",
    fix: "Give each input a folder of its own.",
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"), input("b", "s3://example-bucket/b"));
    },
    get failing() {
      return withInputs(
        input("a", "s3://example-bucket/a"),
        input("b", "s3://example-bucket/b", `${root}a/`),
      );
    },
    check: eachStep(processingTypes, function* folders(step) {
      const first = new Map<string, string>();
      for (const { value, path } of inputsOf(step)) {
        const local = textOf(at(value, "S3Input", "LocalPath"));
        if (local === undefined) continue;
        const folder = local.endsWith("/") ? local.slice(0, -1) : local;
        const earlier = first.get(folder);
        if (earlier === undefined) first.set(folder, shown(value["InputName"]));
        // That there are two of that name is said already.
        else if (earlier !== shown(value["InputName"])) {
          yield {
            message: `The inputs ${earlier} and ${shown(value["InputName"])} both go to ${shown(local)}.`,
            path: `${path}.S3Input.LocalPath`,
          };
        }
      }
    }),
  },
  {
    id: "PROCESSING_GZIP_NEEDS_PIPE",
    severity: "warning",
    reason: "Gzip data is unpacked only where it is streamed: S3InputMode Pipe.",
    source: `${api}/API_ProcessingS3Input.html`,
    doubt: "Whether the service refuses it or hands the packed files over is not written down.",
    fix: "Set S3InputMode to Pipe, or S3CompressionType to None.",
    get passing() {
      return withInputs(input("a", "s3://example-bucket/a"));
    },
    get failing() {
      return withInputs(gzipInput());
    },
    check: eachStep(processingTypes, function* gzip(step): Iterable<Problem> {
      for (const { value, path } of inputsOf(step)) {
        if (at(value, "S3Input", "S3CompressionType") !== "Gzip") continue;
        if (at(value, "S3Input", "S3InputMode") !== "File") continue;
        yield {
          message: `The input ${shown(value["InputName"])} is to be unpacked, but its S3InputMode is File.`,
          path: `${path}.S3Input.S3CompressionType`,
        };
      }
    }),
  },
];

/** The inputs of a processing job. */
function inputsOf({ path, arguments: args }: CheckedStep): readonly Placed<JsonObject>[] {
  return objectsIn(args["ProcessingInputs"], `${path}.Arguments.ProcessingInputs`);
}

/** The outputs of a processing job. */
function outputsOf({ path, arguments: args }: CheckedStep): readonly Placed<JsonObject>[] {
  return objectsIn(
    at(args, "ProcessingOutputConfig", "Outputs"),
    `${path}.Arguments.ProcessingOutputConfig.Outputs`,
  );
}

function withInputs(...inputs: readonly JsonObject[]): string {
  return example([processing("Clean", { ProcessingInputs: inputs })]);
}

function gzipInput(): JsonObject {
  const plain = input("a", "s3://example-bucket/a");
  const s3 = plain["S3Input"];
  return { ...plain, S3Input: { ...(isJsonObject(s3) ? s3 : {}), S3CompressionType: "Gzip" } };
}

function twice(one: JsonObject, other: JsonObject): JsonObject {
  return {
    ProcessingOutputConfig: {
      Outputs: [one, other].flatMap((config) =>
        objectsIn(at(config, "ProcessingOutputConfig", "Outputs"), "").map(({ value }) => value),
      ),
    },
  };
}
