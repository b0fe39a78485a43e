import { defineCommand } from "../command.ts";
import { userError } from "../errors.ts";
import { printOut } from "../output.ts";
import { commandNames, loadCommand } from "../registry.ts";

export default defineCommand({
  description: "Print a script that completes nacre's command lines in your shell",
  argument: { name: "SHELL", choices: ["bash", "zsh", "fish"], description: "bash, zsh or fish" },
  options: {},
  examples: [
    { command: 'eval "$(nacre completion bash)"', description: "in ~/.bashrc; zsh the same way" },
    {
      command: "nacre completion fish > ~/.config/fish/completions/nacre.fish",
      description: "for fish",
    },
  ],
  async handler({ argument }) {
    if (argument !== "bash" && argument !== "zsh" && argument !== "fish") {
      throw userError("BAD_OPTION", `no completions for the shell \`${argument ?? ""}\``, {
        help: "nacre completion bash, nacre completion zsh or nacre completion fish",
      });
    }
    const { completionScript } = await import("../completion.ts");
    const names = commandNames();
    const commands = await Promise.all(names.map(loadCommand));
    const byName = new Map(commands.map((command, i) => [names[i] ?? "", command]));
    printOut(completionScript(argument, byName));
    return 0;
  },
});
