import type { Command } from "../sandbox/sandbox.ts";

/**
 * Started before the command, out of its way (nobody's child, so that a job that waits for all its
 * children does not wait for it): reads from file 3, whose other end the engine holds until it dies,
 * however it dies, and then kills the process group. The job itself does not get file 3.
 */
const watch = `
( ( trap '' TERM INT HUP; read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 & )
exec 3<&-
exec "$@"
`;

/**
 * A command whose process group ends with the engine that started it, for sandboxes that have no
 * process namespace and so no kernel that sees to it. It takes file 3.
 */
export function endingWithEngine({ file, args }: Command): Pick<Command, "file" | "args"> {
  return { file: "sh", args: ["-c", watch, "sh", file, ...args] };
}
