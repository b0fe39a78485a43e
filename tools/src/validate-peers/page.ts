import { format } from "prettier";
import type { Case } from "./cases.ts";
import { type Verdict, foundOf } from "./judge.ts";
import type { Peer } from "./peers.ts";

/** What one peer said. */
export interface Column {
  readonly peer: Peer;
  readonly onBroken: readonly Verdict[];
  readonly onExamples: readonly Verdict[];
  /** How many of the good definitions it refuses. */
  readonly falseAlarms: number;
}

/** What all were asked. */
interface Asked {
  readonly broken: readonly Case[];
  readonly examples: readonly Case[];
  readonly goodCount: number;
}

const marks: Readonly<Record<Verdict, string>> = { found: "yes", missed: "–", unwritable: "n/a" };

/** The page, as prettier leaves it. */
export function peersPage(columns: readonly Column[], asked: Asked): Promise<string> {
  const { broken, examples, goodCount } = asked;
  const names = columns.map(({ peer }) => peer.name);
  const lines = [
    "# What finds a broken definition",
    "",
    "<!-- Written by tools/src/validate-peers/main.ts. Do not edit. -->",
    "",
    "Each tool was run on the same definitions. None was sent to AWS.",
    "",
    ...columns.map(({ peer }) => `- **${peer.name}**: ${peer.what}`),
    "",
    "A tool has *found* a fault when it says something about the broken definition that it does not",
    "say about the same definition without the fault; a tool that gives paths (Nacre, the schemas)",
    "must give the right one. n/a: the tool's own language cannot express such a definition.",
    "The Python SDK reads no definitions, so each was built again with its own classes; job arguments",
    "went in as they are, so what its Processor and Estimator classes check by themselves is not seen.",
    "The examples of the rules were written by us: they say what the others leave open, not how good",
    "Nacre is.",
    "",
    ...table(
      ["", ...names],
      [
        [`good definitions it refuses, of ${goodCount}`, ...columns.map((c) => `${c.falseAlarms}`)],
        ["broken definitions found", ...columns.map((c) => foundOf(c.onBroken))],
        ["examples of Nacre's rules found", ...columns.map((c) => foundOf(c.onExamples))],
      ],
    ),
    "",
    "## The broken definitions",
    "",
    "Recorded from the Python SDK 2.257.7, then broken in one place each.",
    "",
    ...table(
      ["what is wrong", ...names],
      broken.map(({ what }, row) => [
        what,
        ...columns.map(({ onBroken }) => marks[onBroken[row] ?? "missed"]),
      ]),
    ),
    "",
    "## The examples of Nacre's rules",
    "",
    ...table(
      ["rule", ...names],
      examples.map(({ name }, row) => [
        `[${name}](rules.md#${name.toLowerCase()})`,
        ...columns.map(({ onExamples }) => marks[onExamples[row] ?? "missed"]),
      ]),
    ),
    "",
  ];
  return format(lines.join("\n"), { parser: "markdown", printWidth: 100 });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
}
