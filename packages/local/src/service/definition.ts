import {
  readDefinition,
  serviceMessage,
  validateText,
  type JsonObject,
  type JsonValue,
  type PipelineDefinition,
} from "@nacre/core";
import type { Call } from "./context.ts";
import { validationFault } from "./fault.ts";
import { optionalObject, optionalText, requiredText } from "./input.ts";

/** How many errors a message lists. */
const listed = 20;

/**
 * The text of the definition that a request gives, or that lies in the place in S3 that it names.
 * Undefined when it gives neither.
 *
 * @throws ServiceFault `ValidationException` for both, for an object that is not there, and for a
 * definition that `nacre validate` finds errors in.
 */
export async function definitionIn(input: JsonObject, call: Call): Promise<string | undefined> {
  const inline = optionalText(input, "PipelineDefinition");
  const location = optionalObject(input, "PipelineDefinitionS3Location");
  if (inline !== undefined && location !== undefined) {
    throw validationFault(
      "Both Pipeline Definition and Pipeline Definition S3 Location shouldn't be present",
    );
  }
  const text = location === undefined ? inline : await readLocation(location, call);
  if (text !== undefined) checkDefinitionText(text);
  return text;
}

async function readLocation(location: JsonObject, { readObject }: Call): Promise<string> {
  if (optionalText(location, "VersionId") !== undefined) {
    throw validationFault(
      "PipelineDefinitionS3Location.VersionId: objects have no versions here. Leave it out.",
    );
  }
  const bucket = requiredText(location, "Bucket");
  const uri = `s3://${bucket}/${requiredText(location, "ObjectKey")}`;
  const text = await readObject(uri);
  if (text !== undefined) return text;
  throw validationFault(
    `Unable to read the pipeline definition: there is no object ${uri}. ` +
      "Objects are files of the local store unless the service was started with an S3 endpoint.",
  );
}

/** Refuses a definition with an error, as far as is known in the real service's words. */
function checkDefinitionText(text: string): void {
  const errors = validateText(text).filter(({ severity }) => severity === "error");
  const message = serviceMessage(errors.slice(0, listed), documentIn(text));
  if (message === undefined) return;
  const more = errors.length - listed;
  throw validationFault(more > 0 ? `${message}\n… and ${more} more.` : message);
}

/** What the text holds; null when it is no JSON, which is a finding too. */
function documentIn(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The definitions that were read last, by their texts: clients that wait ask for one again and again. */
const readLast = new Map<string, PipelineDefinition>();
const mostRead = 8;

/** A definition that was checked when it was kept. */
export function keptDefinition(text: string): PipelineDefinition {
  const definition = readLast.get(text) ?? readDefinition(text);
  readLast.delete(text);
  readLast.set(text, definition);
  const [oldest] = readLast.keys();
  if (readLast.size > mostRead && oldest !== undefined) readLast.delete(oldest);
  return definition;
}
