import { optEntries } from "./opt-entries.ts";
import { foldersToHide, type Sandbox } from "./sandbox.ts";

/**
 * Bubblewrap, the sandbox of Flatpak: needs no rights where user namespaces are allowed.
 *
 * @param program - `bwrap`, or its path
 * @param pidNamespace - gives the job processes of its own, which all end with it; not possible where `/proc` is masked
 * @see https://github.com/containers/bubblewrap
 */
export function bubblewrap(program: string, pidNamespace: boolean): Sandbox {
  return {
    name: "bwrap",
    depth: pidNamespace ? 2 : 1,
    ...(pidNamespace ? { launchedAs: "own" as const } : {}),
    mlPath: () => "/opt/ml",
    command: (job) => ({
      file: program,
      args: [
        "--dev-bind",
        "/",
        "/",
        "--tmpfs",
        "/opt",
        ...optEntries().flatMap(({ path, kind }) =>
          typeof kind === "object" ? ["--symlink", kind.link, path] : ["--dev-bind", path, path],
        ),
        "--bind",
        job.ml,
        "/opt/ml",
        ...foldersToHide(job).flatMap((folder) => ["--tmpfs", folder, "--remount-ro", folder]),
        ...(job.tmp === undefined ? [] : ["--bind", job.tmp, "/tmp"]),
        ...(pidNamespace ? ["--unshare-pid", "--proc", "/proc"] : []),
        ...(job.network ? [] : ["--unshare-net"]),
        "--die-with-parent",
        "--chdir",
        "/opt/ml",
        "--",
        ...job.command,
      ],
      env: {},
      cwd: "/",
    }),
  };
}
