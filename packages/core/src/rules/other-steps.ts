import { isJsonArray, isJsonObject, type JsonObject } from "../json.ts";
import type { CheckedStep } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { callback, example, get, lambda, model } from "./support/examples.ts";
import { shown } from "./shown.ts";
import {
  at,
  eachStep,
  functionOf,
  membersOf,
  objectsIn,
  repeatedIn,
  textOf,
  type Placed,
} from "./support/values.ts";
import { suggestion } from "../definition/suggest.ts";
import { exactlyOne } from "./training-jobs.ts";

const types = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";
const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const emr =
  "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.7/src/sagemaker/workflow/emr_step.py";
const mostOutputs = 50;
const oneOutput = { OutputParameters: [{ OutputName: "score", OutputType: "Float" }] };

/** Rules on Lambda, callback, EMR and model steps. */
export const otherStepRules: readonly Rule[] = [
  {
    id: "LAMBDA_INPUT_NOT_FLAT",
    severity: "error",
    reason: "The inputs of a Lambda step are texts and numbers by name, nothing nested.",
    source: types,
    fix: "Give the inner values names of their own, or pass JSON as text.",
    get passing() {
      return example([lambda("Notify", { Arguments: { who: "ops", run: 1 } })]);
    },
    get failing() {
      return example([lambda("Notify", { Arguments: { who: ["ops", "ml"] } })]);
    },
    check: eachStep(["Lambda"], ({ path, arguments: args }, report) => {
      for (const { name, value, path: where } of membersOf(args, `${path}.Arguments`)) {
        const isNested = isJsonArray(value) || (isJsonObject(value) && !looksLikeFunction(value));
        if (!isNested) continue;
        report({
          message: `The input ${shown(name)} of a Lambda step is ${shown(value)}; text or a number is wanted.`,
          path: where,
        });
      }
    }),
  },
  {
    id: "TOO_MANY_OUTPUT_PARAMETERS",
    severity: "error",
    reason: `A Lambda or callback step has at most ${mostOutputs} output parameters.`,
    source: `${api}/API_CallbackStepMetadata.html`,
    fix: "Return less, or write a file to S3 and return its URI.",
    get passing() {
      return example([lambda("Ask", oneOutput)]);
    },
    get failing() {
      return example([
        lambda("Ask", {
          OutputParameters: Array.from({ length: mostOutputs + 1 }, (_, index) => ({
            OutputName: `o${index}`,
            OutputType: "String",
          })),
        }),
      ]);
    },
    check: eachStep(["Lambda", "Callback"], ({ path, value }, report) => {
      const list = value["OutputParameters"];
      if (!isJsonArray(list) || list.length <= mostOutputs) return;
      report({
        message: `The step has ${list.length} output parameters; at most ${mostOutputs} are allowed.`,
        path: `${path}.OutputParameters`,
      });
    }),
  },
  {
    id: "OUTPUT_PARAMETER_REPEATED",
    severity: "error",
    reason: "An output parameter is found by its name, so no two may share one.",
    source: types,
    fix: "Give one of them another name.",
    get passing() {
      return example([lambda("Ask", oneOutput)]);
    },
    get failing() {
      return example([
        lambda("Ask", {
          OutputParameters: [
            { OutputName: "score", OutputType: "Float" },
            { OutputName: "score", OutputType: "String" },
          ],
        }),
      ]);
    },
    check: eachStep(["Lambda", "Callback"], (step, report) => {
      for (const { name, first, path } of repeatedIn(outputParametersOf(step), "OutputName")) {
        report({
          message: `Two output parameters are named ${shown(name)}: ${first} and ${path}.`,
          path: `${path}.OutputName`,
        });
      }
    }),
  },
  {
    id: "UNKNOWN_OUTPUT_PARAMETER",
    severity: "error",
    reason: "A Lambda or callback step gives only the output parameters that it declares.",
    source: types,
    fix: "Declare it among the OutputParameters of the step.",
    get passing() {
      return withUse("score");
    },
    get failing() {
      return withUse("grade");
    },
    check({ references }, report) {
      const known = new Map<CheckedStep, ReadonlySet<string> | undefined>();
      for (const reference of references) {
        const { parsed, target, step } = reference;
        if (target?.type !== "Lambda" && target?.type !== "Callback") continue;
        if (parsed?.kind !== "property") continue;
        const [list, key] = parsed.path;
        if (list?.kind !== "member" || list.name !== "OutputParameters" || key?.kind !== "key") {
          continue;
        }
        if (!known.has(target)) known.set(target, outputParameterNames(target));
        const names = known.get(target);
        if (names === undefined || names.has(key.name)) continue;
        report({
          message: `Step ${shown(target.name)} has no output parameter ${shown(key.name)}.`,
          path: reference.path,
          help: suggestion(key.name.slice(0, 256), names),
          ...(step === undefined ? {} : { step: step.name }),
        });
      }
    },
  },
  {
    id: "CALLBACK_QUEUE_INVALID",
    severity: "error",
    reason:
      "A callback step sends its message to an SQS queue, whose URL has at most 256 characters.",
    source: `${api}/API_CallbackStepMetadata.html`,
    fix: "Give the URL of a queue, such as https://sqs.us-east-1.amazonaws.com/111122223333/name.",
    get passing() {
      return example([callback("Ask")]);
    },
    get failing() {
      return example([callback("Ask", { SqsQueueUrl: `https://${"x".repeat(250)}` })]);
    },
    check: eachStep(["Callback"], ({ path, value }, report) => {
      const url = textOf(value["SqsQueueUrl"]);
      if (url === undefined || url.length <= 256) return;
      report({
        message: `SqsQueueUrl has ${url.length} characters; at most 256 are allowed.`,
        path: `${path}.SqsQueueUrl`,
      });
    }),
  },
  {
    id: "CALLBACK_QUEUE_NOT_SQS",
    severity: "warning",
    reason: "A callback step sends its message to an SQS queue, which is named by its URL.",
    source: types,
    doubt: "Queues behind other host names are not known to us, but there may be some.",
    fix: "Give the URL of a queue, such as https://sqs.us-east-1.amazonaws.com/111122223333/name.",
    get passing() {
      return example([callback("Ask")]);
    },
    get failing() {
      return example([
        callback("Ask", { SqsQueueUrl: "arn:aws:sqs:us-east-1:111122223333:example" }),
      ]);
    },
    check: eachStep(["Callback"], ({ path, value }, report) => {
      const url = textOf(value["SqsQueueUrl"]);
      if (url === undefined || url.length > 256 || /^https:\/\/[^/]*(?:sqs|queue)/.test(url))
        return;
      report({
        message: `SqsQueueUrl is ${shown(url)}, which is no URL of an SQS queue.`,
        path: `${path}.SqsQueueUrl`,
      });
    }),
  },
  {
    id: "EMR_CLUSTER_CHOICE",
    severity: "error",
    reason:
      "An EMR step runs on a cluster that exists or on one of its own: ClusterId or ClusterConfig.",
    source: types,
    fix: "Give exactly one of the two.",
    get passing() {
      return example([emrStep({ ClusterId: "j-1ABCDEFGHIJKL" })]);
    },
    get failing() {
      return example([emrStep({ ClusterId: "j-1ABCDEFGHIJKL", ClusterConfig: cluster() })]);
    },
    check: eachStep(["EMR"], ({ path, arguments: args }, report) => {
      exactlyOne(args, `${path}.Arguments`, ["ClusterId", "ClusterConfig"], report);
    }),
  },
  {
    id: "EMR_CLUSTER_MEMBER_NOT_ALLOWED",
    severity: "error",
    reason: "Pipelines names the cluster of an EMR step and ends it itself.",
    source: types,
    fix: "Remove the member.",
    get passing() {
      return example([emrStep({ ClusterConfig: cluster() })]);
    },
    get failing() {
      return example([emrStep({ ClusterConfig: cluster({ Name: "mine" }) })]);
    },
    check: eachStep(["EMR"], ({ path, arguments: args }, report) => {
      const config = at(args, "ClusterConfig");
      const where = `${path}.Arguments.ClusterConfig`;
      const given = [
        ...["Name", "Steps", "AutoTerminationPolicy"].map((key) => ({ owner: config, key, where })),
        ...["KeepJobFlowAliveWhenNoSteps", "TerminationProtected"].map((key) => ({
          owner: at(config, "Instances"),
          key,
          where: `${where}.Instances`,
        })),
      ];
      for (const { owner, key, where: ownerPath } of given) {
        if (at(owner, key) === undefined) continue;
        report({
          message: `${key} is not allowed in the ClusterConfig of an EMR step.`,
          path: `${ownerPath}.${key}`,
        });
      }
    }),
  },
  {
    id: "EMR_ROLE_WITHOUT_CLUSTER",
    severity: "error",
    reason: "ExecutionRoleArn is for steps on a cluster that exists.",
    source: emr,
    fix: "Remove ExecutionRoleArn, or give ClusterId.",
    get passing() {
      return example([emrStep({ ClusterId: "j-1ABCDEFGHIJKL" })]);
    },
    get failing() {
      return example([
        emrStep({
          ClusterConfig: cluster(),
          ExecutionRoleArn: "arn:aws:iam::111122223333:role/Spark",
        }),
      ]);
    },
    check: eachStep(["EMR"], ({ path, arguments: args }, report) => {
      if (args["ExecutionRoleArn"] === undefined || args["ClusterId"] !== undefined) return;
      // That there is no cluster at all is said already.
      if (args["ClusterConfig"] === undefined) return;
      report({
        message: "The EMR step has ExecutionRoleArn, but no ClusterId.",
        path: `${path}.Arguments.ExecutionRoleArn`,
      });
    }),
  },
  {
    id: "MODEL_CONTAINER_CHOICE",
    severity: "error",
    reason: "A model has PrimaryContainer or Containers, exactly one of them.",
    source: `${api}/API_CreateModel.html`,
    fix: "Give one of the two.",
    get passing() {
      return example([model("Make")]);
    },
    get failing() {
      return example([model("Make", {})]);
    },
    check: eachStep(["Model"], ({ path, arguments: args }, report) => {
      exactlyOne(args, `${path}.Arguments`, ["PrimaryContainer", "Containers"], report);
    }),
  },
  {
    id: "VARIANT_NAME_REPEATED",
    severity: "error",
    reason: "A variant of an endpoint is found by its name, so no two may share one.",
    source: `${api}/API_ProductionVariant.html`,
    fix: "Give one of them another name.",
    get passing() {
      return example([variants("blue", "green")]);
    },
    get failing() {
      return example([variants("blue", "blue")]);
    },
    check: eachStep(["EndpointConfig"], ({ path, arguments: args }, report) => {
      const list = objectsIn(args["ProductionVariants"], `${path}.Arguments.ProductionVariants`);
      for (const { name, first, path: where } of repeatedIn(list, "VariantName")) {
        report({
          message: `Two variants are named ${shown(name)}: ${first} and ${where}.`,
          path: `${where}.VariantName`,
        });
      }
    }),
  },
];

/** Also a function that is misspelt or not alone, which is another rule's. */
function looksLikeFunction(value: JsonObject): boolean {
  return (
    functionOf(value) !== undefined ||
    Object.keys(value).some((key) => key === "Get" || key.startsWith("Std:"))
  );
}

/** Undefined where they cannot be told. */
function outputParameterNames(step: CheckedStep): ReadonlySet<string> | undefined {
  const list = step.value["OutputParameters"];
  if (list === undefined) {
    const isMisspelt = Object.keys(step.value).some((key) => /^output/i.test(key));
    return isMisspelt ? undefined : new Set();
  }
  const names = outputParametersOf(step).flatMap(({ value }) => textOf(value["OutputName"]) ?? []);
  return isJsonArray(list) && names.length === list.length ? new Set(names) : undefined;
}

function outputParametersOf({ value, path }: CheckedStep): readonly Placed<JsonObject>[] {
  return objectsIn(value["OutputParameters"], `${path}.OutputParameters`);
}

function withUse(name: string): string {
  return example([
    lambda("Ask", oneOutput),
    lambda("Use", { Arguments: { score: get(`Steps.Ask.OutputParameters['${name}']`) } }),
  ]);
}

function emrStep(further: JsonObject): JsonObject {
  return {
    Name: "Spark",
    Type: "EMR",
    Arguments: { StepConfig: { HadoopJarStep: { Jar: "command-runner.jar" } }, ...further },
  };
}

function cluster(further: JsonObject = {}): JsonObject {
  return {
    ReleaseLabel: "emr-7.0.0",
    Instances: {
      InstanceGroups: [{ InstanceRole: "MASTER", InstanceCount: 1, InstanceType: "m5.xlarge" }],
    },
    ...further,
  };
}

function variants(...names: readonly string[]): JsonObject {
  return {
    Name: "Settings",
    Type: "EndpointConfig",
    Arguments: {
      EndpointConfigName: "settings",
      ProductionVariants: names.map((name) => ({
        VariantName: name,
        ModelName: "example",
        InstanceType: "ml.m5.large",
        InitialInstanceCount: 1,
      })),
    },
  };
}
