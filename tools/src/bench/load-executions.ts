/**
 * Runs 100 executions of 10 jobs that do nothing at once, in one engine, and fails when one of them or a
 * step is lost: `node load-executions.ts HOME JOBS_AT_ONCE`
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openLocalService } from "@nacre/local";
import { job } from "./load.ts";

const executions = 100;
const [, , home = "", atOnce = "4"] = process.argv;

const local = await openLocalService({
  home,
  maxParallelJobs: Number(atOnce),
  executions: { warm: false },
});
await ask("CreatePipeline", {
  PipelineName: "Load",
  RoleArn: "arn:aws:iam::000000000000:role/bench",
  PipelineDefinition: JSON.stringify({
    Version: "2020-12-01",
    Steps: Array.from({ length: 10 }, (_, index) => job(`S${index}`, [])),
  }),
});
await Promise.all(
  Array.from({ length: executions }, () => ask("StartPipelineExecution", { PipelineName: "Load" })),
);
// oxlint-disable-next-line no-await-in-loop -- until none is left
while (local.unfinished() > 0) await sleep(20);
const found = local.database.get("SELECT sum(status = 'Succeeded') AS good FROM steps");
await local.close();
if (found?.["good"] !== executions * 10)
  throw new Error(`${String(found?.["good"])} steps succeeded`);

async function ask(operation: string, input: object): Promise<void> {
  const { response } = await local.requestHandler.handle({
    headers: {
      "x-amz-target": `SageMaker.${operation}`,
      "content-type": "application/x-amz-json-1.1",
    },
    body: JSON.stringify({ ...input, ClientRequestToken: crypto.randomUUID() }),
  });
  if (response.statusCode !== 200) throw new Error(Buffer.from(response.body).toString());
}
