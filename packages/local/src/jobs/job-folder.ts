import { chmod, lstat, mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { NacreError, type JsonValue } from "@nacre/core";
import { StepFailure } from "../step-failure.ts";
import { copy, faultCode } from "../store/files.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { joinS3Uri } from "../store/s3-uri.ts";

/** The folders of one job: what it sees as `/opt/ml` and `/tmp`. They live as long as the job. */
export class JobFolder {
  readonly #root: string;
  readonly #store: ObjectStore;
  /** What the job sees as `/opt/ml`. */
  readonly ml: string;
  /** What the job sees as `/tmp`, where it has one of its own. */
  readonly tmp: string;
  /** An empty folder for the sandbox. */
  readonly scratch: string;

  private constructor(root: string, store: ObjectStore) {
    this.#root = root;
    this.#store = store;
    this.ml = join(root, "ml");
    this.tmp = join(root, "tmp");
    this.scratch = join(root, "sandbox");
  }

  /** Makes the folders of a job below a folder that is its own. */
  static async create(root: string, store: ObjectStore): Promise<JobFolder> {
    const folder = new JobFolder(root, store);
    await Promise.all(
      ["ml/config", "ml/output", "ml/tmp", "tmp", "sandbox"].map((path) =>
        mkdir(join(root, path), { recursive: true }),
      ),
    );
    return folder;
  }

  /** The folders as a sandbox takes them. */
  get folders(): { ml: string; scratch: string } {
    return { ml: this.ml, scratch: this.scratch };
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
  async writeJson(jobPath: string, value: JsonValue): Promise<void> {
    await mkdir(dirname(this.path(jobPath)), { recursive: true });
    await writeFile(this.path(jobPath), JSON.stringify(value));
  }

  /**
   * Copies every object under a prefix into a folder of the job. Copies, because a job may write to
   * its inputs, and the store's objects must not change by that.
   *
   * @throws StepFailure when there is none.
   */
  async download(uri: string, jobPath: string): Promise<void> {
    const objects = await this.#store.list(uri);
    if (objects.length === 0) throw new StepFailure(noObjects(uri));
    const folder = this.path(jobPath);
    await mkdir(folder, { recursive: true });
    await Promise.all(
      objects
        .filter(({ name }) => name !== "")
        .map(({ name, file }) => copy(file, join(folder, safeName(name)))),
    );
  }

  /**
   * Moves every file of a folder of the job into the store.
   *
   * @returns how many there were, and what was left out because it is no file
   */
  async upload(jobPath: string, uri: string): Promise<{ count: number; left: string[] }> {
    const folder = await this.realPath(jobPath);
    const left: string[] = [];
    let count = 0;
    for (const entry of await entriesUnder(folder)) {
      if (entry.isFile) {
        // oxlint-disable-next-line no-await-in-loop -- there may be any number of files
        await this.#store.take(joinS3Uri(uri, entry.name), join(folder, entry.name));
        count += 1;
      } else left.push(entry.name);
    }
    return { count, left };
  }

  /** Whether anything lies in a folder. */
  async holdsAnything(jobPath: string): Promise<boolean> {
    return (await readdir(await this.realPath(jobPath))).length > 0;
  }

  /** Removes all of it. */
  async remove(): Promise<void> {
    const removal = { recursive: true, force: true, maxRetries: 2 };
    try {
      await rm(this.#root, removal);
    } catch (error) {
      if (faultCode(error) !== "EACCES") throw error;
      await openUp(this.#root);
      await rm(this.#root, removal);
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
  if (isFolder) await Promise.all((await readdir(path)).map((name) => openUp(join(path, name))));
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

/** A name inside a folder: keys may hold parts that, as a path, lead out of it. */
function safeName(name: string): string {
  const parts = name.split("/").filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..")) {
    throw new StepFailure(`ClientError: the object name ${name} would leave its folder.`);
  }
  return parts.join("/");
}

interface FolderEntry {
  readonly name: string;
  readonly isFile: boolean;
}

async function entriesUnder(folder: string, prefix = ""): Promise<FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<FolderEntry[]> => {
    const name = prefix + entry.name;
    if (entry.isDirectory()) return entriesUnder(join(folder, entry.name), `${name}/`);
    return [{ name, isFile: entry.isFile() }];
  });
  return (await Promise.all(lists)).flat();
}
