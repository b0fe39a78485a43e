import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { messageSender } from "../../src/callback/message-sender.ts";
import { HomeReader } from "../../src/home/home-reader.ts";
import { readLocalConfig, type LocalConfig } from "../../src/config/local-config.ts";
import { Home } from "../engine/homes.ts";
import { definition, temporaryFolder } from "../pipelines.ts";

const queue = "https://sqs.us-east-1.amazonaws.com/111122223333/approvals";
const pipeline = definition([
  {
    Name: "Approve",
    Type: "Callback",
    Arguments: { model: { "Std:Join": { On: "", Values: ["m", 1] } }, score: 0.5 },
    SqsQueueUrl: queue,
    OutputParameters: [{ OutputName: "by", OutputType: "String" }],
  },
]);

function configOf(folder: string, command: readonly string[], timeout = 30): LocalConfig {
  const callback = { [queue]: { command, timeout } };
  return readLocalConfig({ callback }, { file: join(folder, "nacre.json"), folder });
}

describe("the message of a Callback step", () => {
  test("goes to the command that stands for its queue, as SageMaker sends it to the queue", async () => {
    const folder = temporaryFolder();
    const home = new Home();
    await home.engine({ config: configOf(folder, ["sh", "-c", "cat > message.json"]) });
    const id = await home.start(pipeline);
    await home.until(() => home.steps.get(id, "Approve")?.metadata !== undefined);
    const step = home.steps.get(id, "Approve");
    expect(JSON.parse(readFileSync(join(folder, "message.json"), "utf8"))).toEqual({
      token: step?.callbackToken,
      pipelineExecutionArn: home.executions.get(id)?.arn,
      arguments: { model: "m1", score: 0.5 },
      status: "Executing",
    });
    expect(step?.warnings).toEqual([]);
    home.callbacks.answer(step?.callbackToken ?? "", { outputs: { by: "ann" } });
    expect(await home.end(id)).toBe("Succeeded");
    expect(home.steps.get(id, "Approve")?.metadata).toMatchObject({
      Callback: { SqsQueueUrl: queue, OutputParameters: [{ Name: "by", Value: "ann" }] },
    });
  });

  test("that is not taken fails the step", async () => {
    const home = new Home();
    await home.engine({
      config: configOf(temporaryFolder(), ["sh", "-c", "echo full >&2; exit 3"]),
    });
    const id = await home.start(pipeline);
    expect(await home.end(id)).toBe("Failed");
    expect(home.executions.get(id)?.failureReason).toBe(
      `Step Approve failed: ClientError: The message to ${queue} was not sent: ` +
        "sh -c echo full >&2; exit 3 ended with exit code 3: full.",
    );
  });

  test("that is not taken in time is not sent", async () => {
    const send = messageSender(
      temporaryFolder(),
      configOf(temporaryFolder(), ["sleep", "60"], 0.2),
    );
    await expect(send(queue, {}, new AbortController().signal)).rejects.toThrow(
      "sleep 60 ran longer than 0.2 seconds.",
    );
  });

  test("without anything for its queue says how to answer", async () => {
    const home = new Home();
    const engine = await home.engine();
    const id = await home.start(pipeline);
    await home.until(() => home.steps.get(id, "Approve")?.metadata !== undefined);
    const step = home.steps.get(id, "Approve");
    const token = step?.callbackToken ?? "";
    expect(step?.warnings).toEqual([
      `The step waits for an answer with the token ${token}; nothing here stands for its queue ${queue}. ` +
        `Answer it: nacre callback --home ${home.folder} --token ${token} --output-parameter by=VALUE`,
    ]);
    const reader = new HomeReader(home.database, engine.means.objects);
    expect(reader.step(id, "Approve")?.warnings).toEqual(step?.warnings);
    engine.stop(id);
    expect(await home.end(id)).toBe("Stopped");
    // Nobody can answer it any more.
    expect(reader.step(id, "Approve")?.warnings).toEqual([]);
  });
});
