import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensurePythonEnvironment } from "../../src/python/environment.ts";
import { pythonFolder } from "../../src/python/python-folder.ts";

/** How a Python program ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the interpreter that jobs get, with `nacre_jobs` importable. */
export async function runPython(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { python } = await ensurePythonEnvironment();
  return new Promise((resolve, reject) => {
    const child = spawn(python, args, {
      env: { ...process.env, PYTHONPATH: pythonFolder(), PYTHONDONTWRITEBYTECODE: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

/** A channel as SageMaker describes it to the container. */
export function channel(contentType?: string): Record<string, string> {
  return {
    ...(contentType && { ContentType: contentType }),
    TrainingInputMode: "File",
    S3DistributionType: "FullyReplicated",
    RecordWrapperType: "None",
  };
}

/** A folder that stands for /opt/ml. */
export class OptMl {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<OptMl> {
    return new OptMl(await mkdtemp(join(tmpdir(), "nacre-opt-ml-")));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async write(path: string, content: string): Promise<string> {
    await mkdir(dirname(this.path(path)), { recursive: true });
    await writeFile(this.path(path), content);
    return this.path(path);
  }

  /** Trains on CSV text, or what `files` hold by their path under /opt/ml/input/data. */
  async train(
    hyperparameters: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
    channels: Readonly<Record<string, object>> = { train: channel("text/csv") },
  ): Promise<Ended> {
    await Promise.all([
      this.write("input/config/hyperparameters.json", JSON.stringify(hyperparameters)),
      this.write("input/config/inputdataconfig.json", JSON.stringify(channels)),
      ...Object.entries(files).map(([path, text]) => this.write(`input/data/${path}`, text)),
    ]);
    return runPython(["-m", "nacre_jobs.xgboost_train"], { NACRE_OPT_ML: this.folder });
  }

  /** Transforms text; `output` is what was written, undefined for nothing. */
  async transform(
    text: string,
    ...options: readonly string[]
  ): Promise<Ended & { output: string | undefined }> {
    const input = await this.write("transform/rows", text);
    const target = this.path("transform/rows.out");
    await rm(target, { force: true });
    const files = ["--input", input, "--output", target];
    const ended = await runPython(["-m", "nacre_jobs.xgboost_transform", ...files, ...options], {
      NACRE_OPT_ML: this.folder,
    });
    const output = existsSync(target) ? await readFile(target, "utf8") : undefined;
    return { ...ended, output };
  }

  /** The reason a job gave for its failure. */
  async failure(): Promise<string> {
    return readFile(this.path("output/failure"), "utf8");
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Rows that a model can learn: the label is twice the first of three features. */
export function rowsOf(count: number, delimiter = ","): string {
  return rows(count, ([label, ...features]) => [label, ...features].join(delimiter));
}

/** The same rows as libsvm text. */
export function libsvmRowsOf(count: number, indexBase: number): string {
  return rows(count, ([label, ...features]) =>
    [label, ...features.map((value, index) => `${index + indexBase}:${value}`)].join(" "),
  );
}

function rows(count: number, format: (row: readonly number[]) => string): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const first = (index * 7) % 20;
    return format([2 * first, first + 0.5, (index * 3) % 11, (index * 5) % 13]);
  });
  return `${lines.join("\n")}\n`;
}
