import { describe, expect, it } from "vitest";
import type { ExecutionsView } from "../../src/api.ts";
import { readEvents } from "./event-reader.ts";
import type { LocalStudio } from "./local-studio.ts";
import { studioWithMany } from "./many-executions.ts";

const count = 2_500;

/** Asks until the rows are known. */
async function search(
  made: LocalStudio,
  query: Record<string, string | number>,
): Promise<ExecutionsView> {
  const members = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) members.set(name, String(value));
  const view = await made.get<ExecutionsView>(`pipelines/Many/executions?${members.toString()}`);
  return view.state === "looking" ? search(made, { ...query, search: view.search }) : view;
}

describe("filter and order", () => {
  it("reach all of 2,500 executions of the home", async () => {
    const made = await studioWithMany(count);
    const told = { looked: count, total: count, state: "all" };

    const failed = await search(made, { filter: "status:failed", limit: 100 });
    // Every 50th has failed.
    expect(failed).toMatchObject({ ...told, found: 50 });
    expect(failed.items).toHaveLength(50);
    expect(new Set(failed.items.map(({ status }) => status))).toEqual(new Set(["Failed"]));

    // The oldest one's: Times is the number of the execution.
    const oldest = await search(made, { filter: "Times < 2" });
    expect(oldest).toMatchObject({ ...told, found: 2 });
    expect(oldest.items.map(({ parameters }) => parameters["Times"])).toEqual(["1", "0"]);

    const word = await search(made, { filter: "number-77" });
    expect(word.items.map(({ displayName }) => displayName)).toContain("number-77");
    expect(word.found).toBe(11);

    const longest = await search(made, { sort: "-duration", limit: 2 });
    expect(longest).toMatchObject({ ...told, found: count });
    // The duration of an execution has to do with its number.
    const durations = longest.items.map(({ startTime, endTime = 0 }) => endTime - startTime);
    expect(durations).toEqual([996_000, 996_000]);

    const metric = await search(made, { sort: "m.Report: mse", limit: 2, filter: "mse > 3" });
    expect(metric).toMatchObject({ ...told, found: 3 });
    expect(metric.items.map(({ metrics }) => metrics["Report: mse"])).toEqual([4, 5]);

    const parameter = await search(made, { sort: "p.Times", limit: 3 });
    expect(parameter.items.map(({ parameters }) => parameters["Times"])).toEqual(["0", "1", "2"]);
  });

  it("look no further than the rows need, where the order is that of the list", async () => {
    const made = await studioWithMany(count);
    const newest = await search(made, { limit: 50 });
    expect(newest).toMatchObject({ state: "enough", total: count });
    expect(newest.looked).toBeLessThan(count);
    expect(newest.items[0]?.displayName).toBe("number-2499");
    const next = await search(made, { limit: 50, from: 50, search: newest.search });
    expect(next.search).toBe(newest.search);
    expect(next.items[0]?.displayName).toBe("number-2449");
    const first = await search(made, { limit: 1, sort: "started" });
    expect(first.items[0]?.displayName).toBe("number-0");
    const some = await search(made, { sort: "-duration", look: 600 });
    expect(some).toMatchObject({ state: "paused", total: count });
    expect(some.looked).toBeLessThan(count);
  });

  it("know what starts and ends meanwhile", async () => {
    const made = await studioWithMany(count);
    const events = readEvents(`${made.url}api/events`);
    await events.ready();
    const query = { filter: "Why:now", sort: "-version" };
    const before = await search(made, query);
    expect(before).toMatchObject({ found: 0, looked: count });
    const { id } = await made.post<{ id: string }>("pipelines/Many/start", {
      parameters: { Why: "now" },
    });
    await events.until(
      (event) => event.type === "execution" && event.execution.endTime !== undefined,
    );
    const after = await search(made, { ...query, search: before.search });
    expect(after).toMatchObject({ found: 1, looked: count + 1, total: count + 1 });
    expect(after.items).toMatchObject([{ id, status: "Failed" }]);
  });

  it.each([
    ["a search that is not known", { search: "none", filter: "Times=7" }, 1],
    ["a column that is not there", { sort: "p.None", filter: "Times=7" }, 1],
    ["a filter of signs", { filter: '"<>=: -"' }, 0],
  ])("do with %s", async (_, query, found) => {
    expect(await search(await studioWithMany(count), query)).toMatchObject({ found });
  });
});
