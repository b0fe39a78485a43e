/** A type as the declarations of @nacre/core write it. */
export type DeclaredType =
  | { readonly kind: "keyword"; readonly name: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | {
      readonly kind: "reference";
      readonly name: string;
      readonly arguments: readonly DeclaredType[];
    }
  | { readonly kind: "list"; readonly item: DeclaredType }
  /** An object of any keys, or of those that a type parameter stands for. */
  | {
      readonly kind: "map";
      readonly keys: DeclaredType | undefined;
      readonly value: DeclaredType;
    }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, DeclaredMember> }
  | { readonly kind: "union"; readonly of: readonly DeclaredType[] }
  /** Syntax that is of no concern here: everything is taken to fit. */
  | { readonly kind: "other" };

/** A member of an object type. */
export interface DeclaredMember {
  readonly isOptional: boolean;
  readonly type: DeclaredType;
}

/** A type that a module exports. */
export interface TypeDeclaration {
  readonly parameters: readonly string[];
  readonly type: DeclaredType;
}

/** The class of a step type. */
export interface StepDeclaration {
  readonly className: string;
  /** The value of `Type` in a definition. */
  readonly type: string;
  readonly props: DeclaredType;
  /** The type of its property paths. */
  readonly properties: DeclaredType | undefined;
  /** Whether it has property files. */
  readonly hasPropertyFiles: boolean;
}

/** Puts types in the place of type parameters. */
export function substitute(
  type: DeclaredType,
  given: ReadonlyMap<string, DeclaredType>,
): DeclaredType {
  const into = (inner: DeclaredType): DeclaredType => substitute(inner, given);
  switch (type.kind) {
    case "reference":
      return given.get(type.name) ?? { ...type, arguments: type.arguments.map(into) };
    case "list":
      return { ...type, item: into(type.item) };
    case "map":
      return { ...type, keys: type.keys && into(type.keys), value: into(type.value) };
    case "object":
      return {
        ...type,
        members: new Map(
          [...type.members].map(([key, member]) => [key, { ...member, type: into(member.type) }]),
        ),
      };
    case "union":
      return { ...type, of: type.of.map(into) };
    case "keyword":
    case "literal":
    case "other":
      return type;
  }
}

/** Whether a type takes any string. */
export function isPlainString(type: DeclaredType): boolean {
  return type.kind === "other" || (type.kind === "keyword" && type.name === "string");
}

/** The type of what nothing is known about. */
export const anyType: DeclaredType = { kind: "other" };

/** `Value<A | B>`: one of these kinds, or an expression of them. */
export function valueType(...names: readonly ("string" | "number" | "boolean")[]): DeclaredType {
  const of = names.map((name): DeclaredType => ({ kind: "keyword", name }));
  return { kind: "reference", name: "Value", arguments: [{ kind: "union", of }] };
}
