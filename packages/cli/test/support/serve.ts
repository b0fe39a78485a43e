import type { ChildServer } from "../../../local/test/clients/child-server.ts";
import { startServer } from "../../../local/test/clients/child-server.ts";
import { nacreProgram } from "./nacre.ts";

/** Starts `nacre serve` on a free port, over a state folder. */
export function startServe(home: string, env: NodeJS.ProcessEnv): Promise<ChildServer> {
  const args = [...nacreProgram, "serve", "--port", "0", "--home", home, "--json"];
  return startServer(process.execPath, args, env);
}
