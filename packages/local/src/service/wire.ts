import { randomUUID } from "node:crypto";
import type { JsonValue } from "@nacre/core";
import { ServiceFault } from "./fault.ts";
import type { Service } from "./service.ts";

/** The most bytes of a request. A definition may have 1,048,576 characters, of up to six bytes as JSON. */
export const longestBody = 8 * 1024 * 1024;

/** The services behind one address, by what stands before the dot in `X-Amz-Target`. */
export type Services = Readonly<Record<string, Service>>;

/** A request of AWS's JSON protocol. */
export interface WireRequest {
  /** The value of a header, whatever its capitals; undefined when it is not there. */
  readonly header: (name: string) => string | undefined;
  /** The bytes of the body. */
  readonly body: Uint8Array;
}

/** The answer to a request. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** The operation that was asked for; empty when the request names none. */
  readonly operation: string;
  /** What went wrong, if anything did. */
  readonly fault?: ServiceFault;
  /** The bug behind an `InternalFailure`. */
  readonly bug?: unknown;
}

/**
 * Answers a request of AWS's JSON protocol 1.1, as HTTP brings it or an SDK in this process.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function answerWire(services: Services, request: WireRequest): Promise<WireAnswer> {
  const [prefix = "", operation = ""] = (request.header("x-amz-target") ?? "").split(".", 2);
  try {
    const service = Object.hasOwn(services, prefix) ? services[prefix] : undefined;
    if (service === undefined) throw noService(prefix, services);
    const input = inputIn(request);
    const output = await service.handle(operation, input, { region: signedRegion(request) });
    return { status: 200, headers: headers(), body: JSON.stringify(output), operation };
  } catch (error) {
    return faultAnswer(error, operation);
  }
}

/** The answer for something that went wrong. */
export function faultAnswer(error: unknown, operation = ""): WireAnswer {
  const fault =
    error instanceof ServiceFault
      ? error
      : new ServiceFault("InternalFailure", "This is a bug in nacre, not a fault of yours.", 500);
  return {
    status: fault.status,
    headers: headers(),
    // Some clients read the one, some the other.
    body: JSON.stringify({ __type: fault.name, Message: fault.message, message: fault.message }),
    operation,
    fault,
    ...(fault === error ? {} : { bug: error }),
  };
}

function headers(): Record<string, string> {
  return {
    "content-type": "application/x-amz-json-1.1",
    "x-amzn-requestid": randomUUID(),
    "x-nacre-local": "true",
    "cache-control": "no-store",
  };
}

function inputIn({ header, body }: WireRequest): JsonValue {
  const type = header("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/(x-amz-json-1\.[01]|json)$/.test(type)) {
    throw new ServiceFault(
      "SerializationException",
      `The Content-Type is ${JSON.stringify(type.slice(0, 100))}; it must be application/x-amz-json-1.1.`,
      415,
    );
  }
  if (body.length === 0) return {};
  try {
    const value: JsonValue = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return value;
  } catch {
    throw new ServiceFault("SerializationException", "The body is not JSON in UTF-8.");
  }
}

/** The region of a signature, which is not checked; undefined when there is none. */
function signedRegion({ header }: WireRequest): string | undefined {
  const scope = /\bCredential=[^/,\s]+\/\d{8}\/([a-z0-9-]{1,40})\//.exec(
    header("authorization") ?? "",
  );
  return scope?.[1];
}

function noService(prefix: string, services: Services): ServiceFault {
  if (prefix === "") {
    return new ServiceFault(
      "MissingAction",
      "The header X-Amz-Target is missing: this is nacre's local SageMaker service, not a page.",
    );
  }
  const known = Object.keys(services).map((name) => `${name}.*`);
  return new ServiceFault(
    "UnknownOperationException",
    `nacre serves ${known.join(" and ")}, not ${JSON.stringify(prefix.slice(0, 100))}. ` +
      "Point only AWS_ENDPOINT_URL_SAGEMAKER here; other services have their own.",
  );
}
