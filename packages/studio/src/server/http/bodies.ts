import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "@nacre/core";
import type { ApprovalRequest, CallbackRequest, StartRequest } from "../../api.ts";
import { StudioError } from "../errors/studio-error.ts";

/** The longest body, in bytes: parameters of an execution. */
export const longestBody = 256 * 1024;

/** The JSON object in the body of a request. */
export async function bodyOf(request: Request): Promise<JsonObject> {
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new StudioError(415, {
      code: "BODY_NOT_JSON",
      message: "The Content-Type must be application/json.",
    });
  }
  let value: JsonValue;
  try {
    value = JSON.parse(await request.text());
  } catch {
    throw bad("The body is not JSON.");
  }
  if (isJsonObject(value)) return value;
  throw bad("The body is not a JSON object.");
}

/** The body of a start. */
export function startRequest(body: JsonObject): StartRequest {
  return {
    parameters: textValues(body, "parameters"),
    ...texts(body, "displayName", "description"),
    ...numbers(body, "version", "maxParallel"),
    ...(body["selective"] === undefined ? {} : { selective: selectiveIn(body["selective"]) }),
  };
}

function selectiveIn(value: JsonValue): NonNullable<StartRequest["selective"]> {
  if (!isJsonObject(value) || !isJsonArray(value["steps"])) {
    throw bad("`selective.steps` must be a list.");
  }
  const steps = value["steps"].map((step) => {
    if (typeof step === "string") return step;
    throw bad("`selective.steps` must be a list of texts.");
  });
  return { steps, ...texts(value, "source") };
}

/** The body of an approval. */
export function approvalRequest(body: JsonObject): ApprovalRequest {
  const { arn, approval } = body;
  if (typeof arn !== "string") throw bad("`arn` must be a text.");
  if (approval !== "Approved" && approval !== "Rejected" && approval !== "PendingManualApproval") {
    throw bad("`approval` must be Approved, Rejected or PendingManualApproval.");
  }
  // An empty comment is one, too.
  const comment = body["comment"] === "" ? { comment: "" } : texts(body, "comment");
  return { arn, approval, ...comment };
}

/** The body of an answer to a Callback step: with outputs it succeeds, with a reason it fails. */
export function callbackRequest(body: JsonObject): CallbackRequest {
  const { token, outputs, failureReason } = body;
  if (typeof token !== "string") throw bad("`token` must be a text.");
  if ((outputs === undefined) === (failureReason === undefined)) {
    throw bad("Exactly one of `outputs` and `failureReason` is needed.");
  }
  if (outputs !== undefined) return { token, outputs: textValues(body, "outputs") };
  // An empty reason is one, too.
  if (typeof failureReason !== "string") throw bad("`failureReason` must be a text.");
  return { token, failureReason };
}

/** A member that is an object of texts. */
function textValues(body: JsonObject, member: string): Record<string, string> {
  const values = body[member];
  if (!isJsonObject(values)) throw bad(`\`${member}\` must be an object.`);
  const entries = Object.entries(values).map(([name, value]): [string, string] => {
    if (typeof value === "string") return [name, value];
    throw bad(`The value of ${JSON.stringify(name)} must be a text.`);
  });
  return Object.fromEntries(entries);
}

function texts<Name extends string>(
  body: JsonObject,
  ...names: Name[]
): { [Key in Name]?: string } {
  const found: { [Key in Name]?: string } = {};
  for (const name of names) {
    const value = body[name];
    if (value === undefined || value === "") continue;
    if (typeof value !== "string") throw bad(`\`${name}\` must be a text.`);
    found[name] = value;
  }
  return found;
}

function numbers<Name extends string>(
  body: JsonObject,
  ...names: Name[]
): { [Key in Name]?: number } {
  const found: { [Key in Name]?: number } = {};
  for (const name of names) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== "number") throw bad(`\`${name}\` must be a number.`);
    found[name] = value;
  }
  return found;
}

function bad(message: string): StudioError {
  return new StudioError(400, { code: "BAD_REQUEST", message });
}
