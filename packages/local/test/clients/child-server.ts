import { spawn, type ChildProcess } from "node:child_process";

/** A server that runs as a process of its own. */
export interface ChildServer {
  /** Its URL, without a slash at the end. */
  readonly url: string;
  /** What it has written to stdout and stderr until now. */
  output(): string;
  /** The process. */
  readonly child: ChildProcess;
  /** Ends it. */
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it says where it listens: the first `http://127.0.0.1:…` that it
 * writes.
 */
export async function startServer(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ChildServer> {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const onText = (text: string): void => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", onText);
    child.stderr.setEncoding("utf8").on("data", onText);
    child.once("error", reject);
    child.once("close", (code) =>
      reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`)),
    );
  });
  return {
    url,
    output: () => output,
    child,
    stop: async () => {
      child.kill("SIGTERM");
      const killing = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(killing);
    },
  };
}
