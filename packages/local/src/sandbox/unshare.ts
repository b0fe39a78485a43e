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
 * `unshare` of util-linux, which Linux systems have already: a mount namespace, in which a shell puts
 * the job's folders in place before it starts the job.
 *
 * @see https://man7.org/linux/man-pages/man1/unshare.1.html
 */
export function unshare({ userNamespace, pidNamespace }: UnshareOptions): Sandbox {
  return {
    name: userNamespace ? "unshare" : "unshare as root",
    depth: pidNamespace ? 2 : 0,
    mlPath: () => "/opt/ml",
    command: (job) => ({
      file: "unshare",
      args: [
        ...(userNamespace ? ["--user", "--map-root-user"] : []),
        "--mount",
        ...(pidNamespace ? ["--pid", "--fork", "--kill-child", "--mount-proc"] : []),
        ...(job.network ? [] : ["--net"]),
        ...["--", "sh", "-c", script(job, pidNamespace), "sh", ...job.command],
      ],
      env: {},
      cwd: "/",
    }),
  };
}

/** The mounts, then the job. As the first process of its namespace the shell stays and gives the exit code on. */
function script(job: SandboxJob, stay: boolean): string {
  const stage = quote(job.scratch);
  return [
    "set -e",
    `mount --rbind /opt ${stage}`,
    "mount -t tmpfs -o mode=755 tmpfs /opt",
    ...optEntries().map((entry) => restore(entry, job.scratch)),
    "mkdir /opt/ml",
    `mount --bind ${quote(job.ml)} /opt/ml`,
    ...(job.tmp === undefined ? [] : [`mount --bind ${quote(job.tmp)} /tmp`]),
    ...foldersToHide(job).map((folder) => `mount -t tmpfs -o ro,size=4k tmpfs ${quote(folder)}`),
    "cd /opt/ml",
    "set +e",
    stay ? `"$@"; exit $?` : `exec "$@"`,
  ].join("\n");
}

function restore({ path, kind }: OptEntry, stage: string): string {
  const target = quote(path);
  if (typeof kind === "object") return `ln -s ${quote(kind.link)} ${target}`;
  const make = kind === "folder" ? `mkdir ${target}` : `: > ${target}`;
  return `${make}; mount --rbind ${quote(stage + path.slice("/opt".length))} ${target}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
