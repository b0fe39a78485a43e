/** The host of the console, by the partition that an ARN names. */
const hosts: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/**
 * Where SageMaker Studio of a region is opened: pipelines are shown there alone, and their addresses
 * hold the domain and the user that one chooses. Undefined for a partition with no such console.
 */
export function studioUrl(arn: string): string | undefined {
  const [, partition = "", , region = ""] = arn.split(":");
  const host = new Map(Object.entries(hosts)).get(partition);
  const place = partition === "aws-us-gov" ? host : `${region}.${host}`;
  return host === undefined
    ? undefined
    : `https://${place}/sagemaker/home?region=${region}#/studio-landing`;
}
