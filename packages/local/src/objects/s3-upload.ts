import { open, type FileHandle } from "node:fs/promises";
import type { CompletedPart, S3Client } from "@aws-sdk/client-s3";
import type { S3Location } from "./s3-uri.ts";
import { inParallel, Turns } from "./in-parallel.ts";

/** Files up to this size go in one request, larger ones in parts of at least it, in bytes. */
const smallestPart = 16 * 1024 * 1024;
/** S3 takes this many parts of one object. */
const mostParts = 10_000;
const partsAtOnce = 4;
/** All uploads of this process together hold so many parts in memory. */
const turns = new Turns(8);

/**
 * Uploads a file of any size. Each request holds its part in memory, so that the SDK can send it again.
 * An object appears when its last byte is there; the parts of an upload that fails are removed.
 *
 * @param partBytes - the size of the parts, in bytes; S3 takes none below 5 MiB but the last
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export async function uploadFile(
  client: S3Client,
  { bucket: Bucket, key: Key }: S3Location,
  file: string,
  partBytes = smallestPart,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-s3");
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size <= partBytes) {
      await turns.take(async () => {
        const Body = await read(handle, 0, size);
        await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body }));
      });
      return;
    }
    const length = Math.max(partBytes, Math.ceil(size / mostParts));
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    try {
      const numbers = Array.from({ length: Math.ceil(size / length) }, (_, index) => index + 1);
      const Parts = await inParallel(partsAtOnce, numbers, async (PartNumber) => {
        const start = (PartNumber - 1) * length;
        const answer = await turns.take(async () => {
          const Body = await read(handle, start, Math.min(length, size - start));
          return client.send(new sdk.UploadPartCommand({ ...upload, PartNumber, Body }));
        });
        return completed(PartNumber, answer);
      });
      await client.send(
        new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      // Parts cost money until they are removed; the reason why it failed is what counts.
      await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** What S3 wants to hear of a part again, its checksum among it. */
function completed(PartNumber: number, answer: CompletedPart): CompletedPart {
  const { ETag, ChecksumCRC32 } = answer;
  return {
    PartNumber,
    ...(ETag === undefined ? {} : { ETag }),
    ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }),
  };
}

async function read(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    // oxlint-disable-next-line no-await-in-loop -- a read may give less than it was asked for
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) throw new Error("the file became shorter while it was uploaded");
    filled += bytesRead;
  }
  return buffer;
}
