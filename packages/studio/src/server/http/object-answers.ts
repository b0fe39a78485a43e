import type { OpenObject } from "@nacre/local";
import type { ObjectRef, Source } from "../source.ts";
import { imageType, previewBytes, previewOf } from "../objects/preview.ts";
import { objectPolicy } from "./headers.ts";
import { StudioError } from "../errors/studio-error.ts";
import type { PreviewView } from "../../api.ts";

/** The object that a request asks for; what is no S3 URI is refused. */
export function objectIn(request: Request): ObjectRef {
  const { searchParams } = new URL(request.url);
  const uri = searchParams.get("uri") ?? "";
  if (!/^s3:\/\/[^/]+/.test(uri)) {
    throw new StudioError(400, {
      code: "S3_URI_INVALID",
      message: `${JSON.stringify(uri.slice(0, 200))} is not an S3 URI.`,
    });
  }
  const execution = searchParams.get("execution") ?? undefined;
  return { uri, ...(execution === undefined ? {} : { execution }) };
}

/** The beginning of an object. */
export async function previewAnswer(source: Source, ref: ObjectRef): Promise<PreviewView> {
  return previewOf(ref.uri, await opened(source, ref, previewBytes));
}

/**
 * The bytes of an object, which anyone may have written: a browser saves them, shows them only as an
 * image, and never as a page.
 */
export async function contentAnswer(source: Source, ref: ObjectRef): Promise<Response> {
  const type = imageType(await beginning(await opened(source, ref, 16)));
  const { size, body } = await opened(source, ref);
  const name = ref.uri.slice(ref.uri.lastIndexOf("/") + 1) || "object";
  return attachment(name, body, {
    "content-length": String(size),
    ...(type === undefined ? {} : { "content-type": type }),
  });
}

/** Bytes that a browser saves as a file of a name. */
export function attachment(
  name: string,
  body: ReadableStream<Uint8Array>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodedName(name)}`,
      "content-security-policy": objectPolicy,
      ...headers,
    },
  });
}

async function opened(source: Source, ref: ObjectRef, most?: number): Promise<OpenObject> {
  const object = await source.openObject(ref, most);
  if (object !== undefined) return object;
  const message = `There is no object ${ref.uri}.`;
  throw new StudioError(404, { code: "OBJECT_NOT_FOUND", message });
}

async function beginning({ body }: OpenObject): Promise<Uint8Array> {
  for await (const chunk of body) return chunk;
  return new Uint8Array();
}

/** For old browsers: what is not a plain letter or digit becomes a line. */
function asciiName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, "_").slice(-100);
}

/** As RFC 5987 wants it. */
function encodedName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.codePointAt(0)?.toString(16).toUpperCase() ?? ""}`,
  );
}
