import { ts } from "ts-morph";

/** A member of an API shape. */
export interface SdkMember {
  readonly name: string;
  readonly required: boolean;
  readonly type: SdkType;
}

/** The type of an API member. */
export type SdkType =
  | { readonly kind: "string" | "number" | "boolean" | "time" | "any" }
  | { readonly kind: "enum" | "shape"; readonly name: string }
  | { readonly kind: "list"; readonly item: SdkType }
  | { readonly kind: "map"; readonly value: SdkType };

/** The members of an interface of the SDK. */
export function readMembers(
  declaration: ts.InterfaceDeclaration,
  isEnum: (name: string) => boolean,
): SdkMember[] {
  return declaration.members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return [];
    const name = "text" in member.name ? member.name.text : "";
    if (name === "") return [];
    // The SDK writes `Name: T | undefined` for what the API requires.
    return [{ name, required: !member.questionToken, type: readType(member.type, isEnum) }];
  });
}

/** The members of a union shape: the SDK has one interface for each, in a namespace. */
export function unionMembers(
  namespace: ts.ModuleDeclaration,
  isEnum: (name: string) => boolean,
): SdkMember[] {
  const body = namespace.body;
  if (body === undefined || !ts.isModuleBlock(body)) return [];
  return body.statements.flatMap((statement) => {
    if (!ts.isInterfaceDeclaration(statement)) return [];
    // $UnknownMember and Visitor are the SDK's own.
    if (!/^\w+Member$/.test(statement.name.text)) return [];
    // The other members are there too, optional and of type never.
    return readMembers(statement, isEnum).filter((member) => member.required);
  });
}

function readType(node: ts.TypeNode, isEnum: (name: string) => boolean): SdkType {
  if (ts.isUnionTypeNode(node)) {
    const present = node.types.find((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
    return present === undefined ? { kind: "any" } : readType(present, isEnum);
  }
  if (ts.isArrayTypeNode(node)) return { kind: "list", item: readType(node.elementType, isEnum) };
  if (ts.isParenthesizedTypeNode(node)) return readType(node.type, isEnum);
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    return named(node.typeName.text, node.typeArguments ?? [], isEnum);
  }
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { kind: "string" };
    case ts.SyntaxKind.NumberKeyword:
      return { kind: "number" };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: "boolean" };
    default:
      return { kind: "any" };
  }
}

function named(
  name: string,
  args: readonly ts.TypeNode[],
  isEnum: (name: string) => boolean,
): SdkType {
  switch (name) {
    case "Record":
    case "Partial": {
      const value = args.at(-1);
      if (value === undefined) return { kind: "map", value: { kind: "any" } };
      const type = readType(value, isEnum);
      // Partial<Record<K, V>> is how the SDK writes a map with an enum for keys.
      return name === "Record" ? { kind: "map", value: type } : type;
    }
    case "Date":
      return { kind: "time" };
    case "Uint8Array":
      return { kind: "string" };
    case "__DocumentType":
      return { kind: "any" };
    default:
      return { kind: isEnum(name) ? "enum" : "shape", name };
  }
}
