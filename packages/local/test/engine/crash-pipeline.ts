import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PipelineDefinition } from "@nacre/core";
import { bucket, definition, image, script } from "../pipelines.ts";

/** How many files each job writes, and how many lines each of them has. */
const filesPerJob = 3;
const linesPerFile = 400;

/**
 * The job of the crash test, quick in either language. It notes in a file outside that it began and
 * ended, refuses input that is not whole, and writes its outputs slowly enough to be killed meanwhile.
 */
const shell = `
set -eu
echo "began $1" >> "$2/journal"
for file in /opt/ml/processing/in*/*; do
  [ -e "$file" ] || continue
  lines=$(wc -l < "$file")
  last=$(tail -n 1 "$file")
  [ "$lines" -eq ${linesPerFile} ] && [ "$last" = end ] || exit 9
done
sleep "$3"
n=1
while [ "$n" -le ${filesPerJob} ]; do
  seq ${linesPerFile - 1} > "/opt/ml/processing/out/o/$n.txt"
  echo end >> "/opt/ml/processing/out/o/$n.txt"
  n=$((n + 1))
done
echo "ended $1" >> "$2/journal"
`;

const python = `
import glob, sys, time
name, folder, delay = sys.argv[1:4]
def note(what):
    with open(folder + "/journal", "a") as journal: journal.write(what + " " + name + "\\n")
note("began")
for file in glob.glob("/opt/ml/processing/in*/*"):
    lines = open(file).read().splitlines()
    if len(lines) != ${linesPerFile} or lines[-1] != "end": sys.exit(9)
time.sleep(float(delay))
for n in range(1, ${filesPerJob} + 1):
    with open("/opt/ml/processing/out/o/%d.txt" % n, "w") as out:
        out.write("".join("%d\\n" % line for line in range(1, ${linesPerFile})) + "end\\n")
note("ended")
`;

/** The steps that run jobs, each with those it reads from: a chain with branches that meet again. */
const jobs: Readonly<Record<string, readonly string[]>> = {
  J01: [],
  J02: ["J01"],
  J03: ["J01"],
  J04: ["J01"],
  J05: ["J02", "J03"],
  J06: ["J03", "J04"],
  J07: ["J05"],
  J08: ["J05", "J06"],
  J09: ["J06"],
  J10: ["J07", "J08"],
  J11: ["J08", "J09"],
  J12: ["J10"],
  J13: ["J10", "J11"],
  J14: ["J11"],
  J15: ["J12", "J13", "J14"],
};

/** The names of the steps with jobs. */
export const jobNames: readonly string[] = Object.keys(jobs);

/**
 * Twenty steps: fifteen quick jobs that read from one another, a condition on what one wrote, and
 * models and versions in the registry.
 *
 * @param folder - where jobs note what they do
 * @param usesShell - whether jobs may be shell scripts, which start faster than Python
 */
export function crashPipeline(folder: string, usesShell: boolean): PipelineDefinition {
  return definition([
    ...Object.entries(jobs).map(([name, reads], index) =>
      job(name, reads, folder, 0.02 + 0.015 * (index % 4), usesShell),
    ),
    register("R1", "J05"),
    {
      Name: "Whole",
      Type: "Condition",
      Arguments: {
        Conditions: [
          {
            Type: "Equals",
            LeftValue: { Get: "Steps.J10.ProcessingJobStatus" },
            RightValue: "Completed",
          },
        ],
        IfSteps: [
          {
            Name: "Model",
            Type: "Model",
            Arguments: { PrimaryContainer: { Image: image, ModelDataUrl: outputOf("J10") } },
          },
        ],
        ElseSteps: [{ Name: "Never", Type: "Fail", Arguments: { ErrorMessage: "not whole" } }],
      },
    },
    register("R2", "J15"),
  ]);
}

function job(
  Name: string,
  reads: readonly string[],
  folder: string,
  delay: number,
  usesShell: boolean,
): object {
  const inputs = Object.fromEntries(
    reads.map((from, index) => [
      `in${index}`,
      { Get: `Steps.${from}.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri` },
    ]),
  );
  const args = [Name, folder, String(delay)];
  const outputs = { o: outputOf(Name) };
  const step = script({ Name, script: usesShell ? "" : python, inputs, outputs, args });
  if (!usesShell) return step;
  const command = {
    ImageUri: image,
    ContainerEntrypoint: ["sh", "-c", shell, "sh"],
    ContainerArguments: args,
  };
  const moreArguments = { AppSpecification: command };
  return script({ Name, script: "", inputs, outputs, moreArguments });
}

function register(Name: string, after: string): object {
  return {
    Name,
    Type: "RegisterModel",
    Arguments: {
      ModelPackageGroupName: "Group",
      InferenceSpecification: { Containers: [{ Image: image, ModelDataUrl: outputOf(after) }] },
    },
    DependsOn: [after],
  };
}

function outputOf(name: string): string {
  return `${bucket}/${name}/`;
}

/** How often each job began or ended, as the jobs noted it themselves. */
export function journal(folder: string, what: "began" | "ended"): ReadonlyMap<string, number> {
  const file = join(folder, "journal");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [word, name = ""] = line.split(" ");
    if (word === what) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The files below a folder that are not whole; none when the folder is not there. */
export function brokenObjects(folder: string): string[] {
  return filesIn(folder).filter((file) => {
    if (!/\/J\d\d\/\d\.txt$/.test(file)) return false;
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.length !== linesPerFile + 1 || lines.at(-2) !== "end" || lines.at(-1) !== "";
  });
}

/** The objects of a job's output that are not there. */
export function missingObjects(folder: string, name: string): string[] {
  const names = Array.from({ length: filesPerJob }, (_, index) => `${index + 1}.txt`);
  return names
    .map((file) => join(folder, "a-bucket", name, file))
    .filter((file) => !existsSync(file));
}

/** All files below a folder. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
