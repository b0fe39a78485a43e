import { createServer, type Server } from "node:http";

const buckets = `<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult><Buckets><Bucket><Name>sagemaker-us-east-1-000000000000</Name>
<CreationDate>2020-12-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`;

/**
 * An S3 endpoint on this machine that takes every upload and owns every bucket. The Python SDK
 * uploads its scripts while it prints a definition; without an endpoint it cannot be measured.
 */
export async function startObjectStore(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.setHeader("ETag", '"0"');
      response
        .writeHead(200)
        .end(request.url?.startsWith("/?") || request.url === "/" ? buckets : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port to listen on");
  return { url: `http://127.0.0.1:${address.port}`, server };
}
