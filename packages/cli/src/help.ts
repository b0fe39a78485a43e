import type { Command, Example } from "./command.ts";
import { optionFlags } from "./parse.ts";
import { commandNames, loadCommand } from "./registry.ts";

/** What `nacre --help` prints: what it is, how to begin, every command. */
export async function overview(): Promise<string> {
  const names = commandNames();
  const commands = await Promise.all(names.map(loadCommand));
  return [
    "nacre: SageMaker Pipelines for TypeScript, run on your own machine",
    "",
    "A pipeline is written in TypeScript with @nacre/core; its app file exports it. nacre prints the",
    "definition that SageMaker takes, draws it, or runs it here: real Python jobs, no cloud account,",
    "no Docker. A definition.json from the Python SDK or the console can be drawn and run as well, and",
    "nacre import turns it into a program.",
    "",
    "Usage: nacre COMMAND [options]",
    "",
    "Commands:",
    ...rows([
      ...names.map((name, i): [string, string] => [name, commands[i]?.description ?? ""]),
      ["help", "Explain a command: nacre help run"],
    ]),
    "",
    "Examples:",
    ...examples([
      {
        command: "nacre run",
        description:
          "run the pipeline of this folder (nacre.json or package.json names its app file)",
      },
      {
        command: "nacre synth --app src/app.ts -o definition.json",
        description: "write the definition to a file",
      },
      {
        command: "nacre graph definition.json --format mermaid",
        description: "draw a definition, whoever wrote it",
      },
    ]),
    "",
    "Exit codes: 0 all went well, 1 the pipeline failed or has errors, 2 refused (usage, app,",
    "definition), 70 a bug in nacre, 75 AWS or the network fails just now, 77 credentials are missing",
    "or not allowed to, 130 stopped with Ctrl-C.",
    "",
  ].join("\n");
}

/** What `nacre help COMMAND` prints. */
export function commandHelp(name: string, command: Command): string {
  const { argument, options } = command;
  return [
    `nacre ${name}: ${command.description}`,
    ...(command.details ? ["", command.details] : []),
    "",
    `Usage: nacre ${name}${argument ? ` [${argument.name}]` : ""} [options]`,
    ...(argument ? ["", "Argument:", ...rows([[argument.name, argument.description]])] : []),
    "",
    "Options:",
    ...rows([
      ...Object.entries(options).map(([long, spec]): [string, string] => [
        optionFlags(long, spec),
        spec.description +
          (spec.choices ? ` (${spec.choices.join(", ")})` : "") +
          (spec.repeat ? " (may be repeated)" : ""),
      ]),
      ["-h, --help", "print this help"],
    ]),
    "",
    "Examples:",
    ...examples(command.examples),
    "",
  ].join("\n");
}

function rows(pairs: readonly [string, string][]): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function examples(list: readonly Example[]): string[] {
  return list.flatMap(({ command, description }) => [`  # ${description}`, `  ${command}`]);
}
