import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensurePythonEnvironment, pythonFolder } from "@nacre/local";

/** The folder of the pipeline's scripts. */
export const scriptFolder = join(import.meta.dirname, "../../python");

/** The real data sets, where they are at hand. */
export const realData = join(import.meta.dirname, "../../../../../shared/data");
export const hasRealData = existsSync(join(realData, "abalone-dataset.csv"));
if (!hasRealData) console.warn("not tested with the real abalone data: it is not there");

/** How a Python program ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the interpreter that local runs use. */
export async function runPython(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { python } = await ensurePythonEnvironment();
  const options = { env: { ...process.env, PYTHONPATH: pythonFolder(), ...env } };
  return new Promise((resolve, reject) => {
    execFile(python, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : error.code;
      if (typeof status === "number") resolve({ status, stdout, stderr });
      else reject(error ?? new Error("no status"));
    });
  });
}

/** A folder that stands for /opt/ml/processing, and for /opt/ml in the algorithm's jobs. */
export class JobFolder {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<JobFolder> {
    return new JobFolder(await mkdtemp(join(tmpdir(), "abalone-")));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async write(path: string, content: string): Promise<string> {
    await mkdir(dirname(this.path(path)), { recursive: true });
    await writeFile(this.path(path), content);
    return this.path(path);
  }

  async read(path: string): Promise<string> {
    return readFile(this.path(path), "utf8");
  }

  async script(name: string, ...args: readonly string[]): Promise<Ended> {
    return runPython([join(scriptFolder, name), "--base-dir", this.folder, ...args]);
  }

  async preprocess(csv: string, ...args: readonly string[]): Promise<Ended> {
    await this.write("input/abalone-dataset.csv", csv);
    return this.script("preprocessing.py", ...args);
  }

  /** Trains as the pipeline does, on what preprocessing wrote, and packs the model. */
  async train(): Promise<void> {
    const channel = {
      ContentType: "text/csv",
      TrainingInputMode: "File",
      S3DistributionType: "FullyReplicated",
    };
    const hyperparameters = {
      objective: "reg:linear",
      num_round: "50",
      max_depth: "5",
      eta: "0.2",
      gamma: "4",
      min_child_weight: "6",
      subsample: "0.7",
      silent: "0",
    };
    for (const name of ["train", "validation"]) {
      // oxlint-disable-next-line no-await-in-loop -- two small files
      await this.write(`input/data/${name}/${name}.csv`, await this.read(`${name}/${name}.csv`));
    }
    await this.write("input/config/hyperparameters.json", JSON.stringify(hyperparameters));
    const channels = { train: channel, validation: channel };
    await this.write("input/config/inputdataconfig.json", JSON.stringify(channels));
    await this.#job("xgboost_train");
    const pack =
      "import sys, tarfile; tarfile.open(sys.argv[1], 'w:gz').add(sys.argv[2], 'xgboost-model')";
    await runPython([
      "-c",
      pack,
      this.path("model/model.tar.gz"),
      this.path("model/xgboost-model"),
    ]);
    await rm(this.path("model/xgboost-model"));
  }

  /** Mean squared error of the model's predictions of a batch file against its labels. */
  async transformMse(batch: string, ...args: readonly string[]): Promise<number> {
    const unpack =
      "import sys, tarfile; tarfile.open(sys.argv[1]).extract('xgboost-model', sys.argv[2])";
    const ml = this.path("transform");
    await runPython(["-c", unpack, this.path("model/model.tar.gz"), join(ml, "model")]);
    const input = await this.write("transform/batch", batch);
    await this.#job("xgboost_transform", {
      ml,
      args: ["--input", input, "--output", `${input}.out`, ...args],
    });
    const predictions = (await this.read("transform/batch.out")).trim().split("\n").map(Number);
    const labels = batch
      .trim()
      .split("\n")
      .map((line) => Number(line.split(" ")[0]));
    if (labels.length !== predictions.length) throw new Error("not one prediction a row");
    const squares = labels.map((label, row) => (label - (predictions[row] ?? NaN)) ** 2);
    return squares.reduce((sum, square) => sum + square, 0) / squares.length;
  }

  async #job(
    name: string,
    { ml = this.folder, args = [] as readonly string[] } = {},
  ): Promise<void> {
    const { status, stderr } = await runPython(["-m", `nacre_jobs.${name}`, ...args], {
      NACRE_OPT_ML: ml,
    });
    if (status !== 0) throw new Error(stderr);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
