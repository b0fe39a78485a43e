import type { AnsweredRequest, RunEvent } from "@nacre/local";
import { stackOf } from "../errors.ts";
import { printNote, printOut } from "../output.ts";
import type { Listening, ServeReport } from "./report.ts";

/** What the service does, for people: what to know on stdout, a line for each thing on stderr. */
export function textReport(isQuiet: boolean): ServeReport {
  const line = (text: string): void => {
    if (!isQuiet) printNote(`${clock()}  ${printable(text)}`);
  };
  return {
    listening: (listening) => printOut(welcome(listening)),
    request: (request) => {
      line(requestText(request));
      if (request.bug !== undefined) printNote(bugText(request.bug));
    },
    event: (execution, event) => {
      const text = eventText(event);
      if (text !== undefined) line(`${execution}  ${text}`);
    },
    bug: (error) => printNote(bugText(error)),
    ending: (unfinished) => printNote(endingText(unfinished)),
  };
}

function welcome({ url, studio, home, unfinished }: Listening): string {
  return [
    `nacre serves SageMaker at ${url}, from ${home}`,
    `its page, to look at with a browser: ${studio}`,
    ...(unfinished === 0 ? [] : [`${executions(unfinished)} had not ended; they go on now`]),
    "",
    "boto3, the AWS CLI, the SageMaker Python SDK and other AWS SDKs:",
    `  export AWS_ENDPOINT_URL_SAGEMAKER=${url}`,
    "AWS SDK for JavaScript v3:",
    `  new SageMakerClient({ endpoint: "${url}", region: "us-east-1" })`,
    "",
    "It is local: no IAM, no quotas, signatures are not checked, any credentials do. Only this machine",
    "can reach it. Ctrl-C ends it.",
    "",
    "",
  ].join("\n");
}

function requestText({ operation, status, fault, milliseconds }: AnsweredRequest): string {
  const time = `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
  const what = fault === undefined ? "" : `  ${fault.name}: ${firstLine(fault.message)}`;
  return `${operation} ${status} ${time}${what}`;
}

/** Lines of jobs are in their logs. */
function eventText(event: RunEvent): string | undefined {
  switch (event.type) {
    case "execution":
      return event.status;
    case "step": {
      const { name, status, failureReason, cacheSource } = event.step;
      if (status === "NotRun") return undefined;
      const cached = cacheSource === undefined ? "" : " (cached)";
      return `${name} ${status}${cached}${failureReason === undefined ? "" : `: ${firstLine(failureReason)}`}`;
    }
    case "warning":
      return `warning${event.step === undefined ? "" : ` ${event.step}`}: ${event.message}`;
    case "environment":
      return event.message;
    default:
      return undefined;
  }
}

function endingText(unfinished: number): string {
  return unfinished === 0
    ? "ended"
    : `ended; ${executions(unfinished)} had not, and will go on at the next start`;
}

function executions(count: number): string {
  return count === 1 ? "1 execution" : `${count} executions`;
}

function bugText(error: unknown): string {
  return `${stackOf(error)}\nerror BUG: this is a bug in nacre; the service goes on`;
}

/** What clients send is shown, and must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\u{FFFD}");
}

function firstLine(text: string): string {
  const [line = ""] = text.split("\n", 1);
  return line;
}

function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
