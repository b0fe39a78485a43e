import { nearest } from "@nacre/core";
import type { ParseArgsOptionsConfig } from "node:util";
import type { Command, Input, OptionSpecs } from "./command.ts";
import { userError } from "./errors.ts";

/** What the arguments of a command line ask for: its help, or its work. */
export type Parsed = { help: true } | { help: false; input: Input<OptionSpecs> };

/** What a handler gets for an option. */
type OptionInput = Input<OptionSpecs>["options"][string];

/**
 * Reads the arguments of one command.
 *
 * @throws NacreError `UNKNOWN_OPTION`, `BAD_OPTION` or `UNEXPECTED_ARGUMENT` (exit code 2).
 */
export function parseArguments(name: string, command: Command, args: readonly string[]): Parsed {
  // Not imported: an import of node:util loads all that it has, and at a time when that is slow.
  const { parseArgs } = process.getBuiltinModule("node:util");
  // When strict, Node refuses in its own words, and values that begin with a hyphen too.
  const { tokens } = parseArgs({ args, options: syntaxOf(command), strict: false, tokens: true });
  const given = tokens.filter((token) => token.kind === "option");
  if (given.some((token) => token.name === "help")) return { help: true };
  for (const { name: long, rawName, value } of given) {
    const spec = Object.hasOwn(command.options, long) ? command.options[long] : undefined;
    if (spec === undefined) throw unknownOption(name, command, rawName);
    const fault = faultOf(spec, value);
    if (fault === undefined) continue;
    const message = `option '${optionFlags(long, spec)}' ${fault}`;
    throw userError("BAD_OPTION", message, { help: usageHelp(name) });
  }
  const options = Object.fromEntries(
    Object.entries(command.options).map(([long, spec]) => {
      const values = given.flatMap((token) => (token.name === long ? [token.value ?? ""] : []));
      return [long, inputOf(spec, values)];
    }),
  );
  const positional = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const limit = command.argument ? (command.argument.most ?? 1) : 0;
  if (positional.length > limit) {
    throw userError(
      "UNEXPECTED_ARGUMENT",
      `nacre ${name} does not know what to do with \`${positional[limit]}\``,
      { help: usageHelp(name) },
    );
  }
  return { help: false, input: { options, argument: positional[0], positional } };
}

/** The option as the help shows it, such as `-o, --output <FILE>`. */
export function optionFlags(long: string, spec: OptionSpecs[string]): string {
  const short = spec.short ? `-${spec.short}, ` : "";
  return `${short}--${long}${spec.value ? ` <${spec.value}>` : ""}`;
}

/** The options as Node's parser takes them. */
function syntaxOf(command: Command): ParseArgsOptionsConfig {
  const syntax: ParseArgsOptionsConfig = { help: { type: "boolean", short: "h" } };
  for (const [long, { value, short }] of Object.entries(command.options)) {
    syntax[long] = { type: value ? "string" : "boolean", ...(short ? { short } : {}) };
  }
  return syntax;
}

/** What is wrong with the value that an option was given. */
function faultOf(spec: OptionSpecs[string], value: string | undefined): string | undefined {
  if (!spec.value) return value === undefined ? undefined : `takes no value, and got '${value}'`;
  if (value === undefined) return "argument missing";
  if (value === "" && /^(?:FILE|DIR|PATH)/.test(spec.value)) return "is empty: it names no file";
  if (!spec.choices || spec.choices.includes(value)) return undefined;
  return `argument '${value}' is invalid: allowed are ${spec.choices.join(", ")}`;
}

/** What the handler gets of the values that were given; a switch has one, empty, when it was. */
function inputOf(spec: OptionSpecs[string], values: readonly string[]): OptionInput {
  if (spec.repeat) return values;
  return spec.value ? values.at(-1) : values.length > 0;
}

function unknownOption(name: string, command: Command, given: string): Error {
  const flags = Object.keys(command.options).map((long) => `--${long}`);
  const near = nearest(given, flags);
  return userError("UNKNOWN_OPTION", `nacre ${name} has no option \`${given}\``, {
    help: near ? `did you mean \`${near}\`?` : usageHelp(name),
  });
}

/** Where to read on when a command line was refused. */
function usageHelp(name: string): string {
  return `\`nacre help ${name}\` shows what it takes`;
}
