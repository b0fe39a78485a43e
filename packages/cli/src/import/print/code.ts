import type { Code, CodeMember, PathMember } from "../code.ts";
import { isPlainKey, printKey, printTemplateText, printText, widthOf } from "./literals.ts";

/** Lines are at most so long where they can be broken. */
const width = 100;

/** Where an expression stands in the text. */
interface Spot {
  /** Spaces before the line on which it begins. */
  readonly indent: number;
  /** Characters before it on its line. */
  readonly column: number;
  /** Characters that must follow it on its last line. */
  readonly after: number;
}

/** Prints an expression: on one line where it fits, else broken as a formatter would. */
export function printCode(code: Code, at: Spot): string {
  const flat = printFlat(code);
  if (flat !== undefined && at.column + widthOf(flat) + at.after <= width) return flat;
  return printBroken(code, at);
}

/** An assignment or a member: the value goes to a line of its own only where that helps. */
export function printAfter(head: string, code: Code, indent: number, after: number): string {
  const column = indent + widthOf(head) + 1;
  const flat = printFlat(code);
  const isTooLong = flat === undefined || column + widthOf(flat) + after > width;
  if (isTooLong && flat !== undefined && breaksNowhere(code)) {
    const inner = { indent: indent + 2, column: indent + 2, after };
    return `${head}\n${" ".repeat(indent + 2)}${printCode(code, inner)}`;
  }
  return `${head} ${printCode(code, { indent, column, after })}`;
}

function breaksNowhere(code: Code): boolean {
  return code.kind === "cast"
    ? breaksNowhere(code.of)
    : code.kind === "text" || code.kind === "path";
}

/** The expression on one line; undefined where it holds what always takes several. */
function printFlat(code: Code): string | undefined {
  switch (code.kind) {
    case "text":
      return printText(code.value);
    case "number":
      return code.text;
    case "word":
      return code.word;
    case "name":
      return code.name;
    case "path":
      return `${printFlat(code.of)}${code.members.map(printPathMember).join("")}`;
    case "call": {
      const args = flatList(code.arguments);
      return args === undefined ? undefined : `${calleeOf(code)}(${args})`;
    }
    case "list": {
      if (takesLines(code.items)) return undefined;
      const items = flatList(code.items);
      return items === undefined ? undefined : `[${items}]`;
    }
    case "object": {
      if (code.members.length === 0) return "{}";
      if (code.members.some(holdsMembers)) return undefined;
      const members = code.members.map(flatMember);
      return members.includes(undefined) ? undefined : `{ ${members.join(", ")} }`;
    }
    case "map":
      return printFlat(mapCall(code));
    case "template":
      return printTemplate(code);
    case "cast": {
      const of = printFlat(code.of);
      return of === undefined ? undefined : `${of} as never`;
    }
  }
}

function printBroken(code: Code, at: Spot): string {
  switch (code.kind) {
    case "list":
      return code.items.every(({ kind }) => kind === "number")
        ? fill(code.items, at.indent)
        : bracket(
            "[",
            code.items.map((item) => line(item, at.indent + 2)),
            "]",
            at.indent,
          );
    case "object":
      return bracket(
        "{",
        code.members.map((member) => printMember(member, at.indent + 2)),
        "}",
        at.indent,
      );
    case "call":
      return printCall(code, at);
    case "map":
      return printBroken(mapCall(code), at);
    case "cast":
      return `${printBroken(code.of, { ...at, after: at.after + " as never".length })} as never`;
    case "path":
      return printLongPath(code, at.indent);
    case "text":
    case "number":
    case "word":
    case "name":
    case "template":
      return printFlat(code) ?? "";
  }
}

/** A path that is too long for a line: its last member goes to the next one. */
function printLongPath(code: Extract<Code, { kind: "path" }>, indent: number): string {
  const last = code.members.slice(-1).map(printPathMember).join("");
  if (!last.startsWith(".")) return printFlat(code) ?? "";
  const rest = printFlat({ ...code, members: code.members.slice(0, -1) });
  return `${rest}\n${" ".repeat(indent + 2)}${last}`;
}

/** A call whose last argument is a list or an object opens that; else each argument has a line. */
function printCall(code: Extract<Code, { kind: "call" }>, at: Spot): string {
  const callee = calleeOf(code);
  const last = code.arguments.at(-1);
  const others = flatList(code.arguments.slice(0, -1));
  if (last !== undefined && others !== undefined && opens(last)) {
    const head = `${callee}(${others === "" ? "" : `${others}, `}`;
    if (at.column + widthOf(head) + 1 <= width) return `${head}${printBroken(last, at)})`;
  }
  return bracket(
    `${callee}(`,
    code.arguments.map((one) => line(one, at.indent + 2)),
    ")",
    at.indent,
  );
}

function opens(code: Code): boolean {
  if (code.kind === "cast") return opens(code.of);
  return (
    (code.kind === "object" && code.members.length > 0) ||
    (code.kind === "list" && code.items.length > 0)
  );
}

function bracket(open: string, lines: readonly string[], close: string, indent: number): string {
  const inner = lines.map((one) => `${" ".repeat(indent + 2)}${one},\n`).join("");
  return `${open}\n${inner}${" ".repeat(indent)}${close}`;
}

/** Numbers, as many on a line as fit. */
function fill(items: readonly Code[], indent: number): string {
  const lines: string[] = [];
  for (const item of items) {
    const text = printFlat(item) ?? "";
    const last = lines.at(-1);
    if (last !== undefined && indent + 2 + last.length + text.length + 3 <= width) {
      lines[lines.length - 1] = `${last}, ${text}`;
    } else lines.push(text);
  }
  return bracket("[", lines, "]", indent);
}

function line(code: Code, indent: number): string {
  return printCode(code, { indent, column: indent, after: 1 });
}

function flatList(items: readonly Code[]): string | undefined {
  const flat = items.map(printFlat);
  return flat.includes(undefined) ? undefined : flat.join(", ");
}

/** Several objects or several lists of several members each are never on one line. */
function takesLines(items: readonly Code[]): boolean {
  if (items.length < 2) return false;
  return (
    items.every((item) => item.kind === "object" && item.members.length > 1) ||
    items.every((item) => item.kind === "list" && item.items.length > 1)
  );
}

/** Whether a member is an object of several members: then the object around it takes several lines. */
function holdsMembers(member: CodeMember): boolean {
  if (member.kind === "missing") return false;
  return member.value.kind === "object" && member.value.members.length > 1;
}

function flatMember(member: CodeMember): string | undefined {
  if (member.kind === "missing") return printMissing(member.keys);
  const value = printFlat(member.value);
  if (value === undefined) return undefined;
  if (isShorthand(member)) return value;
  const text = `${printKey(member.key)}: ${value}`;
  return member.kind === "unknown" ? `...{ ${text} }` : text;
}

function isShorthand({ kind, key, value }: Exclude<CodeMember, { kind: "missing" }>): boolean {
  return kind === "member" && value.kind === "name" && value.name === key;
}

function printMember(member: CodeMember, indent: number): string {
  switch (member.kind) {
    case "member": {
      if (isShorthand(member)) return member.key;
      const key = printKey(member.key);
      // A line of its own would not win enough behind such a key.
      const isShort = widthOf(key) < 5 && member.value.kind === "text";
      return isShort
        ? `${key}: ${printText(member.value.value)}`
        : printAfter(`${key}:`, member.value, indent, 1);
    }
    case "unknown": {
      const object: Code = { kind: "object", members: [{ ...member, kind: "member" }] };
      return `...${printCode(object, { indent, column: indent + 3, after: 1 })}`;
    }
    case "missing":
      return printMissing(member.keys);
  }
}

function printMissing(keys: readonly string[]): string {
  const members = keys.map((key) => `${printKey(key)}: never`);
  return `...({} as { ${members.join("; ")} })`;
}

function printPathMember({ key, mayMiss }: PathMember): string {
  if (typeof key === "number") return mayMiss ? `[${key}]!` : `[${key}]`;
  if (mayMiss) return `[${printText(key)}]!`;
  return isPlainKey(key) ? `.${key}` : `[${printText(key)}]`;
}

function printTemplate({ isExpr, parts }: Extract<Code, { kind: "template" }>): string {
  const text = parts.map((part) =>
    typeof part === "string" ? printTemplateText(part) : `\${${printFlat(part) ?? ""}}`,
  );
  return `${isExpr ? "expr" : ""}\`${text.join("")}\``;
}

function mapCall({ entries }: Extract<Code, { kind: "map" }>): Code {
  const items = entries.map(([key, value]): Code => {
    return { kind: "list", items: [{ kind: "text", value: key }, value] };
  });
  return {
    kind: "call",
    name: "Map",
    isNew: true,
    typeArguments: [
      { kind: "keyword", name: "string" },
      { kind: "keyword", name: "unknown" },
    ],
    arguments: [{ kind: "list", items }],
  };
}

function calleeOf({ name, isNew, typeArguments = [] }: Extract<Code, { kind: "call" }>): string {
  const types = typeArguments.map((type) =>
    type.kind === "literal" ? printText(type.value) : type.name,
  );
  return `${isNew ? "new " : ""}${name}${types.length === 0 ? "" : `<${types.join(", ")}>`}`;
}
