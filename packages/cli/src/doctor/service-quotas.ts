import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { awsFault } from "../aws/faults.ts";
import type { Session } from "../aws/session.ts";
import { partitionOf } from "../policy/place.ts";

/** The part of an answer of ListServiceQuotas that is read. */
interface Answer {
  readonly Quotas?: readonly { readonly QuotaName?: string; readonly Value?: number }[];
  readonly NextToken?: string;
}

/** What an answer holds that tells of an error. */
interface Fault {
  readonly __type?: string;
  readonly message?: string;
}

/**
 * The quotas of a service in the account, by name, as they hold now. One operation is all that is asked of
 * Service Quotas, so that its own client would be more code than the rest of `nacre doctor`.
 *
 * @throws NacreError those of AWS
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 */
export async function listQuotas(
  session: Session,
  service: string,
): Promise<ReadonlyMap<string, number>> {
  const quotas = new Map<string, number>();
  let token: string | undefined;
  do {
    const request = { ServiceCode: service, MaxResults: 100, NextToken: token };
    // oxlint-disable-next-line no-await-in-loop -- each page names the next one
    const page = await ask(session, "ListServiceQuotas", request);
    for (const { QuotaName = "", Value = 0 } of page.Quotas ?? []) quotas.set(QuotaName, Value);
    token = page.NextToken;
  } while (token !== undefined);
  return quotas;
}

async function ask(session: Session, operation: string, input: object): Promise<Answer> {
  const { region } = session;
  const call = { service: "servicequotas", operation, region, profile: session.profile };
  try {
    const url = endpointOf(region);
    const signer = new SignatureV4({
      service: call.service,
      region,
      credentials: await session.credentials(),
      sha256: Sha256,
    });
    const body = JSON.stringify(input);
    const { headers } = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      path: "/",
      query: {},
      headers: {
        host: url.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `ServiceQuotasV20190624.${operation}`,
      },
      body,
    });
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    const answer: Answer & Fault = JSON.parse(await response.text());
    if (response.ok) return answer;
    const { __type: type = "UnknownError", message = "" } = answer;
    throw Object.assign(new Error(message), {
      name: type.split("#").at(-1),
      $metadata: { httpStatusCode: response.status },
    });
  } catch (error) {
    // What fetch throws is its own; the fault of the network is the cause.
    const isFetch = error instanceof TypeError && error.cause instanceof Error;
    throw awsFault(isFetch ? error.cause : error, call);
  }
}

function endpointOf(region: string): URL {
  const own = process.env["AWS_ENDPOINT_URL_SERVICE_QUOTAS"] ?? process.env["AWS_ENDPOINT_URL"];
  const domain = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return new URL(own ?? `https://servicequotas.${region}.${domain}`);
}

/** SHA-256, with a key or without, as the signer wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    if (key === undefined) this.#hash = createHash("sha256");
    else this.#hash = createHmac("sha256", typeof key === "string" ? key : bytesOf(key));
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
