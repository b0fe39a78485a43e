import { expr, FailStep, ProcessingStep, type FailStepProps, type Operand } from "@nacre/core";

/** A processing step with one output, `out`, one property file, `Report`, and some arguments. */
export function processing<const Name extends string>(name: Name, ...given: Operand[]) {
  return new ProcessingStep(name, {
    arguments: {
      ProcessingResources: {
        ClusterConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 30 },
      },
      AppSpecification: {
        ImageUri: "image",
        ...(given.length > 0 && { ContainerArguments: given.map((value) => expr`${value}`) }),
      },
      RoleArn: "arn:aws:iam::111122223333:role/Jobs",
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: "out",
            S3Output: { S3Uri: "s3://b/out", LocalPath: "/opt/ml/out", S3UploadMode: "EndOfJob" },
          },
        ],
      },
    },
    propertyFiles: [{ PropertyFileName: "Report", OutputName: "out", FilePath: "report.json" }],
  });
}

/** A Fail step. */
export function failing<const Name extends string>(
  name: Name,
  message: FailStepProps["arguments"]["ErrorMessage"] = "stop",
): FailStep<Name> {
  return new FailStep(name, { arguments: { ErrorMessage: message } });
}
