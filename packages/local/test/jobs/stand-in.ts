import { chmodSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../machine.ts";

const source = fileURLToPath(new URL("docker-stand-in.py", import.meta.url));

/** A program with Docker's commands, in a folder of its own. */
export interface StandIn {
  readonly program: string;
  /** The calls of one of its commands, as lists of arguments. */
  calls(command: string): string[][];
}

/** Makes a program that stands in for Docker, see docker-stand-in.py. */
export function makeStandIn(image: string): StandIn {
  const folder = temporaryFolder();
  const program = join(folder, "docker");
  cpSync(source, `${program}.py`);
  cpSync(join(source, "../serving.py"), join(folder, "serving.py"));
  writeFileSync(program, `#!/bin/sh\nSTAND_IN='${folder}' exec python3 '${program}.py' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "image"), image);
  return {
    program,
    calls: (command) =>
      readFileSync(join(folder, "calls"), "utf8")
        .trim()
        .split("\n")
        // The program writes exactly this.
        .map((line) => JSON.parse(line) as string[])
        .filter(([first]) => first === command),
  };
}
