import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { optEntries, type OptEntry } from "./opt-entries.ts";
import { foldersToHide, type Sandbox, type SandboxJob } from "./sandbox.ts";

/** How much `unshare` is asked for. */
export interface UnshareOptions {
  /** Takes the rights from a user namespace; false needs root. */
  readonly userNamespace: boolean;
  /** Gives the job processes of its own, which all end with it; not possible where `/proc` is masked. */
  readonly pidNamespace: boolean;
}

/**
 * `unshare` of util-linux, which Linux systems have already: a mount namespace, in which the job's
 * folders are put in place before it starts.
 *
 * @see https://man7.org/linux/man-pages/man1/unshare.1.html
 */
export function unshare({ userNamespace, pidNamespace }: UnshareOptions): Sandbox {
  const namespaces = [
    ...(userNamespace ? ["--user", "--map-root-user"] : []),
    "--mount",
    ...(pidNamespace ? ["--pid", "--fork", "--kill-child", "--mount-proc"] : []),
  ];
  return {
    name: userNamespace ? "unshare" : "unshare as root",
    depth: pidNamespace ? 2 : 0,
    ...(pidNamespace ? { launchedAs: "root" as const } : {}),
    mlPath: () => "/opt/ml",
    command: (job) => {
      const table = join(job.scratch, "fstab");
      writeFileSync(table, mounts(job).map(tableLine).join(""));
      const network = job.network ? [] : ["--net"];
      const script = setUp(table, job.scratch, pidNamespace);
      return {
        // With --kill-child: when Nacre itself is killed, the job goes with it.
        file: "setpriv",
        args: [
          "--pdeathsig",
          "KILL",
          "unshare",
          ...namespaces,
          ...network,
          "--",
          "sh",
          "-c",
          script,
          "sh",
          ...job.command,
        ],
        env: {},
        cwd: "/",
      };
    },
  };
}

interface Mount {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly options: string;
}

/**
 * The mounts, in their order. One table for all of them, because a process for each would be most of
 * what the sandbox costs.
 */
function mounts(job: SandboxJob): Mount[] {
  const stage = join(job.scratch, "opt");
  const folders = optEntries().filter(({ kind }) => kind === "folder");
  return [
    bind("/opt", stage),
    { from: "tmpfs", to: "/opt", type: "tmpfs", options: "mode=755" },
    ...folders.map(({ path }) => bind(stage + path.slice("/opt".length), path)),
    bind(job.ml, "/opt/ml"),
    ...(job.tmp === undefined ? [] : [bind(job.tmp, "/tmp")]),
    ...foldersToHide(job).map((to) => ({
      from: "tmpfs",
      to,
      type: "tmpfs",
      options: "ro,size=4k",
    })),
  ];
}

function bind(from: string, to: string): Mount {
  return { from, to, type: "none", options: "rbind,X-mount.mkdir" };
}

function tableLine({ from, to, type, options }: Mount): string {
  return `${escape(from)} ${escape(to)} ${type} ${options} 0 0\n`;
}

/** As fstab(5) has it: ASCII white space and backslashes by their octal number; all else stays. */
function escape(path: string): string {
  return path.replaceAll(
    /[ \t\n\v\f\r\\#]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}

/** The mounts, then the job. As the first process of its namespace the shell stays and gives the exit code on. */
function setUp(table: string, scratch: string, stay: boolean): string {
  const others = optEntries().filter(({ kind }) => kind !== "folder");
  return [
    "set -e",
    `mount -a -T ${quote(table)}`,
    ...others.map((entry) => restore(entry, join(scratch, "opt"))),
    "cd /opt/ml",
    "set +e",
    stay ? `"$@"; exit $?` : `exec "$@"`,
  ].join("\n");
}

function restore({ path, kind }: OptEntry, stage: string): string {
  if (typeof kind === "object") return `ln -s ${quote(kind.link)} ${quote(path)}`;
  return `: > ${quote(path)}; mount --bind ${quote(stage + path.slice("/opt".length))} ${quote(path)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
