import { join } from "node:path";
import { repositoryRoot } from "../repository.ts";
import { measure, type Command } from "./measure.ts";
import { startObjectStore } from "./object-store.ts";
import { words, type Row } from "./row.ts";

const launcher = join(repositoryRoot, "packages/cli/bin/nacre.js");

const synth = onAbalone("synth");

/** A command on the app of Abalone, with the least context that it takes. */
function onAbalone(command: string): Command {
  const context = {
    region: "us-east-1",
    account: "000000000000",
    role: "arn:aws:iam::000000000000:role/Bench",
  };
  const given = Object.entries(context).flatMap(([name, value]) => [
    "--context",
    `${name}=${value}`,
  ]);
  return {
    argv: ["node", launcher, command, ...given],
    cwd: join(repositoryRoot, "packages/abalone"),
  };
}

/**
 * `nacre --version`, `synth` and `validate` of Abalone, as whole processes against an empty Node, and synth against
 * the Python SDK.
 */
export async function benchSynth(runs: number, sdk: string | undefined): Promise<Row[]> {
  const goals = [
    { what: "nacre --version", command: { argv: ["node", launcher, "--version"] }, goal: 1.5 },
    { what: "synth of Abalone", command: synth, goal: 2.5 },
    { what: "validate of Abalone", command: onAbalone("validate") },
  ];
  const nothing: Command = { argv: ["node", "-e", "0"] };
  const [empty, ...ours] = await measure([nothing, ...goals.map(({ command }) => command)], runs);
  if (empty === undefined) throw new Error("each command gives its cost");
  const rows = ours.map((cost, index): Row => {
    const { what = "", goal } = goals[index] ?? {};
    return {
      what: `${what} / node -e 0, wall`,
      value: cost.wall / empty.wall,
      unit: "×",
      ...(goal === undefined ? {} : { goal }),
      detail: `${words(cost)} / ${words(empty)}`,
    };
  });
  if (sdk !== undefined) rows.push(...(await againstSdk(runs, sdk)));
  return rows;
}

async function againstSdk(runs: number, python: string): Promise<Row[]> {
  const { url, server } = await startObjectStore();
  const peer: Command = {
    argv: [
      python,
      join(import.meta.dirname, "abalone_sdk.py"),
      join(repositoryRoot, "packages/abalone/python"),
    ],
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
  try {
    const [ours, theirs] = await measure([synth, peer], Math.min(runs, 5));
    if (ours === undefined || theirs === undefined) throw new Error("two commands give two costs");
    const detail = `${words(ours)} / ${words(theirs)}`;
    return [
      {
        what: "synth of Abalone / Python SDK, wall",
        value: ours.wall / theirs.wall,
        unit: "×",
        goal: 0.1,
        detail,
      },
      {
        what: "synth of Abalone / Python SDK, memory",
        value: ours.peak / theirs.peak,
        unit: "×",
        detail,
      },
    ];
  } finally {
    server.close();
  }
}
