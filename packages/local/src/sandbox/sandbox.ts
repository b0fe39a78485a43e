/** What a sandbox needs to know about one job. */
export interface SandboxJob {
  /** The folder that the job sees as `/opt/ml`. */
  readonly ml: string;
  /** The folder that the job sees as `/tmp`; undefined leaves it the machine's. */
  readonly tmp: string | undefined;
  /** A folder that is empty and belongs to this job, for the sandbox itself. */
  readonly scratch: string;
  /** Folders that the job must not see; they exist. */
  readonly hidden: readonly string[];
  /** False cuts the job off from the network. */
  readonly network: boolean;
  /** What to run: program and arguments, with paths as the job sees them. */
  readonly command: readonly string[];
}

/** A process to start. */
export interface Command {
  /** The program. */
  readonly file: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Variables that the sandbox adds to the job's. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder to start it in. */
  readonly cwd: string;
  /** A command that ends what the process has had started elsewhere, as a container; run when it is killed. */
  readonly end?: readonly string[];
}

/** A way to give each job an `/opt/ml` of its own. */
export interface Sandbox {
  /** Its name in messages. */
  readonly name: string;
  /** How many processes stand between the one started and the job's own; signals go past them. */
  readonly depth: number;
  /**
   * Where the launcher can make the same namespaces: the number that the user has in them, where a user
   * namespace is needed. Undefined for a sandbox that only its own program makes.
   */
  readonly launchedAs?: "own" | "root";
  /** The folder that a job finds under `/opt/ml`, by the path it must use for it. */
  mlPath(job: Pick<SandboxJob, "ml">): string;
  /** The process that runs a job's command. */
  command(job: SandboxJob): Command;
}

/** The folders that a sandbox must hide itself: a job with a `/tmp` of its own cannot see into the machine's. */
export function foldersToHide({ hidden, tmp }: SandboxJob): readonly string[] {
  return tmp === undefined ? hidden : hidden.filter((folder) => !folder.startsWith("/tmp/"));
}
