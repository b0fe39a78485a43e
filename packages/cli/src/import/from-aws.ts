import { messageOf, userError } from "../errors.ts";

/** A pipeline in AWS. */
export interface PipelineAddress {
  readonly arn: string;
  readonly region: string;
  readonly name: string;
}

/** The pipeline that an ARN names; undefined for any other text. */
export function pipelineAddress(text: string): PipelineAddress | undefined {
  const [arn, region, name] =
    /^arn:aws[a-z-]*:sagemaker:([a-z0-9-]+):\d{12}:pipeline\/(.+)$/i.exec(text) ?? [];
  if (arn === undefined || region === undefined || name === undefined) return undefined;
  return { arn, region, name };
}

/**
 * The definition of a pipeline as AWS has it, in its newest version. Credentials and endpoint are
 * those that the AWS CLI would take (profile, environment, `AWS_ENDPOINT_URL_SAGEMAKER`).
 *
 * @throws NacreError `AWS_REQUEST_FAILED`
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribePipeline.html
 */
export async function describeDefinition(address: PipelineAddress): Promise<string> {
  const { arn, region, name } = address;
  // Loaded here: it takes longer to load than the rest of nacre.
  const { DescribePipelineCommand, SageMakerClient } = await import("../aws/clients/sagemaker.ts");
  const client = new SageMakerClient({ region });
  try {
    const found = await client.send(new DescribePipelineCommand({ PipelineName: arn }));
    if (found.PipelineDefinition !== undefined) return found.PipelineDefinition;
    throw new Error("the answer holds no definition");
  } catch (error) {
    const kind = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
    throw userError("AWS_REQUEST_FAILED", `cannot read ${arn}: ${kind}${messageOf(error)}`, {
      help: [
        "check the credentials (aws sts get-caller-identity) and that they allow",
        "sagemaker:DescribePipeline; or let the AWS CLI read it:",
        `aws sagemaker describe-pipeline --region ${region} --pipeline-name ${name} \\`,
        `  --query PipelineDefinition --output text | nacre import - --name ${name} -o pipeline.ts`,
      ].join("\n"),
      cause: error,
    });
  } finally {
    client.destroy();
  }
}
