import { describe, expect, it } from "vitest";
import { validateText } from "../../src/index.ts";

const processing = {
  ProcessingResources: {
    ClusterConfig: { InstanceType: "ml.m5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
  },
  AppSpecification: { ImageUri: "123456789012.dkr.ecr.us-east-1.amazonaws.com/image:1" },
  RoleArn: "arn:aws:iam::123456789012:role/Role",
};
const step = (name: string, more: object = {}): object => ({
  Name: name,
  Type: "Processing",
  Arguments: processing,
  ...more,
});
const list = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Definitions that grow with n, each in the way that a careless loop would take n² for. */
const shapes: Readonly<Record<string, (n: number) => object>> = {
  "steps side by side": (n) => ({ Steps: list(n, (i) => step(`S${i}`)) }),
  "steps of one name": (n) => ({ Steps: list(n, () => step("Same")) }),
  "a chain": (n) => ({
    Steps: list(n, (i) => step(`S${i}`, i > 0 ? { DependsOn: [`S${i - 1}`] } : {})),
  }),
  "a ring": (n) => ({ Steps: list(n, (i) => step(`S${i}`, { DependsOn: [`S${(i + 1) % n}`] })) }),
  "one step that waits for all": (n) => ({
    Steps: [...list(n, (i) => step(`S${i}`)), step("Last", { DependsOn: list(n, (i) => `S${i}`) })],
  }),
  "dependencies that are not there": (n) => ({
    Steps: [step("A", { DependsOn: list(n, (i) => `Missing${i}`) })],
  }),
  "parameters, none used": (n) => ({
    Parameters: list(n, (i) => ({ Name: `P${i}`, Type: "String" })),
    Steps: [step("A")],
  }),
  "references to one parameter": (n) => ({
    Parameters: [{ Name: "P", Type: "String" }],
    Steps: [step("A", { Arguments: { Environment: many(n, () => ({ Get: "Parameters.P" })) } })],
  }),
  "references to nothing": (n) => ({
    Parameters: list(50, (i) => ({ Name: `P${i}`, Type: "String" })),
    Steps: [
      step("A", { Arguments: { Environment: many(n, (i) => ({ Get: `Parameters.Q${i}` })) } }),
    ],
  }),
  "references from step to step": (n) => ({
    Steps: list(n, (i) =>
      step(`S${i}`, {
        Arguments: { ...processing, Environment: { A: { Get: `Steps.S${i >> 1}.RoleArn` } } },
      }),
    ),
  }),
  "members that do not exist": (n) => ({
    Steps: [step("A", { Arguments: { ...processing, ...many(n, () => 1) } })],
  }),
  "property files": (n) => ({
    Steps: [
      step("A", {
        PropertyFiles: list(n, (i) => ({
          PropertyFileName: `F${i}`,
          OutputName: `O${i}`,
          FilePath: "a.json",
        })),
      }),
    ],
  }),
  "outputs to one prefix": (n) => ({
    Steps: list(n, (i) =>
      step(`S${i}`, {
        Arguments: {
          ...processing,
          ProcessingOutputConfig: {
            Outputs: [
              {
                OutputName: "o",
                S3Output: {
                  S3Uri: "s3://bucket/same",
                  LocalPath: "/opt/ml/o",
                  S3UploadMode: "EndOfJob",
                },
              },
            ],
          },
        },
      }),
    ),
  }),
  "conditions with branches": (n) => ({
    Steps: list(n, (i) => ({
      Name: `C${i}`,
      Type: "Condition",
      Arguments: {
        Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
        IfSteps: [step(`I${i}`)],
        ElseSteps: [step(`E${i}`)],
      },
    })),
  }),
  "one long line": (n) => ({ Steps: [step("A", { Description: "x".repeat(n * 100) })] }),
};

function many<T>(count: number, make: (index: number) => T): Record<string, T> {
  return Object.fromEntries(list(count, (index) => [`Key${index}`, make(index)]));
}

/** The processor time of the best of some runs: what else the machine does hardly changes it. */
function milliseconds(text: string): number {
  const times = list(3, () => {
    const start = process.threadCpuUsage();
    validateText(text);
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

const textOf = (shape: object): string =>
  JSON.stringify({ Version: "2020-12-01", Metadata: {}, ...shape }, null, 1);

describe("four times the definition takes about four times as long", () => {
  it.each(Object.keys(shapes))("%s", { timeout: 60_000 }, (name) => {
    const make = shapes[name] ?? (() => ({}));
    const [small, large] = [textOf(make(500)), textOf(make(2000))];
    milliseconds(textOf(make(200)));
    // Sixteen times would be a square. Between lies room for a busy machine, which gets three tries.
    const isLinear = (): boolean => milliseconds(large) < 10 * Math.max(milliseconds(small), 2);
    expect(isLinear() || isLinear() || isLinear()).toBe(true);
  });
});
