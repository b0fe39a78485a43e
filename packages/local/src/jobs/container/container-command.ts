import type { Command } from "../../sandbox/sandbox.ts";
import type { ContainerEngine } from "./container-engine.ts";

/** A job as its container is told of it. */
export interface ContainerJob {
  /** The job's name, which is the container's, too. */
  readonly name: string;
  /** The image's URI. */
  readonly image: string;
  /** The program in place of the image's own; empty: the image's own. */
  readonly entrypoint: readonly string[];
  /** What the program is given. */
  readonly args: readonly string[];
  /** The job's variables. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder that it sees as `/opt/ml`. */
  readonly ml: string;
  /** False cuts it off from the network. */
  readonly network: boolean;
  /** A port that it answers on, to be reached from this machine alone. @default none */
  readonly port?: number | undefined;
  /** The most memory that it may have, in MB of 1,048,576 bytes. */
  readonly memoryLimitMb?: number | undefined;
}

/**
 * The command that runs a job's container in the foreground. The client gives SIGTERM and the exit
 * code on.
 *
 * @see https://docs.docker.com/reference/cli/docker/container/run/
 */
export function containerCommand(engine: ContainerEngine, job: ContainerJob): Command {
  const [program, ...first] = job.entrypoint;
  return {
    file: engine.program,
    args: [
      ["run", "--rm", "--pull", "never", "--name", job.name, "--hostname", "algo-1"],
      ["--mount", bind(job.ml, "/opt/ml")],
      job.network ? [] : ["--network", "none"],
      job.port === undefined ? [] : ["--publish", `127.0.0.1::${job.port}`],
      job.memoryLimitMb === undefined ? [] : memory(job.memoryLimitMb),
      Object.entries(job.env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      program === undefined ? [] : ["--entrypoint", program],
      [job.image, ...first, ...job.args],
    ].flat(),
    env: {},
    cwd: "/",
    end: removal(engine, job.name),
  };
}

/** The command that ends a container and removes it, whether it is there or not. */
export function removal(engine: Pick<ContainerEngine, "program">, name: string): string[] {
  // Podman's `rm --force` alone gives the container ten seconds.
  return ["sh", "-c", '"$0" kill "$1"; "$0" rm --force "$1"', engine.program, name];
}

/**
 * The command that makes a job's files the user's own, where they are root's: only root can give them
 * away, and the container is root. Undefined where that is not needed.
 */
export function ownership(
  engine: ContainerEngine,
  job: Pick<ContainerJob, "image" | "ml">,
): readonly string[] | undefined {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  if (!engine.isRootful || user === undefined || group === undefined) return undefined;
  return [
    [engine.program, "run", "--rm", "--pull", "never", "--network", "none"],
    ["--mount", bind(job.ml, "/opt/ml"), "--user", "0:0", "--entrypoint", "chown"],
    [job.image, "-R", `${user}:${group}`, "/opt/ml"],
  ].flat();
}

/** No swap beyond it: as a limit of the instance it would not be one. */
function memory(megabytes: number): string[] {
  return ["--memory", `${megabytes}m`, "--memory-swap", `${megabytes}m`];
}

function bind(from: string, to: string): string {
  return ["type=bind", `source=${from}`, `target=${to}`].map(csvField).join(",");
}

/** The option's value is read as a line of CSV. */
function csvField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
