import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { SQLInputValue } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { chooseSandbox } from "../../src/sandbox/choose-sandbox.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import { Database, type Row } from "../../src/state/database.ts";
import { temporaryFolder } from "../machine.ts";
import { definition, image, systemPython } from "../pipelines.ts";
import { Home } from "./homes.ts";

/** A step that starts no job and decides nothing. */
const idle = (Name: string, DependsOn: readonly string[]): object => ({
  Name,
  Type: "Condition",
  Arguments: {
    Conditions: [{ Type: "Equals", LeftValue: 1, RightValue: 1 }],
    IfSteps: [],
    ElseSteps: [],
  },
  DependsOn,
});

/** A step whose job ends at once. */
const tiny = (Name: string, DependsOn: readonly string[]): object => ({
  Name,
  Type: "Processing",
  Arguments: {
    AppSpecification: { ImageUri: image, ContainerEntrypoint: ["true"] },
    ProcessingInputs: [],
    ProcessingOutputConfig: { Outputs: [] },
  },
  DependsOn,
});

/** Steps of which each waits for two before it; ten can run at once. */
function steps(count: number, make: (name: string, after: readonly string[]) => object): object[] {
  return Array.from({ length: count }, (_, index) =>
    make(`S${index}`, index < 10 ? [] : [`S${index - 10}`, `S${index - 7}`]),
  );
}

/** Counts what is asked of the database. */
class CountingDatabase extends Database {
  statements = 0;
  /** Rows that were read. */
  rows = 0;

  override all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    const rows = super.all(sql, ...values);
    this.statements += 1;
    this.rows += rows.length;
    return rows;
  }

  override get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    this.statements += 1;
    return super.get(sql, ...values);
  }

  override run(sql: string, ...values: readonly SQLInputValue[]): number {
    this.statements += 1;
    return super.run(sql, ...values);
  }
}

async function countWork(count: number): Promise<{ statements: number; rows: number }> {
  const home = new Home();
  const id = await home.start(definition(steps(count, idle)));
  const database = new CountingDatabase(home.folder);
  const engine = new Engine(database, { takesUp: "own", python: systemPython });
  await engine.start();
  await engine.execute(id);
  await engine.close();
  database.close();
  const statuses = home.steps.ofExecution(id).map(({ status }) => status);
  expect(statuses).toEqual(Array.from({ length: count }, () => "Succeeded"));
  const { statements, rows } = database;
  return { statements, rows };
}

const hasSandbox = (await chooseSandbox(temporaryFolder())) !== pathRewriting;
if (!hasSandbox) console.warn("SKIPPED: without a sandbox no job is quick enough for a hundred");

describe("under load", () => {
  test("a thousand steps in one execution all run, and each asks as much of the state as one of a hundred", async () => {
    const [few, many] = [await countWork(100), await countWork(1000)];
    expect(many.statements).toBeLessThan(few.statements * 10);
    expect(many.rows).toBeLessThan(few.rows * 11);
  });

  test("a hundred executions at once all end, with all their steps", async () => {
    const home = new Home();
    const given = definition(steps(30, idle));
    const ids: string[] = [];
    // oxlint-disable-next-line no-await-in-loop -- all are there before the engine begins
    for (let index = 0; index < 100; index += 1) ids.push(await home.start(given));
    await home.engine();
    expect(await Promise.all(ids.map((id) => home.end(id)))).toEqual(ids.map(() => "Succeeded"));
    const count = home.database.get(
      "SELECT count(*) AS steps, sum(status = 'Succeeded') AS succeeded FROM steps",
    );
    expect(count).toEqual({ steps: 3000, succeeded: 3000 });
  }, 60_000);

  test.skipIf(!hasSandbox)(
    "tiny jobs of ten executions share the slots of their engine",
    async () => {
      const home = new Home();
      const given = definition(steps(10, tiny));
      const ids: string[] = [];
      // oxlint-disable-next-line no-await-in-loop -- all are there before the engine begins
      for (let index = 0; index < 10; index += 1) ids.push(await home.start(given));
      const running = new Set<string>();
      let most = 0;
      await home.engine({
        maxParallelJobs: 4,
        onEvent: (execution, event) => {
          if (event.type !== "step") return;
          const name = `${execution}/${event.step.name}`;
          if (event.step.status === "Executing") running.add(name);
          else running.delete(name);
          most = Math.max(most, running.size);
        },
      });
      expect(await Promise.all(ids.map((id) => home.end(id)))).toEqual(ids.map(() => "Succeeded"));
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(4);
      for (const id of ids) {
        const folder = join(home.folder, "executions", id, "jobs");
        expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
      }
    },
    120_000,
  );
});
