import { awsFault } from "../faults.ts";

/** What the clients of a session share. */
export interface ClientConfig {
  readonly region: string;
  readonly profile?: string;
  /** For the SDK's providers of credentials: whether they read the files of profiles again. */
  readonly ignoreCache?: boolean;
  readonly endpoint?: string;
  readonly credentials?: () => Promise<AwsCredentials>;
  readonly requestHandler: object;
}

/** Keys that sign requests, as the AWS SDK takes them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** The part of a client's middleware that is used here: its outermost place. */
interface Stack {
  add(
    middleware: (
      next: (call: { input: object }) => Promise<never>,
      context: { readonly commandName?: string },
    ) => (call: { input: object }) => Promise<never>,
    options: { step: "initialize"; priority: "high"; name: string },
  ): void;
}

/** Input members that say what a call is about, the most telling first. */
const resourceMembers = ["PipelineName", "RoleName", "ResourceArn", "logGroupName", "Name"];

/** Makes every error of a client a sentence: see {@link awsFault}. */
export function explainFaults<Client extends { middlewareStack: unknown }>(
  client: Client,
  service: string,
  { region, profile }: ClientConfig,
): Client {
  // Every client has this stack; its own type names the inputs and outputs of that client alone.
  const stack = client.middlewareStack as Stack;
  stack.add(
    (next, { commandName = "" }) =>
      async (call) => {
        try {
          return await next(call);
        } catch (error) {
          const operation = commandName.replace(/Command$/, "");
          const resource = resourceOf(call.input);
          throw awsFault(error, { service, operation, region, profile, resource });
        }
      },
    { step: "initialize", priority: "high", name: "nacreFaults" },
  );
  return client;
}

function resourceOf(input: object): string | undefined {
  const value = (name: string): string | undefined => {
    const found: unknown = Reflect.get(input, name);
    return typeof found === "string" ? found : undefined;
  };
  const bucket = value("Bucket");
  if (bucket !== undefined) return `s3://${[bucket, value("Key")].filter(Boolean).join("/")}`;
  return resourceMembers.map(value).find((text) => text !== undefined);
}
