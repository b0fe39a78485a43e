/**
 * Measures Nacre against its peers in one run and prints ratios; absolute times are shown only to
 * say how large the things compared are. `pnpm bench [--runs N] [--sdk PYTHON] [--json]`
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchCodegen } from "./bench/codegen.ts";
import { benchLoad } from "./bench/load.ts";
import { benchRun } from "./bench/run.ts";
import { benchSynth } from "./bench/synth.ts";
import { benchValidate } from "./bench/validate.ts";
import { benchTypes } from "./bench/types.ts";
import type { Row } from "./bench/row.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    sdk: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`pnpm bench [options]

  --runs N      runs of each command that count (default 7)
  --sdk PYTHON  a Python that has sagemaker==2.257.7, to measure its Abalone beside ours
  --json        one object on standard output`);
} else {
  const runs = Number(values.runs);
  const rows: Row[] = [
    ...(await benchSynth(runs, values.sdk)),
    ...(await benchCodegen(runs)),
    ...(await benchValidate(runs)),
    ...(await benchTypes(runs)),
    ...(await benchRun(Math.min(runs, 5))),
    ...(await benchLoad(Math.min(runs, 1))),
  ];
  if (values.json) console.log(JSON.stringify({ rows }, null, 2));
  else for (const row of rows) console.log(format(row));
  if (values.sdk === undefined) {
    console.error(`\nThe Python SDK was not measured. To do so, in a folder of your choice:
  python3 -m venv sdk && sdk/bin/pip install sagemaker==2.257.7
  pnpm bench --sdk ${join("FOLDER", "sdk", "bin", "python")}`);
  }
}

function format(row: Row): string {
  const goal = row.goal === undefined ? "" : ` (goal: at most ${row.goal})`;
  return `${row.what}: ${row.value.toFixed(2)}${row.unit}${goal}  [${row.detail}]`;
}
