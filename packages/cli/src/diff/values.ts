import { isJsonArray, isJsonObject, type JsonValue, writeJson } from "@nacre/core";

/** A value of a definition for a reader: JSON, with references by their text. */
export function valueText(value: JsonValue | undefined): string {
  const expression = expressionText(value);
  if (expression !== undefined) return expression;
  if (value === undefined) return "";
  if (isJsonArray(value)) {
    return value.length === 0 ? "[]" : `[${value.map(valueText).join(", ")}]`;
  }
  return writeJson(value);
}

/** Whether a value takes several lines: an object, or a list of what does. */
export function isTall(value: JsonValue | undefined): boolean {
  if (isJsonArray(value)) return value.some(isTall);
  return (
    isJsonObject(value) && expressionText(value) === undefined && Object.keys(value).length > 0
  );
}

/** An expression as a program would write it; undefined for any other value. */
function expressionText(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
  const { Get: get, "Std:Join": join, "Std:JsonGet": jsonGet } = value;
  if (typeof get === "string") return get;
  if (isJsonObject(join) && isJsonArray(join["Values"])) {
    const on = typeof join["On"] === "string" ? join["On"] : "";
    return `\`${join["Values"].map(joinPart).join(on)}\``;
  }
  if (isJsonObject(jsonGet)) {
    const { PropertyFile: file, Path: path, S3Uri: uri } = jsonGet;
    return `jsonGet(${valueText(file ?? uri)}, ${valueText(path)})`;
  }
  return undefined;
}

function joinPart(value: JsonValue): string {
  return typeof value === "string" ? value : `\${${valueText(value)}}`;
}

/** A list before and after, an item a line: what is gone, what came, what stayed. */
export function listLines(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): { readonly mark: "+" | "-" | " "; readonly text: string }[] {
  const [old, young] = [before.map(valueText), after.map(valueText)];
  const common = commonLengths(old, young);
  const lines: { mark: "+" | "-" | " "; text: string }[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    const [left, right] = [old[i], young[j]];
    if (left !== undefined && left === right) {
      lines.push({ mark: " ", text: left });
      [i, j] = [i + 1, j + 1];
    } else if (
      left !== undefined &&
      (right === undefined || length(i + 1, j) >= length(i, j + 1))
    ) {
      lines.push({ mark: "-", text: left });
      i += 1;
    } else if (right !== undefined) {
      lines.push({ mark: "+", text: right });
      j += 1;
    }
  }
  return lines;

  function length(row: number, column: number): number {
    return common[row]?.[column] ?? 0;
  }
}

/** Beyond so many pairs of items nothing is looked for in common. */
const mostPairs = 1_000_000;

/** How many items the rest of one list, from a place on, has in common with the rest of the other. */
function commonLengths(old: readonly string[], young: readonly string[]): number[][] {
  if (old.length * young.length > mostPairs) return [];
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: young.length + 1 }, () => 0),
  );
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      const [here, below] = [lengths[i], lengths[i + 1]];
      if (here === undefined || below === undefined) continue;
      here[j] =
        old[i] === young[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, here[j + 1] ?? 0);
    }
  }
  return lengths;
}
