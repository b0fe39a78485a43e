import { type Rule, rules } from "@nacre/core";
import type { Command, OptionSpecs } from "./command.ts";

/** The shells that completions are written for. */
export type Shell = "bash" | "zsh" | "fish";

/** What can stand for a value: words, files, what a command line prints, or anything. */
type Values =
  | { readonly words: readonly string[] }
  | { readonly printedBy: string }
  | { readonly files: boolean };

/** A command of sh that prints the AWS profiles of this machine, as they are when somebody completes. */
const profiles =
  "sed -nE 's/^\\[(profile +)?([^] ]+)\\].*/\\2/p' " +
  '"${AWS_CONFIG_FILE:-$HOME/.aws/config}" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}" ' +
  "2>/dev/null | sort -u";

/** A script that completes commands, options, and their values where these are known. */
export function completionScript(shell: Shell, commands: ReadonlyMap<string, Command>): string {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      // zsh runs bash completions as they are, once its own are there.
      return [
        "(( $+functions[compdef] )) || { autoload -U +X compinit && compinit; }",
        "autoload -U +X bashcompinit && bashcompinit",
        bash(commands),
      ].join("\n");
    case "fish":
      return fish(commands);
  }
}

function valuesOf(long: string, { value, choices }: OptionSpecs[string]): Values | undefined {
  if (value === undefined) return undefined;
  if (choices !== undefined) return { words: choices };
  if (long === "profile") return { printedBy: profiles };
  if (value === "RULE") return { words: ids(rules) };
  return { files: /FILE|DIR|PATH/.test(value) };
}

/** The words that may stand without an option before them. */
function wordsOf(name: string, { argument }: Command): readonly string[] {
  if (name === "rules") return ["explain", ...ids(rules)];
  return argument?.choices ?? [];
}

function ids(all: readonly Rule[]): string[] {
  return all.map(({ id }) => id);
}

function flagsOf(command: Command): string[] {
  return [...Object.keys(command.options).map((long) => `--${long}`), "--help"];
}

function bash(commands: ReadonlyMap<string, Command>): string {
  const words = [...commands].map(
    ([name, command]) =>
      `    ${name}) words="${[...wordsOf(name, command), ...flagsOf(command)].join(" ")}" ;;`,
  );
  const values = [...commands].flatMap(([name, { options }]) =>
    Object.entries(options).flatMap(([long, spec]) => {
      const known = valuesOf(long, spec);
      if (known === undefined) return [];
      const names = [`--${long}`, ...(spec.short === undefined ? [] : [`-${spec.short}`])];
      const cases = names.map((flag) => `"${name} ${flag}"`).join("|");
      return [`    ${cases}) ${bashValues(known)} ;;`];
    }),
  );
  return [
    "_nacre() {",
    '  local words current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    '  case "${COMP_WORDS[1]}" in',
    ...words,
    `    help) words="${[...commands.keys()].join(" ")}" ;;`,
    '    *) words="" ;;',
    "  esac",
    // Where nothing is known, the shell completes files.
    '  case "${COMP_WORDS[1]} $previous" in',
    ...values,
    "    *) ;;",
    "  esac",
    `  [ "$COMP_CWORD" -eq 1 ] && words="${[...commands.keys(), "help", "--help", "--version"].join(" ")}"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -o default -F _nacre nacre",
    "",
  ].join("\n");
}

function bashValues(values: Values): string {
  if ("words" in values) return `words="${values.words.join(" ")}"`;
  return "printedBy" in values ? `words="$(${values.printedBy})"` : 'words=""';
}

function fish(commands: ReadonlyMap<string, Command>): string {
  const first = "complete -c nacre -n __fish_use_subcommand -f";
  const lines = [...commands].flatMap(([name, command]) => {
    const used = `complete -c nacre -n '__nacre_is ${name}'`;
    const words = wordsOf(name, command).join(" ");
    return [
      `${first} -a ${name} -d ${quote(command.description)}`,
      // Files are offered unless told otherwise.
      ...(takesFiles(command) ? [] : [`${used} -f`]),
      ...(words === "" ? [] : [`${used} -a ${quote(words)}`]),
      ...Object.entries(command.options).map(([long, spec]) => {
        const short = spec.short ? ` -s ${spec.short}` : "";
        const values = fishValues(valuesOf(long, spec));
        return `${used} -l ${long}${short}${values} -d ${quote(spec.description)}`;
      }),
    ];
  });
  return [
    "function __nacre_is",
    "  set -l words (commandline -opc)",
    '  test "$words[2]" = $argv[1]',
    "end",
    ...lines,
    `${first} -a help -d 'Explain a command'`,
    `${first} -s V -l version -d 'print the version'`,
    "complete -c nacre -s h -l help -d 'print the help'",
    `complete -c nacre -n '__nacre_is help' -f -a ${quote([...commands.keys()].join(" "))}`,
    "",
  ].join("\n");
}

/** Whether a file may stand without an option before it. */
function takesFiles({ argument }: Command): boolean {
  return argument !== undefined && /FILE|DIR|\.json|BEFORE/.test(argument.name);
}

function fishValues(values: Values | undefined): string {
  if (values === undefined) return "";
  if ("words" in values) return ` -x -a ${quote(values.words.join(" "))}`;
  if ("printedBy" in values) return ` -x -a ${quote(`(sh -c ${quote(values.printedBy)})`)}`;
  return values.files ? " -r -F" : " -x";
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
