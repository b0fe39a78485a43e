import type { TokenReader } from "./tokens.ts";
import type { DeclaredMember, DeclaredType } from "./type.ts";

const keywords: ReadonlySet<string> = new Set([
  "string",
  "number",
  "boolean",
  "null",
  "undefined",
  "never",
  "unknown",
]);

/** Reads a type of the few forms that generated declarations have. */
export function parseType(tokens: TokenReader): DeclaredType {
  tokens.accept("|");
  const of = [parseItem(tokens)];
  while (tokens.accept("|")) of.push(parseItem(tokens));
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: "union", of };
}

/** The names of type parameters, without their bounds and defaults. */
export function parseParameters(tokens: TokenReader): string[] {
  if (!tokens.accept("<")) return [];
  const names: string[] = [];
  while (!tokens.isAtEnd && !tokens.accept(">")) {
    while (tokens.accept("const") || tokens.accept("out")) continue;
    names.push(tokens.next());
    if (tokens.accept("extends")) parseType(tokens);
    if (tokens.accept("=")) parseType(tokens);
    tokens.accept(",");
  }
  return names;
}

function parseItem(tokens: TokenReader): DeclaredType {
  tokens.accept("readonly");
  let type = parsePrimary(tokens);
  while (true) {
    if (tokens.accept("[", "]")) type = { kind: "list", item: type };
    else if (tokens.accept("&")) {
      parseItem(tokens);
      // `string & {}` is how an open enum takes any other string.
      if (!(type.kind === "keyword" && type.name === "string")) type = { kind: "other" };
    } else if (tokens.accept("[")) {
      tokens.skipNested();
      type = { kind: "other" };
    } else return type;
  }
}

function parsePrimary(tokens: TokenReader): DeclaredType {
  if (tokens.accept("(")) {
    const type = parseType(tokens);
    tokens.accept(")");
    return type;
  }
  if (tokens.accept("{")) return parseObject(tokens);
  const found = tokens.next();
  if (found.startsWith('"')) return { kind: "literal", value: String(JSON.parse(found)) };
  if (/^-?\d/.test(found)) return { kind: "literal", value: Number(found) };
  if (found === "true" || found === "false") return { kind: "literal", value: found === "true" };
  if (keywords.has(found)) return { kind: "keyword", name: found };
  if (found === "typeof" || found === "keyof") {
    parseItem(tokens);
    return { kind: "other" };
  }
  if (!/^[A-Za-z_$]/.test(found)) {
    if ("([{".includes(found)) tokens.skipNested();
    return { kind: "other" };
  }
  const args: DeclaredType[] = [];
  if (tokens.accept("<")) {
    do args.push(parseType(tokens));
    while (tokens.accept(","));
    tokens.accept(">");
  }
  return { kind: "reference", name: found, arguments: args };
}

/** The members of an object type, or the one form of a map; behind the opening brace. */
export function parseObject(tokens: TokenReader): DeclaredType {
  const members = new Map<string, DeclaredMember>();
  let map: DeclaredType | undefined;
  while (!tokens.isAtEnd && !tokens.accept("}")) {
    tokens.accept("readonly");
    if (tokens.accept("[")) {
      tokens.next();
      const keys = tokens.accept("in") ? parseType(tokens) : undefined;
      if (keys === undefined) {
        tokens.accept(":");
        parseType(tokens);
      }
      tokens.accept("]");
      tokens.accept("?");
      tokens.accept(":");
      map = { kind: "map", keys, value: parseType(tokens) };
    } else {
      const name = tokens.next();
      const isOptional = tokens.accept("?");
      const key = name.startsWith('"') ? String(JSON.parse(name)) : name;
      if (tokens.accept(":")) members.set(key, { isOptional, type: parseType(tokens) });
    }
    if (!tokens.accept(";")) tokens.accept(",");
  }
  return map ?? { kind: "object", members };
}
