import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { S3Client } from "@aws-sdk/client-s3";
import type { ChildServer } from "../../../local/test/clients/child-server.ts";
import { dummyCredentials, startMoto } from "../../../local/test/clients/moto.ts";
import { type Ended, nacre } from "./nacre.ts";

/** The account that moto plays. */
export const account = "123456789012";
/** A role that need not be there: no double checks it. */
export const role = `arn:aws:iam::${account}:role/Jobs`;

/** moto on a free port, with ways to speak to it; undefined, said aloud, where it cannot be installed. */
export interface FakeAws {
  readonly url: string;
  readonly sagemaker: SageMakerClient;
  readonly s3: S3Client;
  /** Runs nacre as a process that sees this AWS and no other. */
  nacre(
    args: readonly string[],
    options?: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string },
  ): Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts moto in place of AWS. */
export async function startFakeAws(region: string): Promise<FakeAws | undefined> {
  const server: ChildServer | undefined = await startMoto();
  if (server === undefined) return undefined;
  const { url } = server;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const config = { region, endpoint: url, credentials };
  const sagemaker = new SageMakerClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  return {
    url,
    sagemaker,
    s3,
    nacre: (args, options = {}) =>
      nacre(args, { ...options, env: awsEnvironment(url, region, options.env) }),
    stop: async () => {
      sagemaker.destroy();
      s3.destroy();
      await server.stop();
    },
  };
}

/** Variables that lead to a double of AWS, and to nothing of the user's own. */
export function awsEnvironment(
  url: string,
  region: string,
  more: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const home = { XDG_CONFIG_HOME: "/nowhere", XDG_CONFIG_DIRS: "/nowhere" };
  const place = { AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_ENDPOINT_URL: url };
  return { ...dummyCredentials(), ...home, ...place, ...more };
}
