/**
 * A TypeScript program as it is chosen, before any of it is text. Closed: what a definition needs and
 * nothing more.
 */
export interface Program {
  /** Names imported from @nacre/core. */
  readonly imports: readonly string[];
  /** Groups of constants; an empty line stands between groups. */
  readonly groups: readonly (readonly Constant[])[];
  /** What the module exports as its default. */
  readonly result: Code;
  /** Comment lines above the export. */
  readonly comment: readonly string[];
}

/** `const name = value;` */
export interface Constant {
  readonly name: string;
  readonly value: Code;
  /** Comment lines above it. */
  readonly comment: readonly string[];
}

/** An expression of TypeScript. */
export type Code =
  | { readonly kind: "text"; readonly value: string }
  /** A number as it is printed. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "word"; readonly word: "true" | "false" | "null" }
  | { readonly kind: "name"; readonly name: string }
  /** `of.a["b"][0]`; a member that the compiler takes for possibly missing is asserted with `!`. */
  | { readonly kind: "path"; readonly of: Code; readonly members: readonly PathMember[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly isNew: boolean;
      readonly typeArguments?: readonly TypeCode[];
      readonly arguments: readonly Code[];
    }
  | { readonly kind: "list"; readonly items: readonly Code[] }
  | { readonly kind: "object"; readonly members: readonly CodeMember[] }
  /** `new Map([["key", value]])`: an object whose keys JavaScript would put into another order. */
  | {
      readonly kind: "map";
      readonly entries: readonly (readonly [key: string, value: Code])[];
    }
  /** A template literal; `isExpr` puts the tag `expr` in front. */
  | {
      readonly kind: "template";
      readonly isExpr: boolean;
      readonly parts: readonly (string | Code)[];
    }
  /** `of as never`: a value that the types do not allow. */
  | { readonly kind: "cast"; readonly of: Code };

/** A type that a call is given. */
type TypeCode =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "keyword"; readonly name: "string" | "number" | "boolean" | "unknown" };

/** One member of a path. */
export interface PathMember {
  readonly key: string | number;
  /** The types say that it may be missing. */
  readonly mayMiss: boolean;
}

/** One member of an object. */
export type CodeMember =
  | { readonly kind: "member"; readonly key: string; readonly value: Code }
  /** A member that the type of the object does not have: spread, so that it is not refused. */
  | { readonly kind: "unknown"; readonly key: string; readonly value: Code }
  /** Members that the type asks for and the definition lacks. */
  | { readonly kind: "missing"; readonly keys: readonly string[] };

/** A name as an expression. */
export function nameCode(name: string): Code {
  return { kind: "name", name };
}

/** A string as an expression. */
export function textCode(value: string): Code {
  return { kind: "text", value };
}

/** A number as an expression, its exponent as a formatter writes it. */
export function numberCode(value: number): Code {
  const text = Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
  return { kind: "number", text };
}

/** A call of a function of core. */
export function callCode(name: string, ...args: readonly Code[]): Code {
  return { kind: "call", name, isNew: false, arguments: args };
}

/** The making of an object of a class of core. */
export function newCode(name: string, ...args: readonly Code[]): Code {
  return { kind: "call", name, isNew: true, arguments: args };
}

/** An object of members that its type has. */
export function objectCode(members: Readonly<Record<string, Code | undefined>>): Code {
  return {
    kind: "object",
    members: Object.entries(members).flatMap(([key, value]) =>
      value === undefined ? [] : [{ kind: "member", key, value }],
    ),
  };
}

/** A value with its type taken off. */
export function castCode(of: Code): Code {
  return of.kind === "cast" ? of : { kind: "cast", of };
}
