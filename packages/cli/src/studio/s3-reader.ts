import type { S3Client } from "@aws-sdk/client-s3";
import type { ObjectReader, OpenObject } from "@nacre/local";
import { isFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { parseUri } from "../deploy/asset-store.ts";

/** The most objects of a list, and one more, which tells that there are more. */
const mostObjects = 1_001;

/** Reads objects of S3. */
export class S3Reader implements ObjectReader {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async list(uri: string): ReturnType<ObjectReader["list"]> {
    const { ListObjectsV2Command } = await import("../aws/clients/s3.ts");
    const client = await this.#client();
    const { bucket, key } = parseUri(uri);
    const found: Awaited<ReturnType<ObjectReader["list"]>>[number][] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: key, ContinuationToken: token };
      // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one is
      const page = await client.send(new ListObjectsV2Command(input));
      for (const { Key = "", Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
        const one = `s3://${bucket}/${Key}`;
        if (!isAtOrBelow(one, uri) || one.endsWith("/")) continue;
        found.push({ uri: one, size: Size, lastModified: LastModified });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined && found.length < mostObjects);
    return found;
  }

  async open(uri: string, most?: number): Promise<OpenObject | undefined> {
    const { GetObjectCommand } = await import("../aws/clients/s3.ts");
    const client = await this.#client();
    const { bucket, key } = parseUri(uri);
    const Range = most === undefined ? undefined : `bytes=0-${most - 1}`;
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
      // Of a part the answer says how long the whole is: `bytes 0-15/1048576`.
      const whole = /\/(\d+)$/.exec(answer.ContentRange ?? "")?.[1];
      const size = Number(whole ?? answer.ContentLength ?? 0);
      const { Body } = answer;
      if (Body === undefined) throw new Error("GetObject answered without a body");
      // The SDK's stream is one of the web's, which gives bytes.
      return { size, body: Body.transformToWebStream() as ReadableStream<Uint8Array> };
    } catch (error) {
      // S3 refuses a range of an object that is empty.
      if (isFault(error, "InvalidRange")) return { size: 0, body: new Blob([]).stream() };
      if (isFault(error, "NoSuchKey")) return undefined;
      throw error;
    }
  }

  #client(): Promise<S3Client> {
    return this.#session.s3();
  }
}

/** `s3://b/out` is a folder of `s3://b/out/x`, not of `s3://b/output`. */
function isAtOrBelow(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
