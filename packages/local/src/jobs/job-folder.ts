import { mkdirSync, writeFileSync } from "node:fs";
import { chmod, lstat, mkdir, readdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NacreError, type JsonValue } from "@nacre/core";
import { StepFailure } from "../step-failure.ts";
import { inParallel } from "../objects/in-parallel.ts";
import type { Objects } from "../objects/objects.ts";
import { entriesOf, faultCode, removeFolder } from "../files.ts";
import { joinS3Uri } from "../objects/s3-uri.ts";

/** How many objects are moved at once. */
const atOnce = 16;

/** The folders of one job: what it sees as `/opt/ml` and `/tmp`. They live as long as the job. */
export class JobFolder {
  readonly #root: string;
  readonly #objects: Objects;
  readonly #signal: AbortSignal | undefined;
  /** What the job sees as `/opt/ml`. */
  readonly ml: string;
  /** What the job sees as `/tmp`, where it has one of its own. */
  readonly tmp: string;

  private constructor(root: string, objects: Objects, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#root = root;
    this.#objects = objects;
    this.ml = join(root, "ml");
    this.tmp = join(root, "tmp");
  }

  /** A folder for the sandbox, and for what is not for the job's eyes; made when it is asked for. */
  get scratch(): string {
    const folder = join(this.#root, "sandbox");
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /**
   * Makes the folders of a job below a folder that is its own.
   *
   * @param signal - ends downloads
   */
  static create(root: string, objects: Objects, signal?: AbortSignal): JobFolder {
    // At once: to wait for another thread takes many times as long as such a call.
    for (const path of ["ml/config", "ml/output", "ml/tmp", "tmp"]) {
      mkdirSync(join(root, path), { recursive: true });
    }
    return new JobFolder(root, objects, signal);
  }

  /** The folders of a job that were made earlier, maybe by another process. */
  static open(root: string, objects: Objects, signal?: AbortSignal): JobFolder {
    return new JobFolder(root, objects, signal);
  }

  /** The file or folder on this machine for a path that the job uses. */
  path(jobPath: string): string {
    return join(this.ml, belowMl(jobPath));
  }

  /**
   * As {@link path}, for a folder that the job has had in its hands.
   *
   * @throws StepFailure when the job put something else in its place, such as a link that leads out.
   */
  async realPath(jobPath: string): Promise<string> {
    const path = this.path(jobPath);
    const expected = join(await realpath(this.ml), belowMl(jobPath));
    if ((await realpath(path).catch(() => undefined)) === expected) {
      await openUp(path);
      return path;
    }
    throw new StepFailure(`ClientError: the job removed ${jobPath} or made it a link.`);
  }

  /** Makes an empty folder. */
  async makeFolder(jobPath: string): Promise<void> {
    await mkdir(this.path(jobPath), { recursive: true });
  }

  /** Writes a JSON file. */
  writeJson(jobPath: string, value: JsonValue): void {
    mkdirSync(dirname(this.path(jobPath)), { recursive: true });
    writeFileSync(this.path(jobPath), JSON.stringify(value));
  }

  /**
   * Copies every object under a prefix into a folder of the job. Copies, because a job may write to
   * its inputs, and the objects must not change by that.
   *
   * @throws StepFailure when there is none, or they cannot be had; the signal's reason when it ends them.
   */
  async download(uri: string, jobPath: string): Promise<void> {
    const folder = this.path(jobPath);
    try {
      const objects = await this.#objects.list(uri);
      if (objects.length === 0) throw new StepFailure(noObjects(uri));
      await mkdir(folder, { recursive: true });
      await inParallel(atOnce, objects, async ({ uri: object, name }) => {
        const path = join(folder, safeName(name, object));
        // A key that ends in a slash is what consoles make for an empty folder.
        if (name === "" || name.endsWith("/")) await mkdir(path, { recursive: true });
        else if (!(await this.#objects.fetch(object, path, this.#signal))) {
          throw new StepFailure(`ClientError: Data download failed:${object} is gone.`);
        }
      });
    } catch (error) {
      throw asStepFailure(error, "Data download failed");
    }
  }

  /**
   * Puts every file of a folder of the job under a prefix. The files stay, so that it can be done
   * again when it was interrupted.
   *
   * @returns how many there were, and what was left out because it is no file
   * @throws StepFailure when one cannot be put.
   */
  async upload(jobPath: string, uri: string): Promise<{ count: number; left: string[] }> {
    const folder = await this.realPath(jobPath);
    const entries = await filesUnder(folder, jobPath);
    const files = entries.filter(({ isFile }) => isFile);
    try {
      await inParallel(atOnce, files, ({ name }) =>
        this.#objects.take(joinS3Uri(uri, name), join(folder, name)),
      );
    } catch (error) {
      throw asStepFailure(error, "Artifact upload failed");
    }
    const left = entries.filter(({ isFile }) => !isFile).map(({ name }) => name);
    return { count: files.length, left };
  }

  /** Whether anything lies in a folder. */
  async holdsAnything(jobPath: string): Promise<boolean> {
    return (await readdir(await this.realPath(jobPath))).length > 0;
  }

  /** Removes all of it. */
  async remove(): Promise<void> {
    try {
      await removeFolder(this.#root);
    } catch (error) {
      if (faultCode(error) !== "EACCES") throw error;
      await openUp(this.#root);
      await removeFolder(this.#root);
    }
  }
}

/** Lets us into what a job closed to itself: in a container the jobs and the upload are root's. */
async function openUp(path: string): Promise<void> {
  const stat = await lstat(path);
  const isFolder = stat.isDirectory();
  if (!isFolder && !stat.isFile()) return;
  const wanted = isFolder ? 0o700 : 0o600;
  if ((stat.mode & wanted) !== wanted) await chmod(path, (stat.mode & 0o7777) | wanted);
  if (!isFolder) return;
  // A name that is not UTF-8 is refused by who reads the folder, in words.
  const entries = (await entriesOf(path)).filter(({ isUtf8 }) => isUtf8);
  await Promise.all(entries.map(({ name }) => openUp(join(path, name))));
}

/** SageMaker's words for a prefix without objects. */
function noObjects(uri: string): string {
  return `ClientError: No S3 objects found under S3 URL "${uri}" given in input data source.`;
}

/** What follows `/opt/ml/` in a path; throws for a path that is elsewhere or leads out of it. */
export function belowMl(jobPath: string): string {
  const parts = jobPath.split("/").filter((part) => part !== "" && part !== ".");
  const [opt, ml, ...rest] = parts;
  if (jobPath.startsWith("/") && opt === "opt" && ml === "ml" && !rest.includes("..")) {
    return rest.join("/");
  }
  throw new NacreError("LOCAL_UNSUPPORTED", `The job path ${jobPath} is not below /opt/ml.`, {
    help: "Use a path below /opt/ml, such as /opt/ml/processing/input.",
  });
}

/** An object's name as a path inside a folder: as SageMaker, without parts that are no file names. */
function safeName(name: string, uri: string): string {
  const parts = name.replace(/\/$/, "").split("/");
  const wrong = name === "" ? undefined : parts.find((part) => ["", ".", ".."].includes(part));
  if (wrong === undefined) return parts.join("/");
  throw new StepFailure(
    `ClientError: Data download failed:Failed to download data. S3 key: ${uri} has an illegal char sub-sequence '/${wrong}/' in it`,
  );
}

/** Why objects could not be moved, in SageMaker's words. */
function asStepFailure(error: unknown, action: string): unknown {
  const code = faultCode(error);
  if (code === "ENOTDIR" || code === "EISDIR" || code === "EEXIST") {
    return new StepFailure(
      `ClientError: ${action}:an object is both a folder and a file: ${String(error)}`,
    );
  }
  if (code === "ENAMETOOLONG") {
    return new StepFailure(
      `ClientError: ${action}:a name is too long for a file: ${String(error)}`,
    );
  }
  if (!(error instanceof NacreError)) return error;
  return new StepFailure(`ClientError: ${action}:${error.message}`);
}

interface JobFile {
  readonly name: string;
  readonly isFile: boolean;
}

/** What is in a folder of a job, links and pipes too, in the order of the names. */
async function filesUnder(folder: string, jobPath: string, prefix = ""): Promise<JobFile[]> {
  const entries = await entriesOf(folder);
  const lists = entries.map(async ({ name: base, kind, isUtf8 }): Promise<JobFile[]> => {
    const name = prefix + base;
    if (!isUtf8) throw new StepFailure(notUtf8(`${jobPath}/${name}`));
    if (kind === "folder") return filesUnder(join(folder, base), jobPath, `${name}/`);
    return [{ name, isFile: kind === "file" }];
  });
  return (await Promise.all(lists)).flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A job's file that cannot become an object. */
function notUtf8(path: string): string {
  return `ClientError: Artifact upload failed:the file name ${JSON.stringify(path)} is not UTF-8, and S3 keys are.`;
}
