import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Database, executionDirectory } from "@nacre/local";
import { Executions } from "../../../local/src/state/executions.ts";
import { Steps } from "../../../local/src/state/steps.ts";
import { failing, localStudio, type LocalStudio, why } from "./local-studio.ts";

/** The definition of what is kept: a step with a property file, which has succeeded. */
const definition = JSON.stringify({
  Version: "2020-12-01",
  Parameters: [
    { Name: "Why", Type: "String", DefaultValue: "no reason" },
    { Name: "Times", Type: "Integer", DefaultValue: 3 },
  ],
  Steps: [
    {
      Name: "Evaluate",
      Type: "Processing",
      Arguments: {},
      PropertyFiles: [
        { PropertyFileName: "Report", OutputName: "report", FilePath: "report.json" },
      ],
    },
  ],
});

const start = Date.UTC(2026, 0, 1);

/**
 * A studio of a pipeline `Many` with so many executions that have ended: every 50th has failed, one in 400
 * has a metric.
 */
export async function studioWithMany(count: number): Promise<LocalStudio> {
  const made = await localStudio();
  await made.pipeline("Many", [failing], why);
  const database = new Database(made.local.database.home);
  keepExecutions(database, "Many", count);
  database.close();
  return made;
}

/** Keeps executions in a home as its engine keeps them. */
function keepExecutions(database: Database, pipeline: string, count: number): void {
  const executions = new Executions(database);
  const steps = new Steps(database);
  database.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      const id = `n${String(n).padStart(11, "0")}`;
      const startTime = new Date(start + n * 1_000);
      executions.create({
        id,
        arn: `arn:aws:sagemaker:us-east-1:000000000000:pipeline/${pipeline.toLowerCase()}/execution/${id}`,
        pipeline,
        version: 7,
        definition,
        displayName: `number-${n}`,
        parameters: { Times: String(n) },
        options: { region: "us-east-1" },
        startTime,
        steps: [{ name: "Evaluate", type: "Processing" }],
      });
      const failed = n % 50 === 0;
      const endTime = new Date(startTime.getTime() + (n % 997) * 1_000);
      if (n % 400 === 1) {
        const outputs = [{ name: "report", uri: "s3://a-bucket/report", path: "" }];
        steps.update(id, 0, { status: "Succeeded", outputs });
        const folder = join(executionDirectory(database.home, id), "s3/a-bucket/report");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "report.json"), JSON.stringify({ mse: Math.floor(n / 400) }));
      }
      executions.end(
        id,
        failed ? "Failed" : "Succeeded",
        failed ? "It failed." : undefined,
        endTime,
      );
    }
  });
}
