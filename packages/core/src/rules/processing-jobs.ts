import { isJsonObject, type JsonObject } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { example, input, output, processing } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { once } from "./support/once.ts";
import {
  at,
  eachIn,
  functionOf,
  objectsIn,
  repeatedIn,
  stepsOf,
  textOf,
  type Placed,
} from "./support/values.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const processingTypes = ["Processing", "ClarifyCheck", "QualityCheck"] as const;
const root = "/opt/ml/processing/";

const jobsIn = once((definition): readonly Job[] =>
  processingTypes.flatMap((type) => stepsOf(type, definition).map((step) => new Job(step))),
);

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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      for (const { name, first, path } of repeatedIn(inputs, "InputName")) {
        report({
          message: `Two inputs are named ${shown(name)}: ${first} and ${path}.`,
          path: `${path}.InputName`,
        });
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
    check: eachIn(jobsIn, ({ outputs }, report) => {
      for (const { name, first, path } of repeatedIn(outputs, "OutputName")) {
        report({
          message: `Two outputs are named ${shown(name)}: ${first} and ${path}.`,
          path: `${path}.OutputName`,
        });
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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      for (const one of inputs) {
        const hasS3 = "S3Input" in one.value;
        if (hasS3 !== "DatasetDefinition" in one.value) continue;
        report({
          message: `The input ${shown(one.value["InputName"])} has ${hasS3 ? "both S3Input and" : "neither S3Input nor"} DatasetDefinition; exactly one is allowed.`,
          path: one.path,
        });
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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      for (const one of inputs) {
        const local = textOf(at(one.value, "S3Input", "LocalPath"));
        if (local === undefined || `${local}/`.startsWith(root)) continue;
        report({
          message: `The input ${shown(one.value["InputName"])} goes to ${shown(local)}; the path must begin with ${root}.`,
          path: `${one.path}.S3Input.LocalPath`,
        });
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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      for (const one of inputs) {
        const { S3Input: s3, AppManaged: managed = false } = one.value;
        const isManaged = managed !== false;
        if (!isJsonObject(s3) || functionOf(s3) !== undefined || isManaged || "LocalPath" in s3) {
          continue;
        }
        report({
          message: `The input ${shown(one.value["InputName"])} has no LocalPath, and its AppManaged is not true.`,
          path: `${one.path}.S3Input`,
        });
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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      const first = new Map<string, JsonObject>();
      for (const one of inputs) {
        const local = textOf(at(one.value, "S3Input", "LocalPath"));
        if (local === undefined) continue;
        const folder = local.endsWith("/") ? local.slice(0, -1) : local;
        const earlier = first.get(folder);
        if (earlier === undefined) {
          first.set(folder, one.value);
          continue;
        }
        const [name, other] = [shown(earlier["InputName"]), shown(one.value["InputName"])];
        // That there are two of that name is said already.
        if (name === other) continue;
        report({
          message: `The inputs ${name} and ${other} both go to ${shown(local)}.`,
          path: `${one.path}.S3Input.LocalPath`,
        });
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
    check: eachIn(jobsIn, ({ inputs }, report) => {
      for (const one of inputs) {
        if (at(one.value, "S3Input", "S3CompressionType") !== "Gzip") continue;
        if (at(one.value, "S3Input", "S3InputMode") !== "File") continue;
        report({
          message: `The input ${shown(one.value["InputName"])} is to be unpacked, but its S3InputMode is File.`,
          path: `${one.path}.S3Input.S3CompressionType`,
        });
      }
    }),
  },
];

/** A processing job, and what it reads and writes. */
class Job {
  readonly step: CheckedStep;
  readonly inputs: readonly Placed<JsonObject>[];
  readonly outputs: readonly Placed<JsonObject>[];

  constructor(step: CheckedStep) {
    const { arguments: args } = step;
    const path = `${step.path}.Arguments`;
    const outputs = at(args, "ProcessingOutputConfig", "Outputs");
    this.step = step;
    this.inputs = objectsIn(args["ProcessingInputs"], `${path}.ProcessingInputs`);
    this.outputs = objectsIn(outputs, `${path}.ProcessingOutputConfig.Outputs`);
  }
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
