import { Command as Parser, CommanderError, Option } from "commander";
import type { Command, Input, OptionSpecs } from "./command.ts";
import { userError } from "./errors.ts";
import { nearest } from "@nacre/core";

/** What the arguments of a command line ask for: its help, or its work. */
export type Parsed = { help: true } | { help: false; input: Input<OptionSpecs> };

/**
 * Reads the arguments of one command.
 *
 * @throws NacreError `UNKNOWN_OPTION`, `BAD_OPTION` or `UNEXPECTED_ARGUMENT` (exit code 2).
 */
export function parseArguments(name: string, command: Command, args: readonly string[]): Parsed {
  const parser = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .showSuggestionAfterError(false)
    .allowExcessArguments(true);
  const parsed = new Map<string, Option>();
  for (const [long, spec] of Object.entries(command.options)) {
    const option = new Option(optionFlags(long, spec), spec.description);
    if (spec.choices) option.choices([...spec.choices]);
    if (spec.repeat) option.argParser((value, list: string[] = []) => [...list, value]);
    parser.addOption(option);
    parsed.set(long, option);
  }
  try {
    parser.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code.startsWith("commander.help")) return { help: true };
    throw usageError(name, command, error);
  }
  const limit = command.argument ? (command.argument.most ?? 1) : 0;
  if (parser.args.length > limit) {
    throw userError(
      "UNEXPECTED_ARGUMENT",
      `nacre ${name} does not know what to do with \`${parser.args[limit]}\``,
      { help: usageHelp(name) },
    );
  }
  const values = parser.opts();
  const options = Object.fromEntries(
    [...parsed].map(([long, option]) => {
      const value = values[option.attributeName()];
      // Of `--no-warm` the parser makes a `warm` that is true without it: here it is what was given.
      return [long, option.negate ? value === false : (value ?? emptyValue(command, long))];
    }),
  );
  return { help: false, input: { options, argument: parser.args[0], positional: parser.args } };
}

/** The option as the help shows it, such as `-o, --output <FILE>`. */
export function optionFlags(long: string, spec: OptionSpecs[string]): string {
  const short = spec.short ? `-${spec.short}, ` : "";
  return `${short}--${long}${spec.value ? ` <${spec.value}>` : ""}`;
}

/** Where to read on when a command line was refused. */
function usageHelp(name: string): string {
  return `\`nacre help ${name}\` shows what it takes`;
}

function emptyValue(command: Command, long: string): readonly string[] | false | undefined {
  const spec = command.options[long];
  if (spec?.repeat) return [];
  return spec?.value ? undefined : false;
}

function usageError(name: string, command: Command, error: CommanderError): Error {
  const message = error.message.replace(/^error: /, "");
  if (error.code !== "commander.unknownOption") {
    return userError("BAD_OPTION", message, { help: usageHelp(name) });
  }
  const given = /'(.*)'/.exec(message)?.[1] ?? message;
  const flags = Object.keys(command.options).map((long) => `--${long}`);
  const near = nearest(given, flags);
  return userError("UNKNOWN_OPTION", `nacre ${name} has no option \`${given}\``, {
    help: near ? `did you mean \`${near}\`?` : usageHelp(name),
  });
}
