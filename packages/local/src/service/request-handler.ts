import { longestBody, answerWire, faultAnswer, type Services } from "./wire.ts";
import { ServiceFault } from "./fault.ts";

/** A request as the AWS SDK for JavaScript makes it. */
interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the AWS SDK for JavaScript takes as `requestHandler`. */
export interface InProcessRequestHandler {
  handle(request: SdkRequest): Promise<{
    response: {
      statusCode: number;
      headers: Record<string, string>;
      body: Uint8Array;
    };
  }>;
  /** There is nothing to configure. */
  updateHttpClientConfig(): void;
  /** There is nothing to configure. */
  httpHandlerConfigs(): Record<string, never>;
  /** There is nothing to end. */
  destroy(): void;
}

/**
 * Answers the requests of a client of the AWS SDK for JavaScript v3 in this process, without a network:
 * give it as the client's `requestHandler`. The client still wants a region and credentials; any do.
 *
 * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-client-constructors.html
 */
export function inProcessRequestHandler(services: Services): InProcessRequestHandler {
  return {
    async handle({ headers, body }) {
      const lower = new Map(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const bytes = bytesOf(body);
      const answer =
        bytes === undefined || bytes.length > longestBody
          ? faultAnswer(new ServiceFault("RequestEntityTooLargeException", "The body is too long."))
          : await answerWire(services, { body: bytes, header: (name) => lower.get(name) });
      // Here whoever asks sees the bug itself.
      if (answer.bug !== undefined) throw answer.bug;
      return {
        response: {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: Buffer.from(answer.body),
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

/** The JSON protocol's bodies are texts or bytes, never streams. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (body === undefined) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  return body instanceof Uint8Array ? body : undefined;
}
