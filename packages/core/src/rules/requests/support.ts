import type { JsonObject, JsonValue } from "../../json.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import type { Report, Rule } from "../rule.ts";
import { at, textOf } from "../support/values.ts";

/** The example of a rule on CreatePipeline and UpdatePipeline. */
export function deploying(deployment: JsonObject): string {
  return JSON.stringify({ deployment: { PipelineName: "Example", ...deployment } });
}

/** The example of a rule on StartPipelineExecution; `definition` is what is started. */
export function starting(start: JsonObject, definition: string): string {
  return JSON.stringify({ start, definition: JSON.parse(definition) as JsonValue }); // JSON is JSON
}

/** A check of the requests there are, of whichever kind. */
export function eachRequest(check: (request: JsonObject, report: Report) => void): Rule["check"] {
  return ({ requests: { deployment, start } }, report) => {
    if (deployment !== undefined) check(deployment, report);
    if (start !== undefined) check(start, report);
  };
}

/** A check of a request of one kind. */
export function onRequest(
  kind: "deployment" | "start",
  check: (request: JsonObject, report: Report, definition: CheckedDefinition) => void,
): Rule["check"] {
  return (definition, report) => {
    const request = definition.requests[kind];
    if (request !== undefined) check(request, report, definition);
  };
}

/** Says that a text of a request is too long. */
export function tooLong(
  request: JsonObject,
  member: string,
  what: string,
  most: number,
  report: Report,
): void {
  const text = textOf(at(request, member));
  const length = text === undefined ? 0 : [...text].length;
  if (length <= most) return;
  report({
    message: `The ${what} has ${length} characters; at most ${grouped(most)} are allowed.`,
    path: `$.${member}`,
  });
}

/** A number with commas; to format one as the locale does loads tables. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
