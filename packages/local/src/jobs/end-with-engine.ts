import type { Command } from "../sandbox/sandbox.ts";

/**
 * Started before the command, out of its way (nobody's child, so that a job that waits for all its
 * children does not wait for it): reads from file 3, whose other end the engine holds until it dies,
 * however it dies, runs what the first argument says, and then kills the process group. The job itself
 * does not get file 3.
 */
const watch = `
end=$1; shift
( ( trap '' TERM INT HUP; read -r _ <&3; eval "$end"; kill -KILL 0 ) >/dev/null 2>&1 & )
exec 3<&-
exec "$@"
`;

/**
 * A command whose process group ends with the engine that started it, for sandboxes that have no
 * process namespace and so no kernel that sees to it. It takes file 3.
 */
export function endingWithEngine({
  file,
  args,
  end = [],
}: Command): Pick<Command, "file" | "args"> {
  return { file: "sh", args: ["-c", watch, "sh", end.map(quote).join(" "), file, ...args] };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
