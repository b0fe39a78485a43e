import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { pythonFolder } from "../../python/python-folder.ts";
import { isPrivate } from "../../sandbox/choose-sandbox.ts";
import { foldersToHide, type Sandbox, type SandboxJob } from "../../sandbox/sandbox.ts";
import type { OnOutput } from "../started-process.ts";
import { LaunchedProcess } from "./launched-process.ts";
import { AnswerReader, message, type Answer } from "./messages.ts";

/** A job for the launcher. */
export interface JobToLaunch extends Omit<SandboxJob, "scratch"> {
  /** All its variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a job that was killed ends with. */
const killedExitCode = 137;

/**
 * A process that starts jobs, each in namespaces of its own as a sandbox program would, but quicker: it is
 * there already, it is small, so that the system copies it fast, and it makes no more mounts than are
 * needed. It ends with this process, and its jobs with it. The other side of it is `nacre_launcher`.
 */
export class Launcher {
  readonly #channel: Socket | undefined;
  readonly #jobs = new Map<number, LaunchedProcess>();
  readonly #answers = new AnswerReader();
  #last = 0;
  #fault: string | undefined;

  /**
   * Starts it. It does not keep this process alive while no job runs.
   *
   * @param python - an interpreter, 3.11 or newer
   * @param user - whether jobs have the user's `own` number or that of `root` where a user namespace is needed
   */
  constructor(python: string, user: "own" | "root") {
    const program = join(pythonFolder(), "nacre_launcher");
    const child = spawn(python, ["-I", "-S", program, String(process.pid), user], {
      cwd: "/",
      env: {},
      detached: true,
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    child.once("error", (error) => this.#isGone(error.message));
    child.unref();
    const channel = child.stdio[3];
    // What Node gives for "pipe" beyond the first three is a socket.
    this.#channel = channel instanceof Socket ? channel : undefined;
    this.#channel?.on("error", () => undefined);
    this.#channel?.on("close", () => this.#isGone("it has ended"));
    this.#channel?.on("data", (bytes: Buffer) => {
      for (const answer of this.#answers.read(bytes)) this.#take(answer);
    });
  }

  /** Whether it has ended, so that another one is needed. */
  get isGone(): boolean {
    return this.#fault !== undefined;
  }

  /** Starts a job. */
  start(job: JobToLaunch, onOutput: OnOutput): LaunchedProcess {
    const id = (this.#last += 1);
    const running = new LaunchedProcess(onOutput, {
      terminate: () => this.#send(["term", String(id)]),
      kill: () => this.#send(["kill", String(id)]),
    });
    if (this.#fault !== undefined) {
      running.hasFailed(startFault(`the launcher of jobs: ${this.#fault}`));
      return running;
    }
    const hidden = foldersToHide({ ...job, scratch: "" });
    const variables = Object.entries(job.env).map(([name, value]) => `${name}=${value}`);
    this.#channel?.ref();
    this.#jobs.set(id, running);
    const place = [job.ml, job.tmp ?? "", job.network ? "1" : "0"];
    const lists = [hidden, variables].flatMap((list) => [String(list.length), ...list]);
    this.#send(["start", String(id), ...place, ...lists, ...job.command]);
    return running;
  }

  /** Ends it, and what still runs. */
  close(): void {
    this.#channel?.destroy();
  }

  #send(fields: readonly string[]): void {
    if (this.#fault === undefined) this.#channel?.write(message(fields));
  }

  #take({ kind, job: id, content }: Answer): void {
    const job = this.#jobs.get(id);
    switch (kind) {
      case "p":
        job?.hasBegun(Number(content.toString()));
        break;
      case "o":
      case "e":
        job?.onOutput(content, kind === "o" ? "stdout" : "stderr");
        break;
      case "x":
        this.#jobs.delete(id);
        if (this.#jobs.size === 0) this.#channel?.unref();
        job?.hasEnded(Number(content.toString()));
        break;
      default:
        throw new Error(`the launcher says ${kind}`);
    }
  }

  /** Its jobs have ended with it. */
  #isGone(reason: string): void {
    this.#fault ??= reason;
    for (const job of this.#jobs.values()) job.hasEnded(killedExitCode);
    this.#jobs.clear();
  }
}

/**
 * Starts a launcher that makes the namespaces of a sandbox.
 *
 * @param folder - a folder to try it in; what is made there is removed again
 * @returns undefined where there can be none, or it does not work: jobs are then started by the sandbox's program
 */
export async function findLauncher(
  { launchedAs }: Sandbox,
  python: string,
  folder: string,
): Promise<Launcher | undefined> {
  if (launchedAs === undefined) return undefined;
  try {
    const launcher = new Launcher(python, launchedAs);
    const works = isPrivate(folder, async (job) => {
      const env = { PATH: process.env["PATH"] ?? "" };
      return (await launcher.start({ ...job, env }, () => undefined).ended) === 0;
    });
    // It may be that nothing can be tried there, as on a full disk.
    if (await works.catch(() => false)) return launcher;
    launcher.close();
  } catch {
    // Node throws some of what the system says of a program.
  }
  return undefined;
}

/** As Node has it for a process that cannot be started. */
function startFault(text: string): Error {
  return Object.assign(new Error(text), { syscall: "spawn" });
}
