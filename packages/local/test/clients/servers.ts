import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer, type ChildServer } from "./child-server.ts";
import { clientsPython } from "./environment.ts";
import { dummyCredentials, startMoto } from "./moto.ts";

/** `nacre serve` and moto for S3, and what clients need to find both. */
export interface Servers {
  /** The interpreter that has the clients. */
  readonly python: string;
  /** The variables of a client. */
  readonly env: NodeJS.ProcessEnv;
  /** The service. */
  readonly nacre: ChildServer;
  /** Ends both. */
  readonly stop: () => Promise<void>;
}

/** Starts both; undefined, said aloud, where the clients cannot be installed. */
export async function startServers(): Promise<Servers | undefined> {
  const python = await clientsPython();
  const moto = await startMoto();
  if (python === undefined || moto === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "nacre-clients-"));
  const env: NodeJS.ProcessEnv = {
    ...dummyCredentials(),
    AWS_ENDPOINT_URL: moto.url,
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const nacre = await serve(join(folder, "home"), env).catch(async (error: unknown) => {
    await moto.stop();
    throw error;
  });
  return {
    python,
    nacre,
    env: { ...env, AWS_ENDPOINT_URL_SAGEMAKER: nacre.url },
    stop: async () => {
      await nacre.stop();
      await moto.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serve(home: string, env: NodeJS.ProcessEnv): Promise<ChildServer> {
  const main = join(import.meta.dirname, "../../../cli/src/main.ts");
  const args = ["serve", "--port", "0", "--home", home, "--json"];
  return startServer(process.execPath, ["--conditions=@nacre/source", main, ...args], env);
}
