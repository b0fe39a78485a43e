import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SageMakerClient } from "@aws-sdk/client-sagemaker";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { STSClient } from "@aws-sdk/client-sts";
import { dirname, resolve } from "node:path";
import { textSetting } from "../app/config.ts";
import { PLACEHOLDERS } from "../app/context.ts";
import { homeOf } from "../app/home.ts";
import { userError } from "../errors.ts";
import { type AwsCredentials, type ClientConfig, explainFaults } from "./clients/make-client.ts";
import type { LocalService } from "./local-service.ts";
import type { SessionInput } from "./options.ts";
import { type FoundRole, findRole } from "./role.ts";
import { type SagemakerConfig, readSagemakerConfig } from "./sagemaker-config.ts";

/** How a session is opened. */
export interface SessionOptions extends SessionInput {
  /** The app, beside which the local service keeps its state when `home` says nothing. */
  readonly app?: string | undefined;
  /** Where SageMaker answers; the variables of the AWS SDK when not given. */
  readonly endpoint?: string;
  /** The file in which SageMaker Studio says which role one has. */
  readonly metadataFile?: string;
  /** Makes the state folder of the local service where there is none; else that is refused. @default false */
  readonly makesHome?: boolean;
  /** Reads the files of profiles again, which the SDK keeps once it has read them. @default false */
  readonly rereads?: boolean;
}

/** Who signs the requests. */
interface Identity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}

/**
 * One account and region, and the clients for them. Clients are loaded and made at their first use;
 * every error of theirs is a NacreError that says what to do, see {@link awsFault}.
 */
export interface Session {
  readonly region: string;
  /** Whether the local service is spoken to. */
  readonly isLocal: boolean;
  readonly profile: string | undefined;
  /** Who one is, from STS, asked once. */
  identity(): Promise<Identity>;
  /** The account, twelve digits. */
  account(): Promise<string>;
  /** The execution role: the one given, by ARN or name, else where the Python SDK would look. */
  role(given?: string): Promise<FoundRole>;
  /** The bucket for code and data: of the defaults file, else `sagemaker-<region>-<account>`. */
  bucket(): Promise<string>;
  /** With `tries: 1` a client that makes each call once, for what is not safe to make twice unseen. */
  sagemaker(options?: { readonly tries: 1 }): Promise<SageMakerClient>;
  s3(): Promise<S3Client>;
  sts(): Promise<STSClient>;
  iam(): Promise<IAMClient>;
  logs(): Promise<CloudWatchLogsClient>;
  scheduler(): Promise<SchedulerClient>;
  /** The keys that sign requests, for a service that has no client here. */
  credentials(): Promise<AwsCredentials>;
  /** The local service, where that is spoken to in this process. */
  localService(): Promise<LocalService | undefined>;
  /** Ends open connections; what runs in this process is let go. */
  close(): Promise<void>;
}

/** A client as far as a session handles all of them alike. */
interface AnyClient {
  readonly middlewareStack: unknown;
  destroy(): void;
}

/** What SageMaker Studio and notebook instances say of themselves. */
const studioMetadata = "/opt/ml/metadata/resource-metadata.json";

/** Requests that stay in this process are signed all the same; nobody checks. */
const nobody = { accessKeyId: "local", secretAccessKey: "local" };

/**
 * Opens a session. Region: `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the configuration's, the
 * profile's. Profile: `--profile`, `AWS_PROFILE`, the configuration's. Credentials and endpoints: as the AWS CLI takes them. `NACRE_AWS_TIMEOUT` is how many seconds (30) a call may
 * hear nothing before it is tried again, `AWS_MAX_ATTEMPTS` how often (3).
 *
 * @throws NacreError `REGION_MISSING`, `BAD_ENVIRONMENT`
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  // A state folder is one of the local service.
  const isLocal = options.local || options.home !== undefined;
  const from = options.app === undefined ? process.cwd() : dirname(resolve(options.app));
  const profile =
    options.profile ??
    (process.env["AWS_PROFILE"] ? undefined : textSetting("profile", from)?.value);
  const requestHandler = { connectionTimeout: 10_000, socketTimeout: timeout() };
  const configuredRegion = textSetting("region", from)?.value;
  const region = await findRegion({ ...options, local: isLocal, profile, configuredRegion });
  const shared: ClientConfig = {
    region,
    requestHandler,
    ...(profile === undefined ? {} : { profile }),
    ...(options.rereads === true ? { ignoreCache: true } : {}),
  };
  const open: AnyClient[] = [];
  const make = <Client extends AnyClient>(name: string, client: Client): Client => {
    open.push(client);
    return explainFaults(client, name, shared);
  };

  const sts = once(async () => {
    const { STSClient } = await import("./clients/sts.ts");
    return make("sts", new STSClient(shared));
  });
  // One client finds the credentials for all: a profile may ask another service for them.
  const signed = { ...shared, credentials: async () => (await sts()).config.credentials() };
  const s3 = once(async () => {
    const { S3Client } = await import("./clients/s3.ts");
    const config = { ...signed, followRegionRedirects: true, forcePathStyle: hasOwnEndpoint() };
    return make("s3", new S3Client(config));
  });
  const iam = once(async () => {
    const { IAMClient } = await import("./clients/iam.ts");
    return make("iam", new IAMClient(signed));
  });
  // `--local` asks nobody: the service answers in this process, whatever the credentials are.
  const isHere = isLocal && options.endpoint === undefined;
  const service = once(async () => {
    const { checkHome, openLocalService } = await import("./local-service.ts");
    const home = homeOf(options);
    if (options.makesHome !== true) await checkHome(home);
    return openLocalService(home, region);
  });
  const here = async () => ({
    region,
    requestHandler: (await service()).handler,
    credentials: nobody,
  });
  const makeSagemaker = async (more: { maxAttempts?: 1 }): Promise<SageMakerClient> => {
    const { SageMakerClient } = await import("./clients/sagemaker.ts");
    const own = isHere ? await here() : signed;
    const endpoint = options.endpoint === undefined ? {} : { endpoint: options.endpoint };
    return make("sagemaker", new SageMakerClient({ ...own, ...endpoint, ...more }));
  };
  const sagemaker = once(() => makeSagemaker({}));
  const sagemakerOnce = once(() => makeSagemaker({ maxAttempts: 1 }));
  const logs = once(async () => {
    const { CloudWatchLogsClient } = await import("./clients/logs.ts");
    return make("logs", new CloudWatchLogsClient(isHere ? await here() : signed));
  });
  const scheduler = once(async () => {
    const { SchedulerClient } = await import("./clients/scheduler.ts");
    return make("scheduler", new SchedulerClient(signed));
  });
  const identity = once(() => (isLocal ? localIdentity() : identify(sts)));
  const config = once(() =>
    isLocal ? noConfig() : readSagemakerConfig((uri) => readText(s3, uri)),
  );
  const account = async (): Promise<string> => (await identity()).account;

  return {
    region,
    isLocal,
    profile,
    identity,
    account,
    role: (given) =>
      isLocal
        ? Promise.resolve({ arn: given ?? PLACEHOLDERS.role, from: given ? "--role" : "--local" })
        : findRole({
            given,
            configured: async () => textSetting("role", from) ?? (await config()).role,
            identity: async () => (await identity()).arn,
            iam,
            metadataFile: options.metadataFile ?? studioMetadata,
          }),
    bucket: async () => (await config()).bucket?.value ?? `sagemaker-${region}-${await account()}`,
    sagemaker: (more) => (more === undefined ? sagemaker() : sagemakerOnce()),
    s3,
    sts,
    iam,
    logs,
    scheduler,
    credentials: signed.credentials,
    localService: async () => (isHere ? service() : undefined),
    close: async () => {
      for (const client of open) client.destroy();
      if (service.isMade()) await (await service()).close();
    },
  };
}

/** Opens a session, hands it to the work, and closes it whatever happens. */
export async function withSession<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(options);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function once<T>(make: () => Promise<T>): (() => Promise<T>) & { isMade(): boolean } {
  let made: Promise<T> | undefined;
  return Object.assign(() => (made ??= make()), { isMade: () => made !== undefined });
}

async function findRegion({
  region,
  profile,
  local,
  configuredRegion,
}: SessionOptions & { configuredRegion: string | undefined }): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const known = region || AWS_REGION || AWS_DEFAULT_REGION || configuredRegion;
  if (known) return known;
  if (local) return PLACEHOLDERS.region;
  const { STSClient } = await import("./clients/sts.ts");
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch (error) {
    throw userError("REGION_MISSING", "no AWS region was given", {
      help: "give --region REGION, set AWS_REGION, or: aws configure set region REGION",
      cause: error,
    });
  } finally {
    client.destroy();
  }
}

async function identify(sts: () => Promise<STSClient>): Promise<Identity> {
  const { GetCallerIdentityCommand } = await import("./clients/sts.ts");
  const { Account, Arn } = await (await sts()).send(new GetCallerIdentityCommand({}));
  if (Account !== undefined && Arn !== undefined) return { account: Account, arn: Arn };
  throw new Error("GetCallerIdentity answered without an account");
}

async function localIdentity(): Promise<Identity> {
  return { account: PLACEHOLDERS.account, arn: PLACEHOLDERS.role };
}

async function noConfig(): Promise<SagemakerConfig> {
  return {};
}

async function readText(s3: () => Promise<S3Client>, uri: string): Promise<string> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const { GetObjectCommand } = await import("./clients/s3.ts");
  const { Body } = await (await s3()).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return (await Body?.transformToString()) ?? "";
}

/** Services other than AWS's do not answer at names that begin with a bucket. */
function hasOwnEndpoint(): boolean {
  return Boolean(process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"]);
}

function timeout(): number {
  const text = process.env["NACRE_AWS_TIMEOUT"];
  const seconds = text === undefined || text === "" ? 30 : Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds * 1000;
  throw userError("BAD_ENVIRONMENT", `NACRE_AWS_TIMEOUT=${text} is not a number of seconds`, {
    help: "for example NACRE_AWS_TIMEOUT=30",
  });
}
