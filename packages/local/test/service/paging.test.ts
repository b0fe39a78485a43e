import type { JsonObject } from "@nacre/core";
import { describe, expect, it } from "vitest";
import { bench, pipeline, token, type Bench } from "./support.ts";

async function withPipelines(given: readonly string[]): Promise<Bench> {
  const made = bench();
  for (const name of given) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, for the order of their times
    await made.call("CreatePipeline", pipeline(name));
    made.database.run(
      "UPDATE pipelines SET created_time = ? WHERE name = ?",
      1_000_000 + given.indexOf(name) * 1000,
      name,
    );
  }
  return made;
}

async function names({ call }: Bench, input: JsonObject): Promise<[string[], string | undefined]> {
  const { PipelineSummaries, NextToken } = await call("ListPipelines", input);
  // The answer fits the model, which `call` has checked.
  const summaries = PipelineSummaries as readonly { readonly PipelineName: string }[];
  return [
    summaries.map(({ PipelineName }) => PipelineName),
    NextToken === undefined ? undefined : String(NextToken),
  ];
}

const five = ["delta", "Alpha", "echo", "Bravo", "charlie"];

describe("ListPipelines", () => {
  const table: readonly (readonly [JsonObject, readonly string[]])[] = [
    [{}, ["charlie", "Bravo", "echo", "Alpha", "delta"]],
    [{ SortOrder: "Ascending" }, five],
    [{ SortBy: "Name", SortOrder: "Ascending" }, ["Alpha", "Bravo", "charlie", "delta", "echo"]],
    [{ SortBy: "Name" }, ["echo", "delta", "charlie", "Bravo", "Alpha"]],
    [{ PipelineNamePrefix: "d" }, ["delta"]],
    [{ PipelineNamePrefix: "lpha" }, []],
    [{ CreatedAfter: 1001 }, ["charlie", "Bravo", "echo"]],
    [{ CreatedBefore: 1001 }, ["delta"]],
    [{ CreatedAfter: 1000.5, CreatedBefore: 1002.5 }, ["echo", "Alpha"]],
    [{ ManagedBy: "AWS" }, []],
    [{ ManagedBy: "CUSTOMER", MaxResults: 1 }, ["charlie"]],
  ];
  it.each(table)("%j", async (input, wanted) => {
    const made = await withPipelines(five);
    expect((await names(made, input))[0]).toEqual(wanted);
  });

  it.each([
    [{}, ["charlie", "Bravo", "echo", "Alpha", "delta"]],
    [{ SortBy: "Name", SortOrder: "Ascending" }, ["Alpha", "Bravo", "charlie", "delta", "echo"]],
  ] as const)("page by page, %j", async (input, wanted) => {
    const made = await withPipelines(five);
    const [one, afterOne] = await names(made, { ...input, MaxResults: 2 });
    const [two, afterTwo] = await names(made, { ...input, MaxResults: 2, NextToken: afterOne });
    const [three, end] = await names(made, { ...input, MaxResults: 2, NextToken: afterTwo });
    expect([...one, ...two, ...three]).toEqual(wanted);
    expect(end).toBeUndefined();
  });

  it("what is added and removed meanwhile moves no page", async () => {
    const made = await withPipelines(five);
    const [one, next] = await names(made, { MaxResults: 2 });
    await made.call("CreatePipeline", pipeline("newest"));
    await made.call("DeletePipeline", {
      PipelineName: "Bravo",
      ClientRequestToken: token("delete"),
    });
    const [two] = await names(made, { NextToken: next });
    expect([...one, ...two]).toEqual(["charlie", "Bravo", "echo", "Alpha", "delta"]);
  });

  it("rows of the same time are neither lost nor doubled", async () => {
    const made = await withPipelines(five);
    made.database.run("UPDATE pipelines SET created_time = 5");
    const seen: string[] = [];
    let next: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const [page, following] = await names(made, { MaxResults: 1, NextToken: next });
      seen.push(...page);
      next = following;
    } while (next !== undefined);
    expect(seen.toSorted()).toEqual(five.toSorted());
  });
});

describe("a token", () => {
  it.each(["x", "{}", Buffer.from("[1,2]").toString("base64url"), "🙂", "a".repeat(8192)])(
    "that is none: %j",
    async (given) => {
      const { refused } = await withPipelines(five);
      expect(await refused("ListPipelines", { NextToken: given })).toMatch(
        /^ValidationException: Invalid NextToken: /,
      );
    },
  );

  it("belongs to its request", async () => {
    const made = await withPipelines(five);
    const [, NextToken] = await names(made, { MaxResults: 1 });
    const sorted: JsonObject = { NextToken, SortBy: "Name" };
    expect(await made.refused("ListPipelines", sorted)).toContain(
      "a request with other parameters",
    );
    expect(await made.refused("ListModels", { NextToken })).toContain("with other parameters");
  });

  it("is still good for another page size", async () => {
    const made = await withPipelines(five);
    const [, NextToken] = await names(made, { MaxResults: 1 });
    expect((await names(made, { NextToken, MaxResults: 100 }))[0]).toHaveLength(4);
  });
});
