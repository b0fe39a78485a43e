import type { JsonObject } from "@nacre/core";
import { CurveReader } from "@nacre/graph/executions";
import type { CurvesView } from "../../api.ts";
import { jobLog, type LoggedJob } from "./job-log.ts";
import { Memory } from "./limit.ts";
import type { SageMaker } from "./sagemaker.ts";

/** The most answers of a log that are read for one request; the next request goes on. */
const mostAnswers = 40;

interface Reading {
  readonly reader: CurveReader;
  from: string;
  ended: boolean;
  /** The reading that goes on: one at a time. */
  last: Promise<void>;
}

/** The series of jobs; each log is read once, and then only what is new in it. */
export class Curves {
  readonly #sagemaker: SageMaker;
  readonly #readings = new Memory<Reading>(20);

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
  }

  /** The series that a job has printed so far; `args` are the arguments of its step. */
  async of(job: LoggedJob, args: JsonObject): Promise<CurvesView> {
    if (job.arn === undefined) return { series: [] };
    let reading = this.#readings.get(job.arn);
    if (reading === undefined) {
      const reader = new CurveReader(args);
      reading = { reader, from: "start", ended: false, last: Promise.resolve() };
      this.#readings.set(job.arn, reading);
    }
    const found = reading;
    // What went wrong for another request is tried again for this one.
    const next = found.last.catch(() => undefined).then(() => this.#readOn(found, job));
    found.last = next;
    await next;
    return { series: found.reader.curves() };
  }

  async #readOn(reading: Reading, job: LoggedJob): Promise<void> {
    for (let count = 0; count < mostAnswers && !reading.ended; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- an answer tells where the next one begins
      const { lines, next, ended } = await jobLog(this.#sagemaker, job, { from: reading.from });
      for (const { text } of lines) reading.reader.add(text);
      // Of a job that has no log yet, there is none.
      if (next !== "") reading.from = next;
      reading.ended = ended;
      if (lines.length === 0) return;
    }
  }
}
