import { join } from "node:path";
import { repositoryRoot } from "../repository.ts";
import { measure } from "./measure.ts";
import { words, type Row } from "./row.ts";

/** What `pnpm codegen --check` costs: everything a generation does but the writing. */
export async function benchCodegen(runs: number): Promise<Row[]> {
  const codegen = ["node", join(repositoryRoot, "packages/codegen/src/bin.ts"), "--check"];
  const [ours] = await measure([{ argv: codegen, cwd: repositoryRoot }], runs);
  if (ours === undefined) throw new Error("one command gives one cost");
  return [{ what: "codegen, CPU", value: ours.cpu, unit: " s", goal: 2, detail: words(ours) }];
}
