import type { PipelineDefinition } from "@nacre/core";
import { arnOf, placeOf } from "./place.ts";
import { allowS3 } from "./s3-statements.ts";
import { s3UsesOf } from "./s3-uses.ts";
import { type PolicyWithNotes, Statements } from "./statements.ts";

/** What a deployer's policy is made from. */
export interface DeployerInput {
  readonly name: string;
  readonly definition: PipelineDefinition;
  /** URIs of the files that are uploaded. */
  readonly uploads: readonly string[];
  /** The role that is handed to the pipeline; every role of the account when not known. */
  readonly roleArn: string | undefined;
}

/** The least that whoever runs `nacre deploy` must be allowed. */
export function deployerPolicy(input: DeployerInput): PolicyWithNotes {
  const { name, definition, uploads, roleArn } = input;
  const place = placeOf(definition);
  const statements = new Statements();
  // ARNs of older pipelines have the name in small letters.
  const names = [...new Set([name, name.toLowerCase()])];
  statements.allow(
    "DeployPipeline",
    ["AddTags", "CreatePipeline", "DescribePipeline", "ListTags", "UpdatePipeline"].map(
      (action) => `sagemaker:${action}`,
    ),
    names.map((text) => arnOf(place, "sagemaker", `pipeline/${text}`)),
  );
  statements.allow("FindPipelines", ["sagemaker:ListPipelines"], ["*"]);
  const { partition, account } = place;
  const role = roleArn ?? `arn:${partition}:iam::${account}:role/*`;
  statements.allow("PassRole", ["iam:PassRole"], [role], {
    StringEquals: { "iam:PassedToService": ["sagemaker.amazonaws.com"] },
  });
  statements.allow("FindRole", ["iam:GetRole"], [role]);
  const buckets = new Set(uploads.map((uri) => uri.split("/")[2] ?? ""));
  allowS3(statements, partition, [
    ...uploads.map((uri) => ({ uri, access: "both" as const })),
    // Long definitions go there.
    ...[...buckets].map((bucket) => ({ uri: `s3://${bucket}/${name}/`, access: "both" as const })),
    ...s3UsesOf(definition).filter(
      ({ access, parameter }) => access === "read" && parameter !== undefined,
    ),
  ]);
  for (const bucket of buckets) {
    statements.allow("MakeBucket", ["s3:CreateBucket"], [`arn:${partition}:s3:::${bucket}`]);
  }
  return statements.finish();
}
