import type { Command } from "./command.ts";

/** The shells that completions are written for. */
export type Shell = "bash" | "zsh" | "fish";

/** A script that completes commands, options and the values of options that have fixed ones. */
export function completionScript(shell: Shell, commands: ReadonlyMap<string, Command>): string {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      // zsh runs bash completions as they are.
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case "fish":
      return fish(commands);
  }
}

function bash(commands: ReadonlyMap<string, Command>): string {
  const cases = [...commands].map(([name, command]) => {
    const flags = Object.keys(command.options).map((long) => `--${long}`);
    const values = command.argument?.choices ?? [];
    return `    ${name}) words="${[...values, ...flags, "--help"].join(" ")}" ;;`;
  });
  const choices = [...commands.values()].flatMap(({ options }) =>
    Object.entries(options).flatMap(([long, { choices: values }]) =>
      values ? [`    --${long}) words="${values.join(" ")}" ;;`] : [],
    ),
  );
  return [
    "_nacre() {",
    '  local words current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    `    help) words="${[...commands.keys()].join(" ")}" ;;`,
    '    *) words="" ;;',
    "  esac",
    '  case "$previous" in',
    ...new Set(choices),
    "    *) ;;",
    "  esac",
    `  [ "$COMP_CWORD" -eq 1 ] && words="${[...commands.keys(), "help"].join(" ")}"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "}",
    "complete -o default -F _nacre nacre",
    "",
  ].join("\n");
}

function fish(commands: ReadonlyMap<string, Command>): string {
  const lines = [...commands].flatMap(([name, { description, options }]) => [
    `complete -c nacre -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ...Object.entries(options).map(([long, spec]) => {
      const short = spec.short ? ` -s ${spec.short}` : "";
      const values = spec.choices
        ? ` -x -a ${quote(spec.choices.join(" "))}`
        : spec.value
          ? " -r"
          : "";
      return `complete -c nacre -n '__fish_seen_subcommand_from ${name}' -l ${long}${short}${values} -d ${quote(spec.description)}`;
    }),
  ]);
  return `${lines.join("\n")}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
