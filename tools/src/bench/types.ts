import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../repository.ts";
import { measure } from "./measure.ts";
import { words, type Row } from "./row.ts";

const steps = 50;

/**
 * What the compiler needs for a program of 50 steps against a project with nothing in it, both with
 * the same settings. The types are the published ones: `pnpm build` makes them.
 */
export async function benchTypes(runs: number): Promise<Row[]> {
  const core = join(repositoryRoot, "packages/core");
  if (!existsSync(join(core, "dist/index.d.ts"))) throw new Error("Run `pnpm build` first.");
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const folder = mkdtempSync(join(tmpdir(), "nacre-bench-types-"));
  try {
    const tsc = (project: string, source: string): { argv: string[]; cwd: string } => {
      const root = join(folder, project);
      mkdirSync(join(root, "node_modules/@nacre"), { recursive: true });
      symlinkSync(core, join(root, "node_modules/@nacre/core"), "junction");
      writeFileSync(join(root, "package.json"), '{ "type": "module" }');
      writeFileSync(join(root, "program.ts"), source);
      writeFileSync(join(root, "tsconfig.json"), JSON.stringify(config));
      return { argv: ["node", join(typescript, "bin/tsc"), "-p", root], cwd: root };
    };
    const commands = [tsc("full", program()), tsc("empty", "export {};\n")];
    const [full, empty] = await measure(commands, runs);
    if (full === undefined || empty === undefined) throw new Error("two commands give two costs");
    return [
      {
        what: `type-checking ${steps} steps against an empty project, wall`,
        value: full.wall / empty.wall,
        unit: "×",
        goal: 1.5,
        detail: `${words(full)}; empty: ${words(empty)}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const config = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  },
  files: ["program.ts"],
};

/** Processing and training by turns, each reading what the one before it made. */
function program(): string {
  const lines = [
    'import { Pipeline, ProcessingStep, TrainingStep, stringParameter } from "@nacre/core";',
    'const role = stringParameter("Role");',
    'const instance = { InstanceType: "ml.m5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 } as const;',
  ];
  const names: string[] = [];
  for (let index = 0; index < steps / 2; index += 1) {
    names.push(`process${index}`, `train${index}`);
    lines.push(
      `const process${index} = new ProcessingStep("Process${index}", {
  arguments: {
    RoleArn: role,
    ProcessingResources: { ClusterConfig: instance },
    AppSpecification: { ImageUri: "image", ContainerArguments: ["--part", "${index}"] },
    ProcessingOutputConfig: {
      Outputs: [
        {
          OutputName: "train",
          S3Output: { S3Uri: "s3://bucket/${index}", LocalPath: "/opt/ml/train", S3UploadMode: "EndOfJob" },
        },
      ],
    },
  },
});
const train${index} = new TrainingStep("Train${index}", {
  arguments: {
    RoleArn: role,
    AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" },
    HyperParameters: { eta: "0.2" },
    InputDataConfig: [
      {
        ChannelName: "train",
        DataSource: {
          S3DataSource: {
            S3DataType: "S3Prefix",
            S3Uri: process${index}.properties.ProcessingOutputConfig.Outputs.train.S3Output.S3Uri,
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: "s3://bucket/models" },
    ResourceConfig: instance,
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  },
});`,
    );
  }
  const all = names.join(", ");
  return `${lines.join("\n")}\nexport default new Pipeline("Wide", { parameters: [role], steps: [${all}] });\n`;
}
