import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LogView } from "../../src/api.ts";
import { cloudWatchLines, readCloudWatchLog } from "../../src/server/logs/cloudwatch-log.ts";
import { readFileLog } from "../../src/server/logs/file-log.ts";
import type { LogPart } from "../../src/server/logs/log-part.ts";
import { longestLine, mostBytes, mostLines } from "../../src/server/logs/log-part.ts";
import type { StudioClients } from "../../src/server/sagemaker/clients.ts";
import { Curves } from "../../src/server/sagemaker/curves.ts";
import { SageMaker } from "../../src/server/sagemaker/sagemaker.ts";
import { sageMakerSource } from "../../src/server/sagemaker/sagemaker-source.ts";
import { bucket, localClients, localStudio, script, type LocalStudio } from "./local-studio.ts";

async function readFile(...given: Parameters<typeof readFileLog>): Promise<LogPart<number>> {
  const part = await readFileLog(...given);
  if (part === undefined) throw new Error("there is no file");
  return part;
}

function logFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "nacre-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  const file = join(folder, "a.log");
  writeFileSync(file, text);
  return file;
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index}`);
const texts = ({ lines }: Pick<LogPart<unknown>, "lines">): string[] =>
  lines.map(({ text }) => text);

/** All lines of a log, read part by part from its end to its start. */
async function backwards<Place>(
  last: LogPart<Place>,
  read: (place: Place) => Promise<LogPart<Place>>,
): Promise<string[]> {
  const all = texts(last);
  for (let { before } = last; before !== undefined;) {
    // oxlint-disable-next-line no-await-in-loop -- one part before the other
    const part = await read(before);
    all.unshift(...texts(part));
    ({ before } = part);
  }
  return all;
}

/** The same from its start to its end. */
async function onwards<Place>(
  first: LogPart<Place>,
  read: (place: Place) => Promise<LogPart<Place>>,
): Promise<string[]> {
  const all = texts(first);
  for (let part = first; part.hasMore;) {
    // oxlint-disable-next-line no-await-in-loop -- one part after the other
    part = await read(part.after);
    all.push(...texts(part));
  }
  return all;
}

describe("a log file", () => {
  const long = "x".repeat(3 * mostBytes);
  it.each<readonly [string, string, string[]]>([
    ["is empty", "", []],
    ["has a line", "a\n", ["a"]],
    ["has a last line without an end", "a\nb", ["a", "b"]],
    ["has empty lines, and those of Windows", "a\r\n\n\nb\n", ["a", "", "", "b"]],
    ["has more lines than an answer", `${numbered(7_000).join("\n")}\n`, numbered(7_000)],
    ["has a line longer than an answer", `a\n${long}\nb\n`, ["a", long.slice(0, longestLine), "b"]],
    ["has nothing but that", long, [long.slice(0, longestLine)]],
    ["ends with that", `a\n${long}\n`, ["a", long.slice(0, longestLine)]],
    [
      "has more bytes than an answer",
      `${"é".repeat(5_000)}\n`.repeat(300),
      Array.from({ length: 300 }, () => "é".repeat(5_000)),
    ],
  ])("that %s is read whole from either end", async (_, text, wanted) => {
    const file = logFile(text);
    const end = await readFile(file, { at: "end" }, true);
    expect(end.hasMore).toBe(false);
    const before = await backwards(end, (place) => readFile(file, { at: "before", place }, true));
    expect(before).toEqual(wanted);
    const start = await readFile(file, { at: "start" }, true);
    const after = await onwards(start, (place) => readFile(file, { at: "after", place }, true));
    expect(after).toEqual(wanted);
  });

  it("gives a bounded answer, and says what is left out of a line", async () => {
    const file = logFile(`${"é".repeat(15_000_000)}\n${"y".repeat(longestLine)}\n`.repeat(2));
    const { lines } = await readFile(file, { at: "start" }, true);
    expect(lines).toEqual([{ text: "é".repeat(longestLine / 2), cut: expect.any(Number) }]);
    expect(lines[0]?.cut).toBeCloseTo(30_000_000 - longestLine, -1);
    const many = await readFile(logFile("z\n".repeat(100_000)), { at: "end" }, true);
    expect(many.lines).toHaveLength(mostLines);
  });

  it("that is being written is read as far as its last whole line, and on from there", async () => {
    const file = logFile("a\nb");
    const first = await readFile(file, { at: "end" }, false);
    expect(texts(first)).toEqual(["a"]);
    const nothing = await readFile(file, { at: "after", place: first.after }, false);
    expect(texts(nothing)).toEqual([]);
    appendFileSync(file, "c\nd");
    const next = await readFile(file, { at: "after", place: nothing.after }, false);
    expect(texts(next)).toEqual(["bc"]);
    const last = await readFile(file, { at: "after", place: next.after }, true);
    expect(texts(last)).toEqual(["d"]);
  });

  it("that is not there is none", async () => {
    const file = join(tmpdir(), "nacre-none.log");
    expect(await readFileLog(file, { at: "end" }, true)).toBeUndefined();
  });
});

const count = 4_500;
const printing = `
import sys
for n in range(${count}): print("line", n)
sys.stdout.write("x" * 40_000 + "\\n")
`;

/** A step that has printed much. */
async function printed(): Promise<LocalStudio & { readonly id: string; readonly log: string }> {
  const made = await localStudio();
  await made.put(`${bucket}/code/Print.py`, printing);
  await made.pipeline("P", [script("Print")]);
  const { id } = await made.post<{ id: string }>("pipelines/P/start", { parameters: {} });
  await made.ended("P", id);
  return { ...made, id, log: `executions/P/${id}/steps/Print/log` };
}

function wholeLog(lines: readonly string[]): boolean {
  const [last = "", ...others] = lines.toReversed();
  return last === "x".repeat(40_000) && others.length === count && others.at(-1) === "line 0";
}

describe("the log of a step", () => {
  it("is read from its end to its start, in bounded answers, and downloaded whole", async () => {
    const { get, url, id, log } = await printed();
    const answer = await (await fetch(`${url}api/${log}`)).text();
    expect(answer.length).toBeLessThan(3 * mostBytes);
    const end = await get<LogView>(log);
    expect(end).toMatchObject({ ended: true, job: expect.any(String) });
    const all = [...end.lines];
    for (let { earlier } = end; earlier !== undefined;) {
      // oxlint-disable-next-line no-await-in-loop -- one part before the other
      const part = await get<LogView>(`${log}?before=${earlier}`);
      all.unshift(...part.lines);
      ({ earlier } = part);
    }
    expect(all.map(({ text }) => text).slice(0, count)).toEqual(numbered(count));
    expect(all.at(-1)).toMatchObject({ text: "x".repeat(longestLine) });
    expect(all.at(-1)?.cut).toBeGreaterThan(23_000);

    const content = await fetch(`${url}api/${log}/content?attempt=1`);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringContaining(`filename="P-${id}-Print-attempt-1.log"`),
      "content-security-policy": expect.stringContaining("sandbox"),
    });
    expect(wholeLog((await content.text()).trimEnd().split("\n"))).toBe(true);
    expect((await fetch(`${url}api/${log}/content?attempt=7`)).status).toBe(404);
  });

  it("has its numbers from its beginning, also when they were asked for before it was there", async () => {
    const { local, id } = await printed();
    const { jobArn: arn } = local.reader.step(id, "Print")?.attempts[0] ?? {};
    const file = local.reader.logFile(arn ?? "") ?? "";
    const MetricDefinitions = [{ Name: "n", Regex: "^line (\\d+)" }];
    const args = { AlgorithmSpecification: { MetricDefinitions } };
    const curves = new Curves(new SageMaker(localClients(local)));
    renameSync(file, `${file}.later`);
    expect(await curves.of({ arn, endTime: undefined }, args)).toEqual({ series: [] });
    renameSync(`${file}.later`, file);
    const { series } = await curves.of({ arn, endTime: Date.now() }, args);
    expect(series[0]?.points).toHaveLength(count);
  });

  it("says so when its file was deleted", async () => {
    const { get, url, log, local, id } = await printed();
    const { jobArn = "" } = local.reader.step(id, "Print")?.attempts[0] ?? {};
    const file = local.reader.logFile(jobArn) ?? "";
    rmSync(file);
    expect(await get<LogView>(log)).toMatchObject({
      lines: [],
      ended: true,
      note: `The log file was deleted: ${file}`,
    });
    expect(await (await fetch(`${url}api/${log}/content`)).text()).toBe("");
  });

  it("of AWS is the same, with times", async () => {
    const { local, id } = await printed();
    const { home: _home, ...clients } = localClients(local);
    const source = sageMakerSource(clients);
    const ref = { pipeline: "P", id };
    const end = await source.log(ref, "Print", {});
    expect(end.lines.at(-1)).toMatchObject({ time: expect.any(Number), cut: expect.any(Number) });
    const all = [...end.lines];
    for (let { earlier } = end; earlier !== undefined;) {
      // oxlint-disable-next-line no-await-in-loop -- one part before the other
      const part = await source.log(ref, "Print", { before: earlier });
      all.unshift(...part.lines);
      ({ earlier } = part);
    }
    expect(all.map(({ text }) => text).slice(0, count)).toEqual(numbered(count));
    const after = await source.log(ref, "Print", { from: end.next });
    expect(after.lines).toEqual([]);
    const plain = await new Response(await source.logBody(ref, "Print", { times: false })).text();
    expect(wholeLog(plain.trimEnd().split("\n"))).toBe(true);
    const timed = await new Response(await source.logBody(ref, "Print", { times: true })).text();
    expect(timed).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z line 0\n/);
  });
});

describe("streams of several instances", () => {
  /** Two streams, page by page of at most two lines, with an empty page in each direction. */
  const streams = {
    "job/algo-1-1": [1, 3, 5, 7],
    "job/algo-2-1": [2, 4, 6],
  };
  const logs: StudioClients["logs"] = async (operation, input) => {
    const given: Readonly<Record<string, unknown>> = { ...input };
    if (operation === "DescribeLogStreams") {
      const [first, second] = Object.keys(streams).map((logStreamName) => ({ logStreamName }));
      return given["nextToken"]
        ? { logStreams: [second] }
        : { logStreams: [first], nextToken: "2" };
    }
    const times = Object.entries(streams).find(([name]) => name === given["logStreamName"])?.[1];
    const token = given["nextToken"];
    const isBack = given["startFromHead"] !== true;
    const [, place = isBack ? "9" : "0", gap = "+"] = /^(\d)(.?)/.exec(String(token ?? "")) ?? [];
    const at = Math.min(Number(place), times?.length ?? 0);
    // Every second page is empty, as CloudWatch may give them.
    const isGap = gap === "-";
    const start = isBack ? Math.max(0, isGap ? at : at - 2) : at;
    const end = isBack ? at : Math.min(isGap ? at : at + 2, times?.length ?? 0);
    const isOver = start === end && !isGap;
    const next = isBack ? start : end;
    const on = isOver && token !== undefined ? String(token) : `${next}${isGap ? "+" : "-"}`;
    return {
      events: (times ?? [])
        .slice(start, end)
        .map((timestamp) => ({ timestamp, message: `at ${timestamp}\n` })),
      nextForwardToken: isBack ? `${end}+` : on,
      nextBackwardToken: isBack ? on : `${start}+`,
    };
  };

  it("are in the order of their times, whole from either end", async () => {
    const clients: StudioClients = {
      sagemaker: async () => ({}),
      logs,
      objects: { list: async () => [], open: async () => undefined },
      region: "us-east-1",
      account: async () => "123456789012",
    };
    const sagemaker = new SageMaker(clients);
    const job = { logs: sagemaker.logs, group: "/aws/sagemaker/TrainingJobs", job: "job" };
    const wanted = [1, 2, 3, 4, 5, 6, 7].map((time) => `at ${time}`);
    const lines: string[] = [];
    for await (const { text } of cloudWatchLines(job)) lines.push(text);
    expect(lines).toEqual(wanted);
    const end = await readCloudWatchLog(job, { at: "end" });
    const all = await backwards(end, (place) => readCloudWatchLog(job, { at: "before", place }));
    expect(all.toSorted()).toEqual(wanted);
    const start = await readCloudWatchLog(job, { at: "start" });
    expect(texts(start)).toEqual(["at 1", "at 2", "at 3", "at 4"]);
    expect(start.before).toBeUndefined();
  });
});
