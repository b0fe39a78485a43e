import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "./command.ts";

/** Sources when run from sources, the build when built: the commands lie beside this file in both. */
const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
const folder = new URL("commands/", import.meta.url);

/** The names of all commands, sorted: the files in the commands folder. */
export function commandNames(): string[] {
  return readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .toSorted();
}

/** Loads one command; `name` must be one of {@link commandNames}. */
export async function loadCommand(name: string): Promise<Command> {
  const module: { default: Command } = await import(new URL(name + extension, folder).href);
  return module.default;
}
