import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { CodegenError } from "./errors.ts";

/** Any JSON value, as it was read. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object, as it was read. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A schema file as it was read. */
export interface LoadedSchema {
  readonly root: JsonObject;
  /** The first 16 hexadecimal digits of the SHA-256 of the file. */
  readonly hash: string;
}

/**
 * First phase: reads the schema file.
 *
 * @throws CodegenError `SCHEMA_UNREADABLE`, `SCHEMA_TOO_LARGE`, `SCHEMA_NOT_JSON`
 */
export function loadSchema(file: string): LoadedSchema {
  let text: string;
  try {
    refuseLarge(file);
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof CodegenError) throw error;
    throw new CodegenError(
      "SCHEMA_UNREADABLE",
      `The schema ${file} cannot be read: ${message(error)}`,
      "Give the path of a JSON Schema file with --schema.",
    );
  }
  const root = parse(text, file);
  if (!isObject(root)) {
    throw new CodegenError(
      "SCHEMA_NOT_JSON",
      `The schema ${file} is not a JSON object.`,
      "Give a JSON Schema whose top level is an object with definitions.",
    );
  }
  return { root, hash: shortHash(text) };
}

/** The first 16 hexadecimal digits of the SHA-256 of a text; line ends count as `\n`. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex").slice(0, 16);
}

/** Whether a JSON value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The published schema has a hundredth of this. */
const largestSchema = 10_000_000;

function refuseLarge(file: string): void {
  const { size } = statSync(file);
  if (size <= largestSchema) return;
  throw new CodegenError(
    "SCHEMA_TOO_LARGE",
    `The schema ${file} has ${size} bytes; a schema has at most ${largestSchema}.`,
    "Give the path of a JSON Schema of pipeline definitions with --schema.",
  );
}

function parse(text: string, file: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CodegenError(
      "SCHEMA_NOT_JSON",
      `The schema ${file} is not JSON: ${message(error)}${placeOfEnd(message(error), text)}`,
      "Mend the file at the place named.",
    );
  }
}

/** The parser names no place when the text ends too early. */
function placeOfEnd(said: string, text: string): string {
  return said.includes("position") ? "" : ` (line ${text.split("\n").length})`;
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
