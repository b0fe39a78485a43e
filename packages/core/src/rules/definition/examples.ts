/** A definition of these steps. */
export function withSteps(...steps: readonly string[]): string {
  return `{ "Version": "2020-12-01", "Steps": [ ${steps.join(", ")} ] }`;
}

/** A definition with the parameter P, and a step that reads it and something else. */
export function withGet(text: string): string {
  return `{ "Version": "2020-12-01",
    "Parameters": [ { "Name": "P", "Type": "String" } ],
    "Steps": [ { "Name": "Stop", "Type": "Fail", "Arguments": { "ErrorMessage": { "Std:Join": {
      "On": " ", "Values": [ { "Get": "Parameters.P" }, { "Get": "${text}" } ] } } } } ] }`;
}

/** A processing step with the output "out" and a property file in an output, which a step reads. */
export function withPropertyFile(reference: string, outputName: string): string {
  return withSteps(
    `{ "Name": "A", "Type": "Processing", "Arguments": {
      "RoleArn": "arn:aws:iam::123456789012:role/Example",
      "AppSpecification": { "ImageUri": "example" },
      "ProcessingResources": { "ClusterConfig": {
        "InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 30 } },
      "ProcessingOutputConfig": { "Outputs": [ { "OutputName": "out", "S3Output": {
        "S3Uri": "s3://example/out", "LocalPath": "/opt/ml/processing/out",
        "S3UploadMode": "EndOfJob" } } ] } },
      "PropertyFiles": [ {
        "PropertyFileName": "Report", "OutputName": "${outputName}", "FilePath": "r.json" } ] }`,
    `{ "Name": "B", "Type": "Fail", "Arguments": { "ErrorMessage": {
      "Std:JsonGet": { "PropertyFile": { "Get": "${reference}" }, "Path": "x" } } } }`,
  );
}
