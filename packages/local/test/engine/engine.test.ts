import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resumeWith } from "../../src/run.ts";
import { bucket, definition, script, systemPython } from "../pipelines.ts";
import { EngineProcess, Home, sharedWithJobs } from "./homes.ts";

/** A script that notes in a file outside that it ran, and waits until another file is there. */
const noting = (folder: string, Name: string, more: object = {}): object =>
  script({
    Name,
    args: [folder, Name],
    script: `
import os, sys, time
folder, name = sys.argv[1:3]
open(os.path.join(folder, "began"), "a").write(name + "\\n")
while not os.path.exists(os.path.join(folder, name)): time.sleep(0.02)
open(os.path.join(folder, "ended"), "a").write(name + "\\n")
`,
    more,
  });

const linesOf = (folder: string, name: string): string[] =>
  existsSync(join(folder, name))
    ? readFileSync(join(folder, name), "utf8").trimEnd().split("\n")
    : [];

const allow = async (folder: string, ...names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => writeFile(join(folder, name), "")));
};

describe("an engine", () => {
  test("takes up what was started without one, runs it, and forgets itself at its end", async () => {
    const home = new Home();
    const id = await home.start(definition([script({ Name: "A", script: "" })]));
    expect(home.executions.get(id)?.engine).toBeUndefined();
    const engine = await home.engine();
    expect(await home.end(id)).toBe("Succeeded");
    await engine.close();
    expect(home.database.all("SELECT * FROM engines")).toEqual([]);
    expect(readdirSync(join(home.folder, "state/engines"))).toEqual([]);
  });

  test("says nothing to users about SQLite", async () => {
    const home = new Home();
    const other = new EngineProcess(home.folder);
    const id = await home.start(definition([script({ Name: "A", script: "" })]));
    expect(await home.end(id)).toBe("Succeeded");
    expect(other.stderr).toBe("");
  });

  test("is stopped from another process: the step is stopped, what waits for it does not run", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    await EngineProcess.start(home.folder);
    const id = await home.start(
      definition([noting(folder, "A"), noting(folder, "B", { DependsOn: ["A"] })]),
    );
    await home.until(() => linesOf(folder, "began").length === 1);
    expect(home.executions.requestStop(id)).toBe("accepted");
    expect(await home.end(id)).toBe("Stopped");
    expect(home.statuses(id)).toEqual({ A: "Stopped", B: "NotRun" });
    expect(home.attempts.ofStep(id, "A")).toMatchObject([{ phase: "ended", stopped: "aborted" }]);
  });

  test("stops at once what was asked to stop before anybody ran it", async () => {
    const home = new Home();
    const id = await home.start(definition([script({ Name: "A", script: "" })]));
    home.executions.requestStop(id);
    await home.engine();
    expect(await home.end(id)).toBe("Stopped");
    expect(home.statuses(id)).toEqual({ A: "NotRun" });
  });

  test.each([
    [{ maxParallel: 1, pipelineMaxParallel: 3 }, 1],
    [{ pipelineMaxParallel: 2 }, 2],
    [{}, 3],
  ])(
    "runs with %j %i of three steps at once, and more when that is changed",
    async (given, most) => {
      const home = new Home();
      const folder = sharedWithJobs();
      const names = ["A", "B", "C"];
      const id = await home.start(definition(names.map((name) => noting(folder, name))), given);
      await home.engine();
      await home.until(() => linesOf(folder, "began").length === most);
      home.executions.update(id, { maxParallel: 3 });
      await home.until(() => linesOf(folder, "began").length === 3);
      await allow(folder, ...names);
      expect(await home.end(id)).toBe("Succeeded");
    },
  );

  test("runs each step once when an execution is changed while it is being taken up", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const id = await home.start(
      definition([noting(folder, "A"), noting(folder, "B", { DependsOn: ["A"] })]),
    );
    const engine = await home.engine();
    home.executions.update(id, { maxParallel: 3 });
    engine.wake();
    await allow(folder, "A", "B");
    expect(await home.end(id)).toBe("Succeeded");
    expect(linesOf(folder, "began")).toEqual(["A", "B"]);
    expect(home.attempts.ofStep(id, "A")).toHaveLength(1);
  });

  test("that is closed lets its executions go, and another one goes on with them", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const id = await home.start(
      definition([noting(folder, "A"), noting(folder, "B", { DependsOn: ["A"] })]),
    );
    await allow(folder, "A");
    const first = await home.engine();
    await home.until(() => linesOf(folder, "began").length === 2);
    await first.close();
    expect(home.executions.get(id)).toMatchObject({ status: "Executing", engine: undefined });
    await allow(folder, "B");
    await home.engine();
    expect(await home.end(id)).toBe("Succeeded");
    expect(linesOf(folder, "began")).toEqual(["A", "B", "B"]);
    expect(linesOf(folder, "ended")).toEqual(["A", "B"]);
  });
});

test("an engine that is closed does not wait for jobs that do not listen", async () => {
  const home = new Home();
  const folder = sharedWithJobs();
  const deaf = script({
    Name: "Deaf",
    args: [folder],
    script: `
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1] + "/began", "a").write("Deaf\\n")
time.sleep(600)
`,
  });
  const id = await home.start(definition([deaf]), { stopGraceSeconds: 600 });
  const engine = await home.engine();
  await home.until(() => linesOf(folder, "began").length === 1);
  await engine.close();
  expect(home.executions.get(id)).toMatchObject({ status: "Executing", engine: undefined });
  expect(home.attempts.ofStep(id, "Deaf")).toMatchObject([{ phase: "running" }]);
});

test("a server's engine removes the folders of executions that never came to be, when they are old", async () => {
  const home = new Home();
  const id = await home.start(definition([script({ Name: "A", script: "" })]));
  const longAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
  const folders = ["neverstarted", "beingstarted", id].map((name) =>
    join(home.folder, "executions", name),
  );
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const folder of [folders[0] ?? "", folders[2] ?? ""]) utimesSync(folder, longAgo, longAgo);
  await home.engine();
  expect(readdirSync(join(home.folder, "executions")).toSorted()).toEqual(
    ["beingstarted", id].toSorted(),
  );
  expect(await home.end(id)).toBe("Succeeded");
});

describe("after the death of an engine", () => {
  test("another one that lives goes on: what has finished does not run again", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const first = new EngineProcess(home.folder);
    const id = await home.start(
      definition([noting(folder, "A"), noting(folder, "B", { DependsOn: ["A"] })]),
    );
    await allow(folder, "A");
    await home.until(() => linesOf(folder, "began").length === 2);
    await home.engine();
    await first.kill();
    await home.until(() => linesOf(folder, "began").length === 3);
    await allow(folder, "B");
    expect(await home.end(id)).toBe("Succeeded");
    expect(linesOf(folder, "ended")).toEqual(["A", "B"]);
    expect(home.attempts.ofStep(id, "A")).toMatchObject([{ phase: "ended", exitCode: 0 }]);
    expect(home.attempts.ofStep(id, "B")).toMatchObject([
      { phase: "ended", stopped: "lost" },
      { phase: "ended", exitCode: 0 },
    ]);
    expect(readdirSync(join(home.folder, "executions", id, "jobs"))).toEqual([]);
  });

  test("resume goes on with its execution, and refuses one whose engine lives", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const first = new EngineProcess(home.folder);
    const id = await home.start(definition([noting(folder, "A")]));
    await home.until(() => linesOf(folder, "began").length === 1);
    const resume = (): Promise<object> =>
      resumeWith(id, { home: home.folder }, { python: systemPython });
    await expect(resume()).rejects.toMatchObject({ code: "EXECUTION_RUNNING" });
    await first.kill();
    await allow(folder, "A");
    expect(await resume()).toMatchObject({ id, status: "Succeeded" });
    expect(await resume()).toMatchObject({ id, status: "Succeeded" });
    const unknown = resumeWith("none", { home: home.folder }, {});
    await expect(unknown).rejects.toMatchObject({ code: "EXECUTION_UNKNOWN" });
  });

  test("a job that had ended is collected, not run again", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const id = await home.start(
      definition([
        script({
          Name: "A",
          args: [folder],
          outputs: { o: `${bucket}/o` },
          script: `
import sys
open(sys.argv[1] + "/began", "a").write("A\\n")
open("/opt/ml/processing/out/o/x", "w").write("good")
`,
        }),
      ]),
    );
    // It dies at the moment at which it has noted the exit code.
    const first = new EngineProcess(home.folder, { dieAt: "exited" });
    await first.ended;
    expect(home.attempts.ofStep(id, "A")).toMatchObject([{ phase: "exited", exitCode: 0 }]);
    await home.engine();
    expect(await home.end(id)).toBe("Succeeded");
    expect(linesOf(folder, "began")).toEqual(["A"]);
    expect(readFileSync(join(home.folder, "s3/a-bucket/o/x"), "utf8")).toBe("good");
    expect(home.attempts.ofStep(id, "A")).toMatchObject([{ phase: "ended", exitCode: 0 }]);
    expect(readdirSync(join(home.folder, "executions", id, "jobs"))).toEqual([]);
  });
});
