import { EXIT_BUG, exitCodeOf, faultJson, reportError, userError } from "./errors.ts";
import { parseArguments } from "./parse.ts";
import { commandNames, loadCommand } from "./registry.ts";
import { hasPrinted, printOut } from "./output.ts";
import { ownVersion } from "./version.ts";

/**
 * Runs one command line and sets the exit code of the process: the result is on stdout, faults are told
 * on stderr. Nowhere is node:process imported: that opens stdin, stdout and stderr at once, a tenth of the
 * start.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await execute(args);
  } catch (error) {
    reportError(error);
    process.exitCode = exitCodeOf(error);
  }
}

/** Does what one command line says and gives its exit code. */
async function execute(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  // The launcher answers this; here it is for a run from sources.
  if (first === "--version" || first === "-V") {
    printOut(`${ownVersion()}\n`);
    return 0;
  }
  if (first === "help" && rest[0] !== undefined) return help(rest[0]);
  if (first === undefined || first === "help" || first === "--help" || first === "-h") {
    const { overview } = await import("./help.ts");
    printOut(await overview());
    return 0;
  }
  await checkCommandName(first);
  const command = await loadCommand(first);
  try {
    const parsed = parseArguments(first, command, rest);
    return parsed.help ? await help(first) : await command.handler(parsed.input);
  } catch (error) {
    // Whoever reads JSON gets the fault as JSON too, unless the command has said something already.
    if (rest.includes("--json") && !hasPrinted()) printOut(faultJson(error) ?? "");
    if (command.faultExitCode === undefined || exitCodeOf(error) === EXIT_BUG) throw error;
    reportError(error);
    return command.faultExitCode;
  }
}

async function help(name: string): Promise<number> {
  await checkCommandName(name);
  const { commandHelp } = await import("./help.ts");
  printOut(commandHelp(name, await loadCommand(name)));
  return 0;
}

async function checkCommandName(name: string): Promise<void> {
  const names = commandNames();
  if (names.includes(name)) return;
  const { nearest } = await import("@nacre/core");
  const near = nearest(name, names);
  const what = name.startsWith("-") ? "option" : "command";
  throw userError(`UNKNOWN_${what.toUpperCase()}`, `nacre has no ${what} \`${name}\``, {
    help: near
      ? `did you mean \`nacre ${near}\`?`
      : `there are: ${names.join(", ")} (nacre --help)`,
  });
}
