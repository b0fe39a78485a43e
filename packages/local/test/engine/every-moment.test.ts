import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bucket, definition, image, script } from "../pipelines.ts";
import { EngineProcess, Home, sharedWithJobs } from "./homes.ts";

/** A job that writes three objects, and a version and a model that are made of them. */
const pipeline = (folder: string): object[] => [
  script({
    Name: "Write",
    args: [folder],
    outputs: { o: `${bucket}/o` },
    script: `
import sys
open(sys.argv[1] + "/began", "a").write("x")
for name in "abc": open("/opt/ml/processing/out/o/" + name, "w").write(name * 1000)
`,
  }),
  {
    Name: "Register",
    Type: "RegisterModel",
    Arguments: {
      ModelPackageGroupName: "Group",
      InferenceSpecification: { Containers: [{ Image: image, ModelDataUrl: `${bucket}/o/a` }] },
    },
    DependsOn: ["Write"],
  },
  {
    Name: "Model",
    Type: "Model",
    Arguments: { PrimaryContainer: { Image: image, ModelDataUrl: `${bucket}/o/a` } },
    DependsOn: ["Register"],
  },
];

/** What there is when the execution has ended well, however often it was interrupted. */
async function expectWhole(home: Home, id: string, folder: string): Promise<void> {
  await home.engine();
  expect(await home.end(id)).toBe("Succeeded");
  expect(home.executions.get(id)?.failureReason).toBeUndefined();
  for (const place of ["s3", `executions/${id}/s3`]) {
    for (const name of ["a", "b", "c"]) {
      const file = join(home.folder, place, "a-bucket/o", name);
      expect(readFileSync(file, "utf8")).toBe(name.repeat(1000));
    }
  }
  const count = (table: string): unknown =>
    home.database.get(`SELECT count(*) AS n FROM ${table}`)?.["n"];
  expect([count("model_packages"), count("models")]).toEqual([1, 1]);
  const attempts = home.attempts.ofStep(id, "Write");
  expect(attempts.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1);
  expect(attempts.every(({ phase }) => phase === "ended")).toBe(true);
  // What was not noted as ended may have run again; what was, did not.
  expect(readFileSync(join(folder, "began"), "utf8").length).toBeLessThanOrEqual(attempts.length);
  expect(readdirSync(join(home.folder, "executions", id, "jobs"))).toEqual([]);
}

describe("an execution goes on when its engine dies", () => {
  const moments = Array.from({ length: 16 }, (_, index) => index + 1);

  test.each(moments)("right after its transaction %i", async (dieAfterWrites) => {
    const home = new Home();
    const folder = sharedWithJobs();
    const id = await home.start(definition(pipeline(folder)));
    const dying = new EngineProcess(home.folder, { dieAfterWrites });
    await Promise.race([dying.ended, home.end(id)]);
    expect(home.executions.get(id)?.status).toMatch(/^(Executing|Succeeded)$/);
    await expectWhole(home, id, folder);
  });

  test.each([1, 2, 3, 4, 5, 6])("in the midst of collecting, before object %i", async (at) => {
    const home = new Home();
    const folder = sharedWithJobs();
    const id = await home.start(definition(pipeline(folder)));
    await new EngineProcess(home.folder, { dieAtObject: at }).ended;
    expect(home.attempts.ofStep(id, "Write")).toMatchObject([{ phase: "exited", exitCode: 0 }]);
    await expectWhole(home, id, folder);
    expect(readFileSync(join(folder, "began"), "utf8")).toBe("x");
  });
});

describe("two engines in one home", () => {
  test("share its executions: each is run once, by one of them", async () => {
    const home = new Home();
    const folder = sharedWithJobs();
    const note = (Name: string): object =>
      script({
        Name,
        args: [folder, { Get: "Execution.PipelineExecutionId" }, Name],
        script: `
import sys
open(sys.argv[1] + "/began", "a").write(" ".join(sys.argv[2:]) + "\\n")
`,
      });
    const given = definition([note("A"), note("B")]);
    await Promise.all([EngineProcess.start(home.folder), EngineProcess.start(home.folder)]);
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- while the engines look, one after the other comes
      ids.push(await home.start(given));
    }
    expect(await Promise.all(ids.map((id) => home.end(id)))).toEqual(ids.map(() => "Succeeded"));
    const began = readFileSync(join(folder, "began"), "utf8").trimEnd().split("\n");
    expect(began.toSorted()).toEqual(ids.flatMap((id) => [`${id} A`, `${id} B`]).toSorted());
  });
});
