import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { descendants } from "../../src/jobs/process-tree.ts";
import { chooseSandbox } from "../../src/sandbox/choose-sandbox.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import { temporaryFolder } from "../machine.ts";
import {
  brokenObjects,
  crashPipeline,
  filesIn,
  jobNames,
  journal,
  missingObjects,
} from "./crash-pipeline.ts";
import { EngineProcess, Home, removed, sharedWithJobs } from "./homes.ts";

const executions = 10;
const killsEach = 10;
/** How many executions are tortured at once. */
const atOnce = 4;
/** A kill comes up to so long after the engine began, in milliseconds. */
const longestDelayMs = 450;

/** Whom a kill meets: the engine alone, one process of a job, both, or the engine with all below it. */
const kinds = ["engine", "job", "both", "tree"] as const;

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What was found wrong. */
interface Findings {
  readonly lost: string[];
  readonly doubled: string[];
  readonly halfWritten: string[];
  kills: number;
}

/** Tortures one execution and lets it end. */
class Torture {
  readonly #home: Home;
  readonly #folder: string;
  readonly #random: () => number;
  readonly #findings: Findings;
  readonly #seed: number;
  #id = "";
  /** How often each step had begun when it was first seen to have finished. */
  readonly #finished = new Map<string, number>();

  constructor(seed: number, findings: Findings) {
    this.#seed = seed;
    this.#random = random(seed);
    this.#findings = findings;
    this.#home = new Home();
    this.#folder = sharedWithJobs();
  }

  async run(usesShell: boolean): Promise<void> {
    this.#id = await this.#home.start(crashPipeline(this.#folder, usesShell));
    let engine: EngineProcess | undefined;
    for (let kill = 0; kill < killsEach; kill += 1) {
      /* oxlint-disable no-await-in-loop -- one kill after the other */
      this.#retryIfFailed();
      engine ??= await EngineProcess.start(this.#home.folder);
      await sleep(this.#random() * longestDelayMs);
      if (await this.#kill(engine)) engine = undefined;
      this.#findings.kills += 1;
      this.#look();
      /* oxlint-enable no-await-in-loop */
    }
    await this.#end(engine ?? (await EngineProcess.start(this.#home.folder)));
    this.#judge();
    this.#home.close();
  }

  /** Kills, and says whether the engine was among those killed. */
  async #kill(engine: EngineProcess): Promise<boolean> {
    const kind = kinds[Math.floor(this.#random() * kinds.length)];
    const below = descendants(engine.pid).map(({ pid }) => pid);
    const job = below[Math.floor(this.#random() * below.length)];
    if (job !== undefined && (kind === "job" || kind === "both")) killNow(job);
    if (kind === "job") return false;
    killNow(engine.pid);
    if (kind === "tree") for (const pid of below) killNow(pid);
    await engine.ended;
    return true;
  }

  /** A job that was killed has failed its step; the user tries again. False for any other failure. */
  #retryIfFailed(): boolean {
    const { executions: all } = this.#home;
    const { status, failureReason = "" } = all.get(this.#id) ?? {};
    if (status !== "Failed") return true;
    if (!failureReason.includes("exit code: 137")) return false;
    return all.requestRetry(this.#id) === "accepted";
  }

  /** Looks at the state and the objects as a kill left them. */
  #look(): void {
    const { database, steps, attempts, folder } = this.#home;
    const check = database.get("PRAGMA integrity_check")?.["integrity_check"];
    if (check !== "ok") this.#find("halfWritten", `database: ${String(check)}`);
    for (const row of database.all("PRAGMA foreign_key_check")) {
      this.#find("halfWritten", `database: ${JSON.stringify(row)}`);
    }
    for (const place of [join(folder, "s3"), join(folder, "executions", this.#id, "s3")]) {
      for (const file of brokenObjects(place)) this.#find("halfWritten", file);
    }
    // First the state, then the journal: what is finished has noted that it began.
    const records = steps.ofExecution(this.#id);
    const began = journal(this.#folder, "began");
    for (const { name, status } of records) {
      const isFinished =
        status === "Succeeded" ||
        attempts
          .ofStep(this.#id, name)
          .some(({ phase, exitCode }) => phase === "exited" && exitCode === 0);
      if (isFinished && !this.#finished.has(name)) {
        this.#finished.set(name, began.get(name) ?? 0);
      }
      if (status !== "Succeeded" || !jobNames.includes(name)) continue;
      for (const file of missingObjects(join(folder, "s3"), name)) this.#find("lost", file);
    }
  }

  async #end(engine: EngineProcess): Promise<void> {
    const { executions: all } = this.#home;
    // oxlint-disable-next-line no-await-in-loop -- each retry has its end
    while ((await this.#home.end(this.#id)) === "Failed" && this.#retryIfFailed());
    // It looks after its things in its own time.
    await this.#home.until(() => all.get(this.#id)?.engine === undefined);
    await engine.kill();
  }

  #judge(): void {
    const { database, executions: all, steps, attempts, folder } = this.#home;
    this.#look();
    const { status, failureReason = "" } = all.get(this.#id) ?? {};
    if (status !== "Succeeded") this.#find("lost", `ended ${status}: ${failureReason}`);
    const ended = journal(this.#folder, "ended");
    const began = journal(this.#folder, "began");
    for (const { name, status: its } of steps.ofExecution(this.#id)) {
      if (its !== (name === "Never" ? "NotRun" : "Succeeded")) {
        this.#find("lost", `${name} is ${its}`);
      }
      if (!jobNames.includes(name)) continue;
      const list = attempts.ofStep(this.#id, name);
      if (!ended.has(name)) this.#find("lost", `${name} never ended`);
      if ((began.get(name) ?? 0) > list.length) this.#find("lost", `an attempt of ${name}`);
      const good = list.filter(({ exitCode }) => exitCode === 0).length;
      if (good !== 1) this.#find("doubled", `${good} successes of ${name}`);
      if (this.#finished.get(name) !== began.get(name)) {
        this.#find("doubled", `${name} ran again after it had finished`);
      }
      const open = list.filter(({ phase }) => phase !== "ended").length;
      if (open > 0) this.#find("halfWritten", `${open} attempts of ${name} have no end`);
    }
    this.#count("model_packages", 2);
    this.#count("models", 1);
    const left = filesIn(join(folder, "executions", this.#id, "jobs"));
    for (const file of left) this.#find("halfWritten", file);
    const engines = new Set(database.all("SELECT id FROM engines").map(({ id }) => String(id)));
    for (const name of readdirSync(join(folder, "tmp"))) {
      if (!engines.has(name)) this.#find("halfWritten", join("tmp", name));
    }
  }

  #count(table: string, wanted: number): void {
    const found = Number(this.#home.database.get(`SELECT count(*) AS n FROM ${table}`)?.["n"]);
    if (found < wanted) this.#find("lost", `${found} ${table}`);
    if (found > wanted) this.#find("doubled", `${found} ${table}`);
  }

  #find(what: "lost" | "doubled" | "halfWritten", text: string): void {
    this.#findings[what].push(`seed ${this.#seed}: ${text}`);
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

const canKill = existsSync("/proc/self/task");
if (!canKill) console.warn("SKIPPED: this machine does not tell which processes a process has");

describe.skipIf(!canKill)(`after ${executions * killsEach} kills at random moments`, () => {
  const findings: Findings = { lost: [], doubled: [], halfWritten: [], kills: 0 };

  beforeAll(async () => {
    const usesShell = (await chooseSandbox(temporaryFolder())) !== pathRewriting;
    const seeds = Array.from({ length: executions }, (_, index) => index + 1);
    const next = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        // oxlint-disable-next-line no-await-in-loop -- only so many at once
        await new Torture(seed, findings).run(usesShell);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, next));
    removed();
  }, 600_000);

  test("every kill was made", () => expect(findings.kills).toBe(executions * killsEach));
  test("nothing is lost: every execution succeeds, with all it wrote", () =>
    expect(findings.lost).toEqual([]));
  test("nothing that had finished ran again, nothing was registered twice", () =>
    expect(findings.doubled).toEqual([]));
  test("nothing is half-written: state, objects, folders", () =>
    expect(findings.halfWritten).toEqual([]));
});
