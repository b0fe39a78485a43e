// A file of its own, so that the bundle of the client is loaded by the first call that needs it.
export { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
