import { setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel, Turns } from "../../src/objects/in-parallel.ts";

/** Notes how many are at work at the same time. */
function counting(): { most: () => number; work: () => Promise<void> } {
  let now = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await tick();
    now -= 1;
  };
  return { most: () => most, work };
}

test("results come in the order of the items, and no more are at work than may be", async () => {
  const { most, work } = counting();
  const items = [5, 3, 8, 1, 9, 2];
  const doubled = await inParallel(2, items, async (item) => {
    await work();
    for (let times = 0; times < item; times += 1) {
      // oxlint-disable-next-line no-await-in-loop -- to take its time
      await tick();
    }
    return item * 2;
  });
  expect(doubled).toEqual([10, 6, 16, 2, 18, 4]);
  expect(most()).toBe(2);
});

test("after a failure nothing more is begun, and what was is waited for", async () => {
  const begun: number[] = [];
  const done: number[] = [];
  const failed = inParallel(2, [1, 2, 3, 4], async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("one");
    await tick();
    done.push(item);
  });
  await expect(failed).rejects.toThrow("one");
  expect(begun).toEqual([1, 2]);
  expect(done).toEqual([2]);
});

test("turns are taken in the order they are asked for, also after one that failed", async () => {
  const { most, work } = counting();
  const turns = new Turns(2);
  const order: number[] = [];
  const all = [1, 2, 3, 4, 5].map((item) =>
    turns.take(async () => {
      order.push(item);
      await work();
      if (item === 2) throw new Error("two");
    }),
  );
  const results = await Promise.allSettled(all);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(
    results.map(({ status }) => status).filter((status) => status === "rejected"),
  ).toHaveLength(1);
  expect(most()).toBe(2);
});
