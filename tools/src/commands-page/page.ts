import { format } from "prettier";
import type { Command } from "../../../packages/cli/src/command.ts";
import { optionFlags } from "../../../packages/cli/src/parse.ts";
import { commandNames, loadCommand } from "../../../packages/cli/src/registry.ts";

/** The page of all commands, as their help has them. */
export async function commandsPage(): Promise<string> {
  const names = commandNames();
  const commands = await Promise.all(names.map(loadCommand));
  const page = [
    "# The commands of `nacre`",
    "",
    "<!-- Written by tools/src/commands-page.ts from packages/cli/src/commands. Do not edit. -->",
    "",
    "`nacre help COMMAND` prints what stands here. How executions are started, watched and compared, and",
    "what `--json` prints, is told in [executions.md](executions.md).",
    "",
    "| command | what it does |",
    "| --- | --- |",
    ...names.map(
      (name, index) => `| [${name}](#nacre-${name}) | ${cell(commands[index]?.description)} |`,
    ),
    ...names.flatMap((name, index) => {
      const command = commands[index];
      return command === undefined ? [] : section(name, command);
    }),
    "",
  ].join("\n");
  return format(page, { parser: "markdown", printWidth: 100 });
}

function section(name: string, { description, details, argument, options, examples }: Command) {
  return [
    "",
    `## nacre ${name}`,
    "",
    `${description}.`,
    ...(details === undefined ? [] : ["", text(details)]),
    "",
    "```text",
    `nacre ${name}${argument === undefined ? "" : ` [${argument.name}]`} [options]`,
    "```",
    "",
    "| option | what it does |",
    "| --- | --- |",
    ...(argument === undefined
      ? []
      : [`| ${cell(argument.name)} | ${cell(argument.description)} |`]),
    ...Object.entries(options).map(([long, option]) => {
      const choices = option.choices === undefined ? "" : ` (${option.choices.join(", ")})`;
      const often = option.repeat ? " (may be repeated)" : "";
      return `| \`${optionFlags(long, option)}\` | ${cell(option.description)}${choices}${often} |`;
    }),
    "",
    "```sh",
    ...examples.flatMap((example) => [`# ${example.description}`, example.command]),
    "```",
  ];
}

/** Names of options and files hold what Markdown would take for its own. */
function text(given: string): string {
  return given.replaceAll(/[<>*_|]/g, String.raw`\$&`);
}

function cell(given = ""): string {
  return text(given).replaceAll("\n", " ");
}
