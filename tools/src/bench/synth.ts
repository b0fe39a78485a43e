import { join } from "node:path";
import { repositoryRoot } from "../repository.ts";
import { measure, type Command } from "./measure.ts";
import { startObjectStore } from "./object-store.ts";
import { words, type Row } from "./row.ts";

const launcher = join(repositoryRoot, "packages/cli/bin/nacre.js");

const synth: Command = {
  argv: [
    "node",
    launcher,
    "synth",
    "--context",
    "region=us-east-1",
    "--context",
    "account=000000000000",
    "--context",
    "role=arn:aws:iam::000000000000:role/Bench",
  ],
  cwd: join(repositoryRoot, "packages/abalone"),
};

/** `nacre --version`, and `nacre synth` of Abalone, as whole processes against an empty Node, and synth against the Python SDK. */
export async function benchSynth(runs: number, sdk: string | undefined): Promise<Row[]> {
  const commands = [
    synth,
    { argv: ["node", "-e", "0"] },
    { argv: ["node", launcher, "--version"] },
  ];
  const [ours, empty, version] = await measure(commands, runs);
  if (ours === undefined || empty === undefined || version === undefined) {
    throw new Error("three commands give three costs");
  }
  const rows: Row[] = [
    {
      what: "nacre --version / node -e 0, wall",
      value: version.wall / empty.wall,
      unit: "×",
      goal: 1.5,
      detail: `${words(version)} / ${words(empty)}`,
    },
    {
      what: "synth of Abalone / node -e 0, wall",
      value: ours.wall / empty.wall,
      unit: "×",
      goal: 2.5,
      detail: `${words(ours)} / ${words(empty)}`,
    },
  ];
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
