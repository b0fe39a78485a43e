import { join } from "node:path";
import { NacreError } from "@nacre/core";
import { emptyConfig, type LocalConfig } from "../config/local-config.ts";
import type { SendMessage } from "../engine/callback-desk.ts";
import { runProgram } from "../lambda/run-program.ts";
import { randomToken } from "../random.ts";

/** The time between SIGTERM and SIGKILL when a delivery is stopped, in seconds. */
const graceSeconds = 5;

/**
 * Delivers the messages of Callback steps to the commands that the config names for their queues: the
 * message's body as JSON on stdin. A command that ends with another exit code than 0 has not taken it.
 * What it prints goes to `callbacks.log` of the home.
 */
export function messageSender(home: string, { callback }: LocalConfig = emptyConfig): SendMessage {
  return async (queueUrl, body, signal) => {
    const program = Object.hasOwn(callback, queueUrl) ? callback[queueUrl] : undefined;
    if (program === undefined) return "nobody";
    const end = await runProgram({
      command: program.command,
      takesFiles: false,
      cwd: program.folder,
      environment: program.environment,
      timeout: program.timeout,
      input: body,
      folder: join(home, "tmp", randomToken(16)),
      logFile: join(home, "callbacks.log"),
      region: /\.([a-z]{2}-[a-z-]+-\d)\./.exec(queueUrl)?.[1] ?? "us-east-1",
      graceSeconds,
      signal,
      onLine: () => undefined,
    });
    if (end.exitCode === 0 && end.stopped === undefined) return undefined;
    const why =
      end.stopped === "max-runtime"
        ? `ran longer than ${program.timeout} seconds`
        : `ended with exit code ${end.exitCode}${end.lastLine === "" ? "" : `: ${end.lastLine}`}`;
    throw new NacreError("CALLBACK_NOT_SENT", `${program.command.join(" ")} ${why}.`, {
      help: "Mend the command that stands for the queue in nacre's configuration.",
    });
  };
}
