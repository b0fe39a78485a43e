import type { JsonValue } from "@nacre/core";
import type { JSX } from "preact";
import { counted } from "../format/number.ts";
import { LongText } from "./long-text.tsx";

interface Props {
  readonly value: JsonValue;
  readonly name?: string;
  /** How many levels are open at first. */
  readonly open?: number;
}

/** A JSON value as a tree to open and close. */
export function JsonTree({ value, name, open = 2 }: Props): JSX.Element {
  return (
    <div class="json">
      <Node value={value} name={name} open={open} />
    </div>
  );
}

function Node({
  value,
  name,
  open,
}: {
  value: JsonValue;
  name: string | undefined;
  open: number;
}): JSX.Element {
  const label = name !== undefined && <span class="json-name">{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-leaf">
        {label}
        <span class={`json-${value === null ? "null" : typeof value}`}>
          <LongText text={JSON.stringify(value)} />
        </span>
      </div>
    );
  }
  const members = Object.entries(value);
  const isList = Array.isArray(value);
  if (members.length === 0) {
    return (
      <div class="json-leaf">
        {label}
        <span class="muted">{isList ? "[]" : "{}"}</span>
      </div>
    );
  }
  return (
    <details open={open > 0}>
      <summary>
        {label}
        {!isList && nameIn(members)}{" "}
        <span class="muted">{counted(members.length, isList ? "item" : "member")}</span>
      </summary>
      <div class="json-members">
        {members.map(([key, member]) => (
          // `undefined` members are of JavaScript, JSON has none.
          <Node key={key} value={member ?? null} name={key} open={open - 1} />
        ))}
      </div>
    </details>
  );
}

/** What an item of a list is called, such as a step or a channel. */
function nameIn(
  members: readonly (readonly [string, JsonValue | undefined])[],
): string | undefined {
  const name = members.find(([key]) => /^(?:Name|(?:Input|Output|Channel)Name)$/.test(key))?.[1];
  return typeof name === "string" ? name : undefined;
}
