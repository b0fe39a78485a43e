import { isNumberText, type JsonValue } from "@nacre/core";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { counted } from "../format/number.ts";
import { LongText } from "./long-text.tsx";

interface Props {
  readonly value: JsonValue;
  readonly name?: string;
  /** How many levels are open at first; fewer where that were too many lines. */
  readonly open?: number;
}

/** How many members of a list or object are shown at first, and how many more each time. */
const shownAtFirst = 100;
const shownMore = 500;
/** The most lines that are open at first. */
const mostLines = 1_000;

/** A JSON value as a tree to open and close; what is closed is not made. */
export function JsonTree({ value, name, open = 2 }: Props): JSX.Element {
  const levels = useMemo(() => levelsToOpen(value, open), [value, open]);
  return (
    <div class="json">
      <Node value={value} name={name} open={levels} />
    </div>
  );
}

interface NodeProps {
  readonly value: JsonValue;
  readonly name: string | undefined;
  readonly open: number;
}

function Node({ value, name, open }: NodeProps): JSX.Element {
  const label = name !== undefined && <span class="json-name">{name}: </span>;
  if (!isTree(value)) {
    const kind = isNumberText(value) ? "number" : value === null ? "null" : typeof value;
    return (
      <div class="json-leaf">
        {label}
        <span class={`json-${kind}`}>
          <LongText text={isNumberText(value) ? value.text : JSON.stringify(value)} />
        </span>
      </div>
    );
  }
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  if (count > 0) return <Branch value={value} count={count} label={label} open={open} />;
  return (
    <div class="json-leaf">
      {label}
      <span class="muted">{Array.isArray(value) ? "[]" : "{}"}</span>
    </div>
  );
}

interface BranchProps {
  readonly value: object;
  readonly count: number;
  readonly label: JSX.Element | false;
  readonly open: number;
}

function Branch({ value, count, label, open }: BranchProps): JSX.Element {
  const [isOpen, setOpen] = useState(open > 0);
  const [shown, setShown] = useState(shownAtFirst);
  const isList = Array.isArray(value);
  const more = Math.min(shownMore, count - shown);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {label}
        {!isList && nameIn(value)}{" "}
        <span class="muted">{counted(count, isList ? "item" : "member")}</span>
      </summary>
      {isOpen && (
        <div class="json-members">
          {membersOf(value, shown).map(([key, member]) => (
            <Node key={key} value={member} name={key} open={open - 1} />
          ))}
          {more > 0 && (
            <div class="json-leaf">
              <button type="button" class="link" onClick={() => setShown(shown + more)}>
                Show {more.toLocaleString("en")} more of {(count - shown).toLocaleString("en")}
              </button>
            </div>
          )}
        </div>
      )}
    </details>
  );
}

/** Whether a value has members; a number that keeps its text has none. */
function isTree(value: JsonValue): value is Extract<JsonValue, object> {
  return typeof value === "object" && value !== null && !isNumberText(value);
}

/** The first members of a list or object. */
function membersOf(value: object, most: number): [string, JsonValue][] {
  const members: [string, JsonValue | undefined][] = Array.isArray(value)
    ? value.slice(0, most).map((item, index) => [String(index), item])
    : Object.keys(value)
        .slice(0, most)
        .map((key) => [key, Reflect.get(value, key)]);
  // `undefined` members are of JavaScript, JSON has none.
  return members.map(([key, member]) => [key, member ?? null]);
}

/** As many levels as are wanted, unless these were too many lines. */
function levelsToOpen(value: JsonValue, wanted: number): number {
  let levels = wanted;
  while (levels > 1 && linesOf(value, levels, mostLines) > mostLines) levels -= 1;
  return levels;
}

/** How many lines so many open levels have; it stops to count above the most. */
function linesOf(value: JsonValue, levels: number, most: number): number {
  if (levels === 0 || !isTree(value)) return 1;
  let lines = 1;
  for (const [, member] of membersOf(value, shownAtFirst)) {
    if (lines > most) break;
    lines += linesOf(member, levels - 1, most - lines);
  }
  return lines;
}

/** What an item of a list is called, such as a step or a channel. */
function nameIn(value: object): string | undefined {
  const key = Object.keys(value).find((name) =>
    /^(?:Name|(?:Input|Output|Channel)Name)$/.test(name),
  );
  const name: unknown = key === undefined ? undefined : Reflect.get(value, key);
  return typeof name === "string" ? name : undefined;
}
