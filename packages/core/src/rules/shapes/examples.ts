/** A definition of one processing step in which a part is replaced. */
export function processing(part = "", by = ""): string {
  return example.replace(part, by);
}

const example = `{ "Version": "2020-12-01", "Steps": [ {
  "Name": "Prepare", "Type": "Processing",
  "Arguments": {
    "RoleArn": "arn:aws:iam::123456789012:role/Example",
    "AppSpecification": {
      "ImageUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/example:1",
      "ContainerEntrypoint": ["python3", "prepare.py"] },
    "ProcessingResources": { "ClusterConfig": {
      "InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 30 } },
    "ProcessingOutputConfig": { "Outputs": [ { "OutputName": "train", "S3Output": {
      "S3Uri": "s3://example/train", "LocalPath": "/opt/ml/processing/train",
      "S3UploadMode": "EndOfJob" } } ] },
    "Environment": { "STAGE": "test" } },
  "Description": "Prepares the data." } ] }`;

/** A processing step, and a Fail step whose message has a reference to it. */
export function reading(reference: string): string {
  return example.replace(
    /\} \] \}$/,
    `}, { "Name": "Stop", "Type": "Fail",
      "Arguments": { "ErrorMessage": { "Get": "${reference}" } } } ] }`,
  );
}
