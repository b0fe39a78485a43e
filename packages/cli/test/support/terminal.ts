import { spawn, spawnSync } from "node:child_process";
import { launcher } from "./nacre.ts";

/** Opens a terminal with Python's own module, answers the first question, and hands on the exit code. */
const program = `
import os, pty, sys
answer = sys.argv[1].encode()
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
output = b""
answered = False
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    output += part
    if not answered and b"[y/N]" in output:
        os.write(terminal, answer + b"\\n")
        answered = True
sys.stdout.buffer.write(output)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Whether there are terminals here: Windows has none of this kind. */
export const hasTerminals = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasTerminals) console.warn("SKIPPED: there is no Python with terminals (module pty)");

/** Runs nacre on a terminal and answers its question. */
export function nacreOnTerminal(
  args: readonly string[],
  answer: string,
  cwd: string,
): Promise<{ code: number | null; screen: string }> {
  const command = [process.execPath, launcher, ...args];
  const child = spawn("python3", ["-c", program, answer, ...command], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", TERM: "xterm" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (screen += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, screen }));
  });
}
