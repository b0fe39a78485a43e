import { clientsPython } from "./environment.ts";
import { startServer, type ChildServer } from "./child-server.ts";

/** Variables with which a client of AWS talks to a double, and to nobody else. */
export function dummyCredentials(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "nobody-checks-this",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    // Python's clients reach this machine alone: the SageMaker SDK tells AWS of each call, if it can.
    HTTPS_PROXY: "http://127.0.0.1:1",
    HTTP_PROXY: "http://127.0.0.1:1",
    NO_PROXY: "127.0.0.1",
    SAGEMAKER_SUPPRESS_V2_WARNING: "1",
  };
}

/** Starts moto, the double of S3, STS and IAM; undefined, said aloud, where it cannot be installed. */
export async function startMoto(): Promise<ChildServer | undefined> {
  const python = await clientsPython();
  if (python === undefined) return undefined;
  const args = ["-I", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"];
  // Short pages, so that every client has to turn some.
  return startServer(python, args, { ...dummyCredentials(), MOTO_S3_DEFAULT_MAX_KEYS: "25" });
}
