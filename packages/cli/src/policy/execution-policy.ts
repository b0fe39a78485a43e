import {
  type FlatStep,
  flattenSteps,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  type PipelineDefinition,
} from "@nacre/core";
import { arnOf, type Place, placeOf } from "./place.ts";
import { allowS3 } from "./s3-statements.ts";
import { defaultsOf, s3UsesOf, textOf } from "./s3-uses.ts";
import { type PolicyWithNotes, Statements } from "./statements.ts";
import { experimentActions, networkActions, registryActions, stepActions } from "./step-actions.ts";

/**
 * The least that the execution role of a pipeline must be allowed, from the definition alone: what the
 * steps make in SageMaker, the places in S3 they read and write, the images they pull, the functions,
 * queues and clusters they use, the roles they hand on. Defaults stand for parameters.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html
 */
export function executionPolicy(definition: PipelineDefinition): PolicyWithNotes {
  return new PolicyWriter(definition).write();
}

class PolicyWriter {
  readonly #definition: PipelineDefinition;
  readonly #place: Place;
  readonly #defaults: ReadonlyMap<string, string>;
  readonly #statements = new Statements();

  constructor(definition: PipelineDefinition) {
    this.#definition = definition;
    this.#place = placeOf(definition);
    this.#defaults = defaultsOf(definition);
  }

  write(): PolicyWithNotes {
    allowS3(this.#statements, this.#place.partition, s3UsesOf(this.#definition));
    if (this.#definition.PipelineExperimentConfig) this.#experiment();
    for (const step of flattenSteps(this.#definition)) this.#step(step);
    return this.#statements.finish();
  }

  #experiment(): void {
    const kinds = ["experiment", "experiment-trial", "experiment-trial-component"];
    this.#statements.allow(
      "Experiments",
      experimentActions,
      kinds.map((kind) => arnOf(this.#place, "sagemaker", `${kind}/*`)),
    );
  }

  #step({ definition: step }: FlatStep): void {
    const actions = new Map(Object.entries(stepActions)).get(step.Type);
    if (actions !== undefined) {
      const given =
        actions.nameMember === undefined ? undefined : step.Arguments[actions.nameMember];
      // SageMaker calls what a step makes `pipelines-<execution>-<step>-<random>`.
      const name = actions.nameMember === "" ? "" : this.#text(given)?.replace(/\*$/, "");
      this.#statements.allow(
        `Step${step.Type}`,
        actions.actions.map((action) => `sagemaker:${action}`),
        actions.resources.map((kind) =>
          arnOf(this.#place, "sagemaker", `${kind}/${name ?? "pipelines-"}*`),
        ),
      );
      if (step.Type !== "Model" && step.Type !== "Lineage") this.#jobs();
    }
    switch (step.Type) {
      case "RegisterModel":
      case "ClarifyCheck":
      case "QualityCheck":
        this.#registry(step["ModelPackageGroupName"] ?? step.Arguments["ModelPackageGroupName"]);
        break;
      case "Lambda":
        this.#allowText("InvokeFunctions", ["lambda:InvokeFunction"], step["FunctionArn"]);
        break;
      case "Callback":
        this.#queue(step["SqsQueueUrl"]);
        break;
      case "EMR":
        this.#emr(step.Arguments);
        break;
      case "EMRServerless":
        this.#emrServerless(step.Arguments);
        break;
    }
    const service =
      step.Type === "EMR" || step.Type === "EMRServerless" ? undefined : "sagemaker.amazonaws.com";
    this.#members(step.Arguments, service);
  }

  /** What the containers of every job need: their log, and their metrics. */
  #jobs(): void {
    const logs = arnOf(this.#place, "logs", "log-group:/aws/sagemaker/*");
    this.#statements.allow(
      "WriteLogs",
      [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
      ],
      [logs],
    );
    this.#statements.allow("WriteMetrics", ["cloudwatch:PutMetricData"], ["*"]);
  }

  #registry(group: JsonValue | undefined): void {
    const text = this.#text(group);
    if (text === undefined) return;
    const name = text.split("/").at(-1);
    this.#statements.allow("ModelRegistry", registryActions, [
      arnOf(this.#place, "sagemaker", `model-package-group/${name}`),
      arnOf(this.#place, "sagemaker", `model-package/${name}/*`),
    ]);
  }

  #queue(url: JsonValue | undefined): void {
    const text = this.#text(url) ?? "";
    const [, region, account, name] =
      /^https:\/\/sqs\.([a-z0-9-]+)\.[^/]+\/(\d+)\/([^/]+)$/.exec(text) ?? [];
    if (region === undefined || account === undefined) {
      this.#statements.note(
        `the queue ${text} is not known by its URL: allow sqs:SendMessage by hand`,
      );
      return;
    }
    const arn = arnOf({ ...this.#place, region, account }, "sqs", name ?? "");
    this.#statements.allow("SendMessages", ["sqs:SendMessage"], [arn]);
  }

  #emr(step: JsonValue): void {
    const config = isJsonObject(step) ? step["ClusterConfig"] : undefined;
    const id = isJsonObject(step) ? this.#text(step["ClusterId"]) : undefined;
    const own = isJsonObject(config) ? config : undefined;
    const rules = [
      "SageMakerPipelineExecutionEMRStepStatusUpdateRule",
      ...(own ? ["SageMakerPipelineExecutionEMRClusterStatusUpdateRule"] : []),
    ];
    this.#statements.allow(
      "WatchClusters",
      ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      rules.map((rule) => arnOf(this.#place, "events", `rule/${rule}`)),
    );
    this.#statements.allow(
      own ? "MakeClusters" : "UseClusters",
      [
        "elasticmapreduce:AddJobFlowSteps",
        "elasticmapreduce:CancelSteps",
        "elasticmapreduce:DescribeCluster",
        "elasticmapreduce:DescribeStep",
        "elasticmapreduce:ListSteps",
        ...(own ? ["elasticmapreduce:RunJobFlow", "elasticmapreduce:TerminateJobFlows"] : []),
      ],
      [arnOf(this.#place, "elasticmapreduce", `cluster/${own ? "*" : (id ?? "*")}`)],
    );
    if (own === undefined) return;
    const roles = [
      this.#text(own["ServiceRole"]) ?? "EMR_DefaultRole",
      this.#text(own["JobFlowRole"]) ?? "EMR_EC2_DefaultRole",
    ];
    this.#passRoles(roles, ["ec2.amazonaws.com", "elasticmapreduce.amazonaws.com"], "Emr");
  }

  #emrServerless(step: JsonValue): void {
    if (!isJsonObject(step)) return;
    const id = this.#text(step["ApplicationId"]);
    const application = `/applications/${id ?? "*"}`;
    this.#statements.allow(
      "UseEmrServerless",
      [
        "emr-serverless:CancelJobRun",
        "emr-serverless:GetApplication",
        "emr-serverless:GetJobRun",
        "emr-serverless:StartApplication",
        "emr-serverless:StartJobRun",
      ],
      [
        arnOf(this.#place, "emr-serverless", application),
        arnOf(this.#place, "emr-serverless", `${application}/jobruns/*`),
      ],
    );
    if (id === undefined) {
      this.#statements.allow(
        "MakeEmrServerless",
        ["emr-serverless:CreateApplication", "emr-serverless:StopApplication"],
        [arnOf(this.#place, "emr-serverless", "/*")],
      );
    }
    const role = this.#text(step["ExecutionRoleArn"]);
    if (role !== undefined) {
      this.#passRoles([role], ["emr-serverless.amazonaws.com"], "EmrServerless");
    }
  }

  #passRoles(roles: readonly string[], services: readonly string[], to: string): void {
    const arns = roles.map((role) =>
      role.startsWith("arn:")
        ? role
        : `arn:${this.#place.partition}:iam::${this.#place.account}:role/${role}`,
    );
    this.#statements.allow(`PassRolesTo${to}`, ["iam:PassRole"], arns, {
      StringEquals: { "iam:PassedToService": services },
    });
  }

  /** What single members ask for, wherever in the arguments they are. */
  #members(value: JsonValue | undefined, passedTo: string | undefined): void {
    if (isJsonArray(value)) for (const item of value) this.#members(item, passedTo);
    if (!isJsonObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      // The branches of a condition are steps of their own.
      if (name === "IfSteps" || name === "ElseSteps") continue;
      this.#member(name, inner, passedTo);
      this.#members(inner, passedTo);
    }
  }

  #member(name: string, value: JsonValue | undefined, passedTo: string | undefined): void {
    const text = this.#text(value);
    if (/^(?:RoleArn|ExecutionRoleArn)$/.test(name) && text !== undefined) {
      if (passedTo !== undefined) this.#passRoles([text], [passedTo], "Sagemaker");
    } else if (/^(?:ImageUri|TrainingImage|Image|RuleEvaluatorImage)$/.test(name)) {
      this.#image(text);
    } else if (name.endsWith("KmsKeyId")) {
      this.#key(text);
    } else if (name === "Subnets") {
      this.#statements.allow("JoinNetwork", networkActions, ["*"]);
    } else if (name === "DatasetDefinition") {
      this.#statements.note(
        "what a DatasetDefinition reads (Athena, Redshift) must be allowed by hand",
      );
    } else if (name === "FeatureGroupName" && text !== undefined) {
      const arn = arnOf(this.#place, "sagemaker", `feature-group/${text.toLowerCase()}`);
      this.#statements.allow(
        "WriteFeatures",
        ["sagemaker:DescribeFeatureGroup", "sagemaker:PutRecord"],
        [arn],
      );
    }
  }

  #image(image: string | undefined): void {
    const [, account, region, name] =
      /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[^/]+\/([^:@]+)/.exec(image ?? "") ?? [];
    if (account === undefined || region === undefined || name === undefined) return;
    this.#statements.allow("SignInToImages", ["ecr:GetAuthorizationToken"], ["*"]);
    this.#statements.allow(
      "PullImages",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      [arnOf({ ...this.#place, account, region }, "ecr", `repository/${name}`)],
    );
  }

  #key(key: string | undefined): void {
    if (key === undefined) return;
    const actions = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"];
    const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
    if (alias === undefined) {
      const arn = key.startsWith("arn:") ? key : arnOf(this.#place, "kms", `key/${key}`);
      this.#statements.allow("UseKeys", actions, [arn]);
      return;
    }
    const sid = `UseKey${alias.replaceAll(/[^A-Za-z0-9]/g, "")}`;
    this.#statements.allow(sid, actions, [arnOf(this.#place, "kms", "key/*")], {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] },
    });
  }

  #allowText(sid: string, actions: readonly string[], value: JsonValue | undefined): void {
    const text = this.#text(value);
    if (text === undefined || text === "*") {
      this.#statements.note(
        `${actions.join(", ")}: what it is allowed on is known only when the pipeline runs`,
      );
    } else this.#statements.allow(sid, actions, [text]);
  }

  #text(value: JsonValue | undefined): string | undefined {
    return value === undefined || value === null ? undefined : textOf(value, this.#defaults);
  }
}
