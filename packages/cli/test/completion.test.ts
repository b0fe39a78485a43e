import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "./support/nacre.ts";

/** What is typed before the tab key, and what can stand in place of the last word. */
const completions: readonly { line: string; words?: string; files?: true }[] = [
  { line: "nacre sy", words: "synth" },
  { line: "nacre he", words: "help" },
  { line: "nacre --v", words: "--version" },
  { line: "nacre run --pa", words: "--param" },
  { line: "nacre run --he", words: "--help" },
  { line: "nacre graph --format m", words: "mermaid" },
  { line: "nacre validate --format s", words: "sarif" },
  { line: "nacre completion z", words: "zsh" },
  { line: "nacre help sy", words: "synth" },
  { line: "nacre diff de", words: "deployed" },
  { line: "nacre rules explain DUPLICATE_STEP", words: "DUPLICATE_STEP_NAME" },
  { line: "nacre validate --ignore DUPLICATE_STEP", words: "DUPLICATE_STEP_NAME" },
  { line: "nacre deploy --profile l", words: "live" },
  { line: "nacre deploy --profile ", words: "default dev live" },
  // A value that nobody knows is no option.
  { line: "nacre deploy --region " },
  { line: "nacre synth -o aws", files: true },
  { line: "nacre synth --output aws", files: true },
  { line: "nacre graph aws", files: true },
];

/** What each shell runs: `script` is ours, then come the lines; it prints an answer a line. */
const programs = {
  bash: `
    source ./script
    for line in "$@"; do
      read -ra COMP_WORDS <<< "$line"
      [[ $line == *" " ]] && COMP_WORDS+=("")
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMPREPLY=()
      _nacre
      echo "\${COMPREPLY[*]}"
    done`,
  fish: `
    source ./script
    for line in $argv
      echo (complete -C $line | string split -f 1 \\t)
    end`,
  // An interactive zsh at a terminal of its own, in which the tab key is pressed. ^G shows the line.
  zsh: `
    zmodload zsh/zpty
    zpty z zsh -f -i
    zpty -w z '
      PS1= RPS1=; unset zle_bracketed_paste
      autoload -U compinit; compinit -u -D; source ./script
      show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^G" show
      bindkey "^I" expand-or-complete; print rea""dy'
    until [[ $read = *ready* ]]; do zpty -r z read || exit 1; done
    for line in "$@"; do
      zpty -w -n z $line$'\\t\\x07'
      shown=
      until [[ $shown = *'<<'*'>>'* ]]; do zpty -r z read || exit 1; shown+=$read; done
      print -r -- "\${\${shown##*<<}%%>>*}"
    done
    zpty -d z`,
};

describe("nacre completion", () => {
  it("bash", async () => {
    const found = completions.map(({ words = "" }) => words);
    expect((await answers("bash", ["-c", programs.bash, "bash"])) ?? found).toEqual(found);
  });

  it("fish", async () => {
    const found = completions.map(({ words = "", files }) => (files ? "aws-config" : words));
    expect((await answers("fish", ["--no-config", "-c", programs.fish])) ?? found).toEqual(found);
  });

  it("zsh", async () => {
    const lines = completions.map(({ line, words = "", files }) => {
      const word = files ? "aws-config" : words;
      // Of several words zsh writes none.
      return /^\S+$/.test(word) ? line.replace(/\S*$/, `${word} `) : line;
    });
    expect((await answers("zsh", ["-f", "-c", programs.zsh, "zsh"])) ?? lines).toEqual(lines);
  });
});

/** What a shell answers for each line; undefined, said aloud, where there is no such shell. */
async function answers(shell: string, args: readonly string[]): Promise<string[] | undefined> {
  const { stdout: script } = await nacre(["completion", shell]);
  const config = "[default]\nregion = x\n[profile dev]\n[profile live]\n";
  const cwd = folderWith({ script, "aws-config": config });
  const env = {
    ...process.env,
    TERM: "vt100",
    HOME: cwd,
    AWS_CONFIG_FILE: join(cwd, "aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(cwd, "none"),
  };
  const lines = completions.map(({ line }) => line);
  const options = { cwd, env, encoding: "utf8", timeout: 60_000 } as const;
  const { error, status, stdout, stderr } = spawnSync(shell, [...args, ...lines], options);
  if (error !== undefined && "code" in error && error.code === "ENOENT") {
    console.warn(`SKIPPED: there is no ${shell} here`);
    return undefined;
  }
  expect([error, status, stderr]).toEqual([undefined, 0, ""]);
  return stdout.replace(/\n$/, "").split("\n");
}
