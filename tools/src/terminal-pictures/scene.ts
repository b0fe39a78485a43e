import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSampleData } from "abalone";
import { startServer } from "../../../packages/local/test/clients/child-server.ts";
import { dummyCredentials, startMoto } from "../../../packages/local/test/clients/moto.ts";
import { repositoryRoot } from "../repository.ts";
import { masked } from "./mask.ts";
import { type Run, type Screen, runOnTerminal } from "./screen.ts";

/** The built command. */
const launcher = join(repositoryRoot, "packages", "cli", "bin", "nacre.js");
/** The account that moto plays. */
const role = "arn:aws:iam::123456789012:role/SageMakerJobs";

/**
 * What the pictures show, by the name of their file: a project made by `nacre init`, deployed to
 * `nacre serve` for SageMaker and to moto for S3, STS and IAM, changed, compared, started and watched.
 * Undefined, said aloud, where moto cannot be installed.
 */
export async function takeScreens(): Promise<ReadonlyMap<string, Screen> | undefined> {
  const moto = await startMoto();
  if (moto === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "nacre-pictures-"));
  try {
    const home = join(folder, "home");
    const own = { ...dummyCredentials(), AWS_ENDPOINT_URL: moto.url };
    const args = [launcher, "serve", "--port", "0", "--home", home, "--json"];
    const serve = await startServer(process.execPath, args, own);
    try {
      const config = join(folder, "sagemaker.yaml");
      writeFileSync(config, `SageMaker: { Pipeline: { RoleArn: "${role}" } }\n`);
      return await play(join(folder, "abalone"), {
        ...own,
        AWS_ENDPOINT_URL_SAGEMAKER: serve.url,
        AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: serve.url,
        SAGEMAKER_USER_CONFIG_OVERRIDE: config,
      });
    } finally {
      await serve.stop();
    }
  } finally {
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(project: string, env: NodeJS.ProcessEnv): Promise<ReadonlyMap<string, Screen>> {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(
    join(repositoryRoot, "packages/cli/node_modules/@nacre"),
    join(project, "node_modules/@nacre"),
  );
  /** Runs nacre on a terminal and gives what its user sees, with the line that was typed. */
  const nacre = async (args: string, exitCode = 0): Promise<Screen> => {
    const argv = [process.execPath, launcher, ...args.split(" ")];
    const screen = await runOnTerminal({ argv, cwd: project, env }, exitCode);
    return masked([typed(`nacre ${args}`), ...screen]);
  };
  await nacre("init --template abalone");
  const { csv, batch } = createSampleData();
  writeFileSync(join(project, "abalone.csv"), csv);
  writeFileSync(join(project, "batch.libsvm"), batch);

  const deploy = await nacre("deploy --create-bucket");
  await nacre("data --from InputData=abalone.csv --from BatchData=batch.libsvm");

  replaceIn(join(project, "src/pipeline.ts"), [
    ["num_round: 50", "num_round: 60"],
    ["defaultValue: 6 }", "defaultValue: 5 }"],
    ['frameworkVersion: "0.23-1"', 'frameworkVersion: "1.0-1"'],
  ]);
  const diff = await nacre("diff", 2);

  await nacre("deploy");
  await nacre("start --param MseThreshold=20");
  const watch = await nacre("watch --interval 0.3 --exit-status");
  return new Map([
    ["deploy", deploy],
    ["diff", diff],
    ["watch", watch],
  ]);
}

/** Edits a file as its author would; what is to be replaced must be there. */
function replaceIn(
  file: string,
  edits: readonly (readonly [before: string, after: string])[],
): void {
  const edited = edits.reduce(
    (text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
      return text.replace(before, after);
    },
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, edited);
}

/** The line of the shell that a command was typed into. */
function typed(command: string): Run[] {
  return [
    { column: 0, text: "$", color: 8, isBold: false, isDim: false },
    { column: 2, text: command, isBold: true, isDim: false },
  ];
}
