import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generate, write } from "@nacre/codegen";
import { expect, test } from "vitest";
import { compile, copyOfCore, coreRoot, run } from "./compile.ts";

/** That codegen takes a schema it was not made for: the one that AWS publishes. */
const published = join(
  coreRoot,
  "../../../shared/schema/published-pipeline-definition.schema.json",
);
const isHere = existsSync(published);
if (!isHere) console.warn("SKIPPED: the published schema is not here.");

/** Each step type of the published schema with arguments that it takes. */
const steps: readonly (readonly [name: string, type: string, props: string])[] = [
  [
    "AutoMLStep",
    "AutoML",
    `{ arguments: { AutoMLJobConfig: { Mode: "ENSEMBLING" }, InputDataConfig: [], OutputDataConfig: { S3OutputPath: text }, RoleArn: text } }`,
  ],
  ["CallbackStep", "Callback", `{ sqsQueueUrl: "https://q", arguments: { any: "thing", n: 1 } }`],
  [
    "ClarifyCheckStep",
    "ClarifyCheck",
    `{ checkType: "DATA_BIAS", modelPackageGroupName: text, arguments: {} }`,
  ],
  [
    "ConditionStep",
    "Condition",
    `{ arguments: { Conditions: [equals(text, "a")], IfSteps: [new FailStep("F", { arguments: {} })] } }`,
  ],
  ["CreateModelStep", "Model", `{ arguments: { ExecutionRoleArn: text } }`],
  [
    "EMRStep",
    "EMR",
    `{ arguments: { ClusterId: text, StepConfig: { Name: "n", HadoopJarStep: { Jar: text } } } }`,
  ],
  ["EndpointConfigStep", "EndpointConfig", `{ arguments: { ProductionVariants: [] } }`],
  ["EndpointStep", "Endpoint", `{ arguments: { EndpointConfigName: text } }`],
  ["FailStep", "Fail", `{ arguments: { ErrorMessage: text } }`],
  ["LambdaStep", "Lambda", `{ functionArn: "arn", arguments: { count: 1 } }`],
  ["ProcessingStep", "Processing", `{ arguments: { Environment: { MODE: text } } }`],
  ["QualityCheckStep", "QualityCheck", `{ checkType: "DATA_QUALITY", arguments: {} }`],
  ["RegisterModelStep", "RegisterModel", `{ arguments: { ModelPackageGroupName: text } }`],
  ["TrainingStep", "Training", `{ arguments: { HyperParameters: { eta: text } } }`],
  ["TransformStep", "Transform", `{ arguments: { ModelName: text } }`],
  [
    "TuningStep",
    "Tuning",
    `{ arguments: { HyperParameterTuningJobConfig: { Strategy: "Random", ResourceLimits: { MaxNumberOfTrainingJobs: 4, MaxParallelTrainingJobs: 2 } } } }`,
  ],
];

test.skipIf(!isHere)(
  "the published schema gives sixteen step types that type-check, run and refuse unknown members",
  { timeout: 60_000 },
  () => {
    const folder = copyOfCore();
    rmSync(join(folder, "src/generated"), { recursive: true });
    const { files } = generate(published);
    write(join(folder, "src/generated"), files);
    const classes = files.flatMap(({ text }) => [...text.matchAll(/export class (\w+)/g)]);
    const names = steps.map(([name]) => name);
    expect(classes.map(([, name]) => name).toSorted()).toEqual(names);
    const program = `
      import { ${names.join(", ")} } from "./src/generated/index.ts";
      import { equals } from "./src/condition.ts";
      import { stringParameter } from "./src/expressions/parameters.ts";
      const text = stringParameter("Text");
      const steps = [
        ${steps.map(([name, , props], index) => `new ${name}("S${index}", ${props})`).join(",\n")}
      ];
      console.log(JSON.stringify(steps.map(({ type }) => type)));
      ${steps
        .map(
          ([name, , props]) =>
            `// @ts-expect-error no such member\nnew ${name}("S", { ...${props}, nope: 1 });`,
        )
        .join("\n")}
      // @ts-expect-error no such argument
      new ProcessingStep("S", { arguments: { Nope: text } });
      // @ts-expect-error not one of the constants
      new QualityCheckStep("S", { checkType: "GUESS", arguments: {} });
    `;
    expect(compile(folder, program)).toEqual([]);
    expect(JSON.parse(run(folder))).toEqual(steps.map(([, type]) => type));
  },
);
