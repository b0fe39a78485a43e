import { connect } from "node:net";
import { openLocalService, serveHttp } from "@nacre/local";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ChangeEvent } from "../../src/api.ts";
import { EventHub, type HubOptions } from "../../src/server/events/event-hub.ts";
import { readEvents } from "./event-reader.ts";
import { bucket, caller, failing, localStudio, script, why } from "./local-studio.ts";
import * as SageMaker from "@aws-sdk/client-sagemaker";

/** What an execution and its steps went through. */
function statuses(events: readonly ChangeEvent[], id: string): string[] {
  return events.flatMap((event) => {
    if (event.type === "execution" && event.execution.id === id) return [event.execution.status];
    if (event.type === "step" && event.id === id)
      return [`${event.step.name} ${event.step.status}`];
    return [];
  });
}

const isEnd = (event: ChangeEvent): boolean =>
  event.type === "execution" && event.execution.endTime !== undefined;

describe("changes on this machine", () => {
  it("are told from the start of an execution to its end, with what it came to", async () => {
    const { url, post, pipeline } = await localStudio();
    await pipeline("Stops", [failing], why);
    const reader = readEvents(`${url}api/events`);
    await reader.ready();
    const { id } = await post<{ id: string }>("pipelines/Stops/start", {
      parameters: { Why: "x" },
    });
    expect(await reader.until(isEnd)).toMatchObject({
      pipeline: "Stops",
      execution: { id, status: "Failed", parameters: { Why: "x", Times: "3" } },
    });
    expect(statuses(reader.events, id)).toContain("Stop Failed");
    const failed = reader.events.findLast((event) => event.type === "step");
    expect(failed).toMatchObject({ step: { type: "Fail", startTime: expect.any(Number) } });
  });

  it("are told when another process makes them", async () => {
    const { url, local, pipeline } = await localStudio();
    await pipeline("Stops", [failing], why);
    const reader = readEvents(`${url}api/events`);
    await reader.ready();
    const other = await openLocalService({ home: local.database.home });
    onTestFinished(() => other.close());
    const config = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
    const client = new SageMaker.SageMakerClient({
      ...config,
      requestHandler: other.requestHandler,
    });
    const call = caller(client, SageMaker);
    await call("StartPipelineExecution", { PipelineName: "Stops" });
    expect(await reader.until(isEnd)).toMatchObject({ execution: { status: "Failed" } });
    await call("CreateModelPackageGroup", { ModelPackageGroupName: "Models" });
    await reader.until(({ type }) => type === "registry");
    await call("DeletePipeline", { PipelineName: "Stops", ClientRequestToken: "x".repeat(32) });
    await reader.until(({ type }) => type === "pipelines");
  });

  it("include that a job has printed more while it runs", async () => {
    const { url, post, put, pipeline, ended } = await localStudio();
    const prints =
      "import time\nfor n in range(40):\n    print(n, flush=True)\n    time.sleep(0.05)\n";
    await put(`${bucket}/code/Prints.py`, prints);
    await pipeline("Prints", [script("Prints")]);
    const reader = readEvents(`${url}api/events`);
    await reader.ready();
    const { id } = await post<{ id: string }>("pipelines/Prints/start", { parameters: {} });
    const log = await reader.until(({ type }) => type === "log");
    expect(log).toEqual({ type: "log", pipeline: "Prints", id, step: "Prints" });
    await ended("Prints", id);
  });
});

interface Hand {
  readonly hub: EventHub;
  readonly url: string;
  /** Changes something. */
  readonly tell: (event: ChangeEvent) => void;
  /** How many watch. */
  readonly watches: () => number;
}

/** A hub whose changes the test makes, behind a real port. */
async function byHand(options: HubOptions = {}): Promise<Hand> {
  const tells = new Set<(event: ChangeEvent) => void>();
  const hub = new EventHub(
    {
      watch: (tell) => {
        tells.add(tell);
        return () => tells.delete(tell);
      },
    },
    options,
  );
  const server = await serveHttp({
    services: {},
    port: 0,
    mount: {
      path: "/events",
      answer: (request) => {
        const stream = hub.listen(request.headers.get("last-event-id") ?? undefined);
        return new Response(stream, { headers: { "content-type": "text/event-stream" } });
      },
    },
  });
  onTestFinished(async () => {
    hub.close();
    await server.close();
  });
  return {
    hub,
    url: `${server.url}/events`,
    tell: (event) => tells.forEach((one) => one(event)),
    watches: () => tells.size,
  };
}

const change = (step: string): ChangeEvent => ({ type: "log", pipeline: "P", id: "x", step });
const stepsOf = (events: readonly ChangeEvent[]): string[] =>
  events.flatMap((event) => (event.type === "log" ? [event.step] : [event.type]));

describe("a listener", () => {
  it("that comes back gets what it has missed, once", async () => {
    const { url, tell } = await byHand();
    const first = readEvents(url);
    await first.ready();
    tell(change("A"));
    await first.until((event) => stepsOf([event])[0] === "A");
    first.close();
    tell(change("B"));
    tell(change("C"));
    const second = readEvents(url, first.lastId());
    tell(change("D"));
    await second.until((event) => stepsOf([event])[0] === "D");
    expect(stepsOf(second.events)).toEqual(["B", "C", "D"]);
  });

  it("that comes back before anything has changed misses nothing either", async () => {
    const { url, tell } = await byHand();
    const first = readEvents(url);
    await first.ready();
    first.close();
    tell(change("A"));
    const second = readEvents(url, first.lastId());
    expect(await second.until(() => true)).toEqual(change("A"));
  });

  it.each([
    ["of another server", "0123456789ab-5"],
    ["that is none", "x"],
    ["of what is yet to come", "NAME-99"],
  ])("with an id %s is told to read all again", async (_, id) => {
    const { url } = await byHand();
    const first = readEvents(url);
    await first.ready();
    const [name = ""] = first.lastId().split("-");
    const second = readEvents(url, id.replace("NAME", name));
    await second.until(({ type }) => type === "reset");
    expect(second.lastId()).toBe(first.lastId());
  });

  it("that comes back after more changes than are kept is told to read all again", async () => {
    const { url, tell, hub } = await byHand({ mostKept: 1_000 });
    const first = readEvents(url);
    await first.ready();
    const id = first.lastId();
    for (let n = 0; n < 50; n += 1) tell(change(`S${n}`));
    expect(hub.keptBytes).toBeLessThanOrEqual(1_000);
    const second = readEvents(url, id);
    await second.until(({ type }) => type === "reset");
    expect(second.events).toHaveLength(1);
  });

  it("that comes later, or comes back, hears what is wrong, as long as it is", async () => {
    const { url, tell } = await byHand();
    const first = readEvents(url);
    await first.ready();
    const fault = { code: "ExpiredToken", message: "The token has expired." };
    tell({ type: "trouble", fault });
    await first.until(({ type }) => type === "trouble");
    for (const last of [undefined, first.lastId(), "0123456789ab-5"]) {
      // oxlint-disable-next-line no-await-in-loop -- one listener after the other
      const told = await readEvents(url, last).until(({ type }) => type === "trouble");
      expect(told).toEqual({ type: "trouble", fault });
    }
    tell({ type: "trouble" });
    const late = readEvents(url);
    await late.ready();
    tell(change("A"));
    expect(await late.until(() => true)).toEqual(change("A"));
  });

  it("hears that the server is there while nothing changes", async () => {
    const { url } = await byHand({ heartbeatMs: 10 });
    const reader = readEvents(url);
    await vi.waitFor(() => expect(reader.comments()).toBeGreaterThan(2), 20_000);
    expect(reader.events).toEqual([]);
  });

  it("is what changes are watched for: with the last one the watching ends", async () => {
    const { url, hub, watches } = await byHand({ lingerMs: 10 });
    expect(watches()).toBe(0);
    const readers = [readEvents(url), readEvents(url)];
    await Promise.all(readers.map((reader) => reader.ready()));
    expect(watches()).toBe(1);
    for (const reader of readers) reader.close();
    await vi.waitFor(() => expect([hub.listeners, watches()]).toEqual([0, 0]), 20_000);
  });

  it("that does not read is dropped, holds no memory, and the others go on", async () => {
    const { url, tell, hub } = await byHand({ mostWaiting: 100_000 });
    const { port, pathname } = new URL(url);
    const stuck = connect(Number(port), "127.0.0.1");
    onTestFinished(() => void stuck.destroy());
    stuck.pause().write(`GET ${pathname} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    const reader = readEvents(url);
    await reader.ready();
    await vi.waitFor(() => expect(hub.listeners).toBe(2), 20_000);
    // A socket takes some megabytes before it is full.
    await vi.waitFor(
      () => {
        tell(change("x".repeat(50_000)));
        expect(hub.listeners).toBe(1);
      },
      { timeout: 50_000, interval: 1 },
    );
    tell(change("last"));
    await reader.until((event) => stepsOf([event])[0] === "last");
  });

  it("of 10,000 changes leaves no more behind than what is kept for those that come back", async () => {
    const { url, tell, hub } = await byHand({ mostKept: 100_000 });
    const reader = readEvents(url);
    await reader.ready();
    for (let n = 0; n < 10_000; n += 1) {
      tell(change(`S${n}`));
      // oxlint-disable-next-line no-await-in-loop -- it reads meanwhile
      if (n % 100 === 0) await reader.until((event) => stepsOf([event])[0] === `S${n}`);
    }
    await reader.until((event) => stepsOf([event])[0] === "S9999");
    expect(reader.events).toHaveLength(10_000);
    expect(hub.keptBytes).toBeLessThanOrEqual(100_000);
  });
});
