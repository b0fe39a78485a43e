import { execFile } from "node:child_process";
import { NacreError } from "@nacre/core";
import { knownImage } from "../images.ts";

/** Docker, or Podman, which takes the same commands. */
export interface ContainerEngine {
  /** The program, a name on PATH or a path. */
  readonly program: string;
  /** Whether files that a container makes as root are root's on this machine too. */
  readonly isRootful: boolean;
}

/** Tried in this order when the user names none. */
const programs = ["docker", "podman"];

/** A container engine that is there but does not answer (a daemon that hangs) counts as none after this, in ms. */
const longestAnswer = 20_000;

/**
 * Finds a container engine that works: the one named, else Docker, else Podman.
 *
 * @param named - a program that takes Docker's commands, a name on PATH or a path
 * @throws NacreError `CONTAINER_RUNTIME_NOT_FOUND`
 */
export async function findContainerEngine(named?: string): Promise<ContainerEngine> {
  const tried: string[] = [];
  for (const program of named === undefined ? programs : [named]) {
    // oxlint-disable-next-line no-await-in-loop -- the first that works is enough
    const answer = await ask(program, ["info", "--format", "{{json .}}"]);
    if (answer.exitCode === 0) return { program, isRootful: isRootful(answer.stdout) };
    tried.push(`${program}: ${answer.reason}`);
  }
  throw new NacreError(
    "CONTAINER_RUNTIME_NOT_FOUND",
    `No container engine was found that works (${tried.join("; ")}).`,
    {
      help: "Install Docker or Podman and make sure that `docker info` or `podman info` works, or run the jobs as Python processes: runtime python.",
    },
  );
}

/** An image, and the step whose job runs in it. */
export interface StepImage {
  /** The step's name. */
  readonly step: string;
  /** The image's URI. */
  readonly uri: string;
}

/**
 * Makes sure that images are on this machine. None is pulled: which registry is asked, with which
 * credentials, is the user's decision.
 *
 * @throws NacreError `CONTAINER_IMAGE_MISSING`
 */
export async function requireImages(
  engine: ContainerEngine,
  images: readonly StepImage[],
): Promise<void> {
  const answers = await Promise.all(
    images.map(async (image) => ({
      ...image,
      answer: await ask(engine.program, ["image", "inspect", "--format", "{{.Id}}", image.uri]),
    })),
  );
  const missing = answers.find(({ answer }) => answer.exitCode !== 0);
  if (missing === undefined) return;
  const { step, uri, answer } = missing;
  throw new NacreError(
    "CONTAINER_IMAGE_MISSING",
    `Step ${step} needs the image ${uri}, and ${engine.program} does not have it: ${answer.reason}.`,
    { at: { step }, help: howToPull(engine.program, uri) },
  );
}

/** The commands that fetch an image; for one of ECR, with the login that it needs. */
function howToPull(program: string, uri: string): string {
  const registry = /^(\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.[a-z0-9.]+)\//.exec(uri);
  const pull = `${program} pull ${uri}`;
  if (registry === null) return `Pull or build it: ${pull}`;
  const [, host = "", region = ""] = registry;
  const login =
    `aws ecr get-login-password --region ${region} | ` +
    `${program} login --username AWS --password-stdin ${host}`;
  const other =
    knownImage(uri) === undefined
      ? ""
      : " Its jobs also run here without it, as Python processes: runtime python.";
  return `Log in to its registry and pull it (this needs AWS credentials): ${login} && ${pull}.${other}`;
}

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  /** Why it failed, in one line. */
  readonly reason: string;
}

function ask(program: string, args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: longestAnswer }, (error, stdout, stderr) => {
      if (error === null) {
        resolve({ exitCode: 0, stdout, reason: "" });
        return;
      }
      const said = stderr.trim().split("\n").at(-1);
      const isMissing = error.code === "ENOENT";
      const reason = isMissing ? "not installed" : said || error.message.split("\n")[0] || "";
      resolve({ exitCode: 1, stdout, reason: reason.replace(/\.$/, "") });
    });
  });
}

/** Rootless Podman and Docker say so; a Docker of ours runs as ourselves when we are root anyway. */
function isRootful(info: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() === 0) return false;
  return !/"rootless":\s*true|name=rootless/.test(info);
}
