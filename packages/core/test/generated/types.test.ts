import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, copyOfCore, coreRoot } from "./compile.ts";

const prelude = `
import * as nacre from "./src/index.ts";
import type { Expression } from "./src/index.ts";
declare const text: Expression<string>;
declare const count: Expression<number>;
const base = {
  ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.xlarge", VolumeSizeInGB: 30 } },
  AppSpecification: { ImageUri: text },
  RoleArn: text,
} as const;
const split = new nacre.ProcessingStep("Split", {
  arguments: {
    ...base,
    Environment: { MODE: "fast", WHERE: text },
    ProcessingInputs: [{ InputName: "raw", S3Input: { S3Uri: text, S3DataType: "S3Prefix" } }],
    ProcessingOutputConfig: { Outputs: [{ OutputName: "train" }, { OutputName: "test" }] },
  },
  propertyFiles: [{ PropertyFileName: "Report", OutputName: "test", FilePath: "r.json" }],
});
const computed = ["a", "b"].map((OutputName) => ({ OutputName }));
const loose = new nacre.ProcessingStep("Loose", {
  arguments: { ...base, ProcessingOutputConfig: { Outputs: computed } },
});
const train = new nacre.TrainingStep("Train", {
  arguments: {
    RoleArn: "r",
    AlgorithmSpecification: { TrainingInputMode: "File", MetricDefinitions: [{ Name: "mse", Regex: "." }] },
    OutputDataConfig: { S3OutputPath: text },
    HyperParameters: { eta: "0.2", gamma: text },
  },
});
const ask = new nacre.CallbackStep("Ask", {
  sqsQueueUrl: text,
  arguments: { who: text, nested: { list: [1, null, { deep: count }] } },
  outputParameters: [
    { OutputName: "where", OutputType: "String" },
    { OutputName: "rows", OutputType: "Integer" },
    { OutputName: "score", OutputType: "Float" },
    { OutputName: "good", OutputType: "Boolean" },
  ],
});
const wide: readonly nacre.OutputParameter[] = [{ OutputName: "a", OutputType: "Float" }];
const call = new nacre.LambdaStep("Call", { functionArn: text, arguments: {}, outputParameters: wide });
const tune = new nacre.TuningStep("Tune", {
  arguments: { HyperParameterTuningJobConfig: { Strategy: "Bayesian", ResourceLimits: { MaxParallelTrainingJobs: count } } },
});
const automl = new nacre.AutoMLStep("Automl", {
  arguments: { RoleArn: text, OutputDataConfig: { S3OutputPath: text }, InputDataConfig: [{ TargetAttributeName: "y" }] },
});
const job = { HadoopJarStep: { Jar: "command-runner.jar" } };
const onCluster = new nacre.EMRStep("OnCluster", { arguments: { StepConfig: job, ClusterId: text } });
const bias = new nacre.ClarifyCheckStep("Bias", { checkType: "DATA_BIAS", arguments: base, modelPackageGroupName: null });
const quality = new nacre.QualityCheckStep("Quality", { checkType: "DATA_QUALITY", arguments: base, skipCheck: true });
const record = new nacre.LineageStep("Record", {
  arguments: {
    Actions: [{ ActionName: "deploy", ActionType: "Deployment", Source: { SourceUri: text } }],
    Associations: [{ Source: { Name: "deploy", Type: "Action" }, Destination: { Arn: text } }],
  },
});
const choose = new nacre.ConditionStep("Choose", {
  arguments: { Conditions: [nacre.equals(text, "a")], IfSteps: [], ElseSteps: [] },
});
function only<T>(_value: T): void {}
`;

const outputs = "split.properties.ProcessingOutputConfig.Outputs";
const process = (more: string) =>
  `new nacre.ProcessingStep("P", { arguments: { ...base, ${more} } });`;

/** A statement, and the number of the compiler's error for it, or undefined when it is right. */
const cases: readonly (readonly [what: string, code: string, error: number | undefined])[] = [
  [
    "an output by its name",
    `only<Expression<string>>(${outputs}.train.S3Output.S3Uri);`,
    undefined,
  ],
  ["a misspelt output", `${outputs}.trian;`, 2551],
  ["a misspelt path", `split.properties.ProcessingOutputConfg;`, 2551],
  ["a misspelt end of a path", `${outputs}.train.S3Output.S3Url;`, 2551],
  ["an input by its name", `split.properties.ProcessingInputs.raw.S3Input.S3Uri;`, undefined],
  ["a misspelt input", `split.properties.ProcessingInputs.rwa;`, 2339],
  [
    "an environment variable",
    `only<Expression<string>>(split.properties.Environment.MODE);`,
    undefined,
  ],
  ["a variable that is not set", `split.properties.Environment.SPEED;`, 2339],
  ["a hyperparameter", `train.properties.HyperParameters.eta;`, undefined],
  ["a misspelt hyperparameter", `train.properties.HyperParameters.etta;`, 2551],
  [
    "a metric",
    `only<Expression<number>>(train.properties.FinalMetricDataList.mse.Value);`,
    undefined,
  ],
  ["a metric that is not defined", `train.properties.FinalMetricDataList.rmse;`, 2551],
  ["a property file", `split.propertyFiles.Report;`, undefined],
  ["a misspelt property file", `split.propertyFiles.Repotr;`, 2551],
  ["an item of a list", `split.properties.AppSpecification.ContainerEntrypoint[0];`, undefined],
  [
    "names that are computed are not known: the output may be missing",
    `loose.properties.ProcessingOutputConfig.Outputs["a"].S3Output;`,
    2532,
  ],
  ["the name of the step", `only<"Split">(split.name);`, undefined],
  ["any step of that type", `only<nacre.ProcessingStep>(split);`, undefined],
  [
    "a number of the right kind",
    `only<Expression<string>>(train.properties.BillableTimeInSeconds);`,
    2345,
  ],
  [
    "an expression of a number where a string belongs",
    process(`StoppingCondition: {}, RoleArn: count`),
    2322,
  ],
  ["a number where a string belongs", process(`RoleArn: 5`), 2322],
  ["an unknown field", process(`Roles: text`), 2353],
  [
    "an unknown field deep down",
    process(`NetworkConfig: { VpcConfig: { Subnets: [], SecurityGroupIds: [], Vpc: text } }`),
    2353,
  ],
  [
    "an unknown field of a named item",
    process(`ProcessingOutputConfig: { Outputs: [{ OutputName: "x", Name: "x" }] }`),
    2353,
  ],
  [
    "a constant that is not one",
    process(
      `ProcessingOutputConfig: { Outputs: [{ OutputName: "x", S3Output: { S3Uri: text, S3UploadMode: "AtEnd" } }] }`,
    ),
    2322,
  ],
  [
    "a constant by its key",
    process(
      `ProcessingOutputConfig: { Outputs: [{ OutputName: "x", S3Output: { S3Uri: text, S3UploadMode: nacre.ProcessingS3UploadMode.END_OF_JOB } }] }`,
    ),
    undefined,
  ],
  [
    "an instance type that AWS adds tomorrow",
    process(
      `ProcessingResources: { ClusterConfig: { InstanceType: "ml.z9.large", InstanceCount: count, VolumeSizeInGB: 1 } }`,
    ),
    undefined,
  ],
  ["a required field that is missing", `new nacre.FailStep("F", { arguments: {} });`, 2741],
  ["undefined for a field", process(`Environment: undefined`), 2375],
  ["a job name is not required", process(``), undefined],
  [
    "a property file of an output that is not there",
    `new nacre.ProcessingStep("P", { arguments: { ...base, ProcessingOutputConfig: { Outputs: [{ OutputName: "x" }] } }, propertyFiles: [{ PropertyFileName: "R", OutputName: "y", FilePath: "f" }] });`,
    2322,
  ],
  [
    "a step as dependency",
    `new nacre.FailStep("F", { arguments: { ErrorMessage: text }, dependsOn: [split, "Train"] });`,
    undefined,
  ],
  [
    "caching where there is none",
    `new nacre.FailStep("F", { arguments: { ErrorMessage: text }, cacheConfig: { Enabled: true } });`,
    2353,
  ],
  [
    "outputs have the types they are declared with",
    `const { OutputParameters: o } = ask.properties; only<Expression<string>>(o.where); only<Expression<number>>(o.rows); only<Expression<number>>(o.score); only<Expression<boolean>>(o.good);`,
    undefined,
  ],
  [
    "an output is of its type only",
    `only<Expression<string>>(ask.properties.OutputParameters.rows);`,
    2345,
  ],
  ["a misspelt output of a callback", `ask.properties.OutputParameters.wehre;`, 2551],
  [
    "an output declared elsewhere may be missing",
    `only<Expression>(call.properties.OutputParameters["a"]);`,
    2345,
  ],
  [
    "a type of outputs that is none",
    `new nacre.LambdaStep("L", { functionArn: text, arguments: {}, outputParameters: [{ OutputName: "a", OutputType: "Text" }] });`,
    2322,
  ],
  [
    "a member too many in an output",
    `new nacre.LambdaStep("L", { functionArn: text, arguments: {}, outputParameters: [{ OutputName: "a", OutputType: "String", Size: 1 }] });`,
    2322,
  ],
  ["no function", `new nacre.LambdaStep("L", { arguments: {} });`, 2741],
  [
    "the best training job",
    `only<Expression<string>>(tune.properties.BestTrainingJob.TrainingJobName);`,
    undefined,
  ],
  [
    "the second best",
    `only<Expression<string>>(tune.properties.TrainingJobSummaries[1].TrainingJobName);`,
    undefined,
  ],
  [
    "a count of training jobs",
    `only<Expression<number>>(tune.properties.TrainingJobStatusCounters.Completed);`,
    undefined,
  ],
  [
    "the best candidate",
    `only<Expression<string>>(automl.properties.BestCandidate.InferenceContainers[0].Image);`,
    undefined,
  ],
  [
    "a report of it",
    `only<Expression<string>>(automl.properties.BestCandidateProperties.ModelInsightsJsonReportPath);`,
    undefined,
  ],
  [
    "the state of a step on a cluster",
    `only<Expression<string>>(onCluster.properties.Status.State);`,
    undefined,
  ],
  [
    "its id and cluster",
    `only<Expression<string>[]>([onCluster.properties.Id, onCluster.properties.ClusterId]);`,
    undefined,
  ],
  [
    "a running cluster and a new one at once",
    `new nacre.EMRStep("E", { arguments: { StepConfig: job, ClusterId: "j", ClusterConfig: { Instances: {} } } });`,
    2322,
  ],
  ["no cluster", `new nacre.EMRStep("E", { arguments: { StepConfig: job } });`, 2322],
  [
    "a cluster that stays, which the step cannot have",
    `new nacre.EMRStep("E", { arguments: { StepConfig: job, ClusterConfig: { Instances: { KeepJobFlowAliveWhenNoSteps: true } } } });`,
    2353,
  ],
  [
    "the baseline of a check",
    `only<Expression<string>>(bias.properties.BaselineUsedForDriftCheckConstraints);`,
    undefined,
  ],
  [
    "statistics of a check of quality",
    `only<Expression<string>>(quality.properties.CalculatedBaselineStatistics);`,
    undefined,
  ],
  ["statistics of a check that has none", `bias.properties.CalculatedBaselineStatistics;`, 2551],
  [
    "a check of the other kind",
    `new nacre.QualityCheckStep("Q", { checkType: "DATA_BIAS", arguments: base });`,
    2322,
  ],
  [
    "what was recorded, by name",
    `only<Expression<string>>(record.properties.ActionArns.deploy);`,
    undefined,
  ],
  ["what was not recorded", `record.properties.ActionArns.deplyo;`, 2551],
  [
    "an entity that is of this step and exists already",
    `new nacre.LineageStep("L", { arguments: { Associations: [{ Source: { Arn: "a", Name: "b", Type: "Action" }, Destination: { Arn: "a" } }] } });`,
    2322,
  ],
  [
    "the outcome of a condition",
    `only<Expression<boolean>>(choose.properties.Outcome);`,
    undefined,
  ],
  ["arguments are readonly", `split.arguments.RoleArn = "r";`, 2540],
  ["lists are readonly", `split.dependsOn?.push(train);`, 2339],
];

test("what the generated types take and refuse", { timeout: 60_000 }, () => {
  const lines = prelude.split("\n").length;
  const program = [prelude, ...cases.map(([, code]) => code)].join("\n");
  const errors = new Map(compile(copyOfCore(), program).map((one) => [one.line, one]));
  const given = cases.map(([what], index) => [what, errors.get(lines + index + 1)?.code]);
  expect(given).toEqual(cases.map(([what, , error]) => [what, error]));
  expect([...errors.keys()].filter((line) => line <= lines)).toEqual([]);
});

test("an error says what there is instead", { timeout: 60_000 }, () => {
  const program = [
    prelude,
    process("Enviroment: {}"),
    `new nacre.LambdaStep("L", { functionARN: text, arguments: {} });`,
    `new nacre.QualityCheckStep("Q", { checkType: "DATA_BIAS", arguments: base });`,
    `new nacre.TuningStep("T", { arguments: { HyperParameterTuningJobConfig: { Strategy: "Baysian", ResourceLimits: { MaxParallelTrainingJobs: 2 } } } });`,
  ].join("\n");
  const messages = compile(copyOfCore(), program).map(({ message }) => message);
  expect(messages).toEqual([
    "Object literal may only specify known properties, but 'Enviroment' does not exist in type 'ProcessingStepArguments<string, string, string>'. Did you mean to write 'Environment'?",
    "Object literal may only specify known properties, but 'functionARN' does not exist in type 'LambdaStepProps<OutputParameter>'. Did you mean to write 'functionArn'?",
    "Type '\"DATA_BIAS\"' is not assignable to type 'QualityCheckStepCheckType'.",
    "Type '\"Baysian\"' is not assignable to type 'Value<HyperParameterTuningJobStrategyType>'. Did you mean '\"Bayesian\"'?",
  ]);
});

test("no generated name hides behind one that core writes by hand", () => {
  const index = readFileSync(join(coreRoot, "src/index.ts"), "utf8");
  const generated = readFileSync(join(coreRoot, "src/generated/index.ts"), "utf8");
  const byHand = new Set(exportedNames(index));
  expect(byHand.size).toBeGreaterThan(10);
  expect(exportedNames(generated).filter((name) => byHand.has(name))).toEqual([]);
});

function exportedNames(source: string): string[] {
  return [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((name) => name.replace(/^.*\bas\b|\btype\b/, "").trim())
      .filter((name) => name !== ""),
  );
}
