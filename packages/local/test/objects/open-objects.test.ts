import { expect, test } from "vitest";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import { defaultObjectStore, openObjects, s3Endpoint } from "../../src/objects/open-objects.ts";
import { S3Objects } from "../../src/objects/s3-objects.ts";

const moto = "http://127.0.0.1:5000";

test.each([
  [{}, "folder", undefined],
  [{ AWS_ENDPOINT_URL_S3: moto }, "s3", moto],
  [{ AWS_ENDPOINT_URL: moto }, "s3", moto],
  [{ AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_S3: moto }, "s3", moto],
  [{ AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_S3: "" }, "folder", undefined],
  [{ AWS_ENDPOINT_URL_SAGEMAKER: moto }, "folder", undefined],
  [{ AWS_ENDPOINT_URL: moto, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, "folder", undefined],
  // Real credentials are used only when it is asked for.
  [
    { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "x", AWS_PROFILE: "p" },
    "folder",
    undefined,
  ],
])("the environment %o means the %s", (env, kind, endpoint) => {
  expect(defaultObjectStore(env)).toBe(kind);
  expect(s3Endpoint(env)).toBe(endpoint);
});

test.each([
  ["folder", { AWS_ENDPOINT_URL: moto }, FolderObjects],
  ["s3", {}, S3Objects],
  [undefined, { AWS_ENDPOINT_URL: moto }, S3Objects],
  [undefined, {}, FolderObjects],
] as const)("asked for %s with %o", (kind, env, wanted) => {
  const options = { home: "/home", env, kind };
  expect(openObjects(options)).toBeInstanceOf(wanted);
});

test.each(["127.0.0.1:5000", "file:///x", "nonsense"])("the endpoint %s is refused", (url) => {
  expect(() => s3Endpoint({ AWS_ENDPOINT_URL_S3: url })).toThrow(
    expect.objectContaining({ code: "LOCAL_OPTION_INVALID" }),
  );
});
