import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLocalConfig } from "../../src/config/local-config.ts";
import { EngineProcess, Home, sharedWithJobs } from "../engine/homes.ts";
import { definition, textFile } from "../pipelines.ts";

const pipeline = definition([
  {
    Name: "Call",
    Type: "Lambda",
    FunctionArn: "arn:aws:lambda:us-east-1:111122223333:function:wait",
    Arguments: {},
    OutputParameters: [{ OutputName: "calls", OutputType: "Integer" }],
  },
]);

test("a function whose engine dies ends with it, and is called again by the next engine", async () => {
  const folder = sharedWithJobs();
  textFile(
    folder,
    "wait.py",
    [
      "import os, time",
      "def handler(event, context):",
      "    open('pids', 'a').write(str(os.getpid()) + '\\n')",
      "    while not os.path.exists('go'): time.sleep(0.05)",
      "    return {'calls': len(open('pids').readlines())}",
    ].join("\n"),
  );
  const pids = (): string[] => {
    try {
      return readFileSync(join(folder, "pids"), "utf8").trimEnd().split("\n");
    } catch {
      return [];
    }
  };
  const config = readLocalConfig(
    { lambda: { wait: { module: "wait.py:handler" } } },
    { file: join(folder, "nacre.json"), folder },
  );
  const home = new Home();
  const first = new EngineProcess(home.folder, { config });
  const id = await home.start(pipeline, { config });
  await home.until(() => pids().length === 1, "the call");
  await first.kill();
  const [pid] = pids().map(Number);
  await home.until(() => !isAlive(pid ?? 0), "the end of the function");
  writeFileSync(join(folder, "go"), "");
  await home.engine({ config });
  expect(await home.end(id)).toBe("Succeeded");
  expect(home.steps.get(id, "Call")?.properties).toEqual({ OutputParameters: { calls: 2 } });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
