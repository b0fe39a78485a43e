import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../../../../", import.meta.url));
/** From sources, so that it need not be built first. */
const nacre = ["--conditions=@nacre/source", join(repository, "packages/cli/src/main.ts")];

/** `nacre studio` as a process of its own, over a home where Abalone has run. */
export interface NacreStudio {
  /** The link that it prints. */
  readonly link: string;
  readonly close: () => Promise<void>;
}

/**
 * Runs Abalone in a new home, once for each threshold, and serves it.
 *
 * @param thresholds - those that the model misses let the run fail
 */
export async function studioWithAbalone(thresholds: readonly number[] = [6]): Promise<NacreStudio> {
  const home = mkdtempSync(join(tmpdir(), "nacre-browser-"));
  const app = join(repository, "packages/abalone/src/app.ts");
  for (const threshold of thresholds) {
    const args = ["run", "--app", app, "--home", home, "--param", `MseThreshold=${threshold}`];
    const run = spawnSync(process.execPath, [...nacre, ...args], { encoding: "utf8" });
    // 1 is an execution that failed, as one whose model misses the threshold does.
    if (run.status !== 0 && run.status !== 1) throw new Error(`${run.stdout}${run.stderr}`);
  }
  const args = [...nacre, "studio", "--port", "0", "--home", home, "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const link = await new Promise<string>((resolve, reject) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const [line, ...others] = stdout.split("\n");
      if (line && others.length > 0) resolve(JSON.parse(line).studio);
    });
    child.on("close", () => reject(new Error(`nacre studio ended: ${stderr}`)));
  });
  return {
    link,
    close: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(home, { recursive: true, force: true, maxRetries: 9 });
    },
  };
}
