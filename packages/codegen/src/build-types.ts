import { apiType, follow } from "./build-api.ts";
import { assertNever, CodegenError } from "./errors.ts";
import { leaf, nodeLimits, type TypeContext } from "./build-context.ts";
import type { IrMember, IrRole, IrShape, IrType } from "./ir.ts";
import { constantKey, nestedName, pascal } from "./names.ts";
import type {
  ApiNode,
  LiteralsNode,
  MemberNode,
  ObjectNode,
  SchemaNode,
  UnionNode,
} from "./schema-node.ts";

/** The type of a schema node; objects become shapes, named by where they stand. */
export function schemaType(
  node: SchemaNode,
  role: IrRole,
  name: string,
  context: TypeContext,
): IrType {
  switch (node.kind) {
    case "scalar":
      return node.type === "number" && role === "envelope"
        ? { kind: "union", of: [{ kind: "number" }, { kind: "core", name: "FloatLiteral" }] }
        : leaf(scalar(node.type), role);
    case "literals":
      return leaf(constants(node, role, name, context), role);
    case "any":
      return leaf(node, role);
    case "core":
      return node;
    case "expression":
      // Alone, an expression may be of any scalar.
      return { kind: "expression", of: { kind: "union", of: scalars } };
    case "list":
      return { kind: "list", item: schemaType(node.item, role, nestedName(name, "Item"), context) };
    case "map":
      return {
        kind: "map",
        value: schemaType(node.value, role, nestedName(name, "Value"), context),
      };
    case "object":
      return objectType(node, role, name, [], context);
    case "definition":
      return definitionType(node.name, role, context);
    case "api":
      return apiNodeType(node, role, name, context);
    case "union":
      return unionType(node, role, name, context);
    default:
      return assertNever(node);
  }
}

const scalars: readonly IrType[] = [{ kind: "boolean" }, { kind: "number" }, { kind: "string" }];

/** Several strings get a name; anything else is short enough to stand where it is used. */
function constants(
  { values }: LiteralsNode,
  role: IrRole,
  name: string,
  context: TypeContext,
): IrType {
  const texts = values.filter((value) => typeof value === "string");
  if (values.length < 2 || texts.length < values.length) return { kind: "literals", values };
  // Nobody writes a property.
  if (role === "properties") return { kind: "string" };
  const own = texts.map((value) => ({ key: constantKey(value), value }));
  context.enum({ name, values: own, api: undefined, isOpen: false }, `the constants ${name}`);
  return { kind: "enum", name };
}

function scalar(type: "string" | "integer" | "number" | "boolean" | "null"): IrType {
  return { kind: type === "integer" ? "number" : type };
}

/** Objects keep their own name; anything smaller is put in where it is referred to. */
function definitionType(name: string, role: IrRole, context: TypeContext): IrType {
  const target = context.schema.definitions.get(name);
  if (target === undefined) throw new TypeError(`The definition ${name} was read before`);
  const own = role === "properties" ? `${name}Properties` : name;
  if (target.kind !== "object") return schemaType(target, role, own, context);
  context.shape(own, `definitions/${name} in ${role}`, () =>
    objectShape(target, role, own, context),
  );
  return { kind: "shape", name: own };
}

/** An object that is written out where it is used. */
function objectType(
  node: ObjectNode,
  role: IrRole,
  name: string,
  absent: readonly string[],
  context: TypeContext,
): IrType {
  context.shape(name, `the object ${name}`, () => ({
    ...objectShape(node, role, name, context),
    absent,
  }));
  return { kind: "shape", name };
}

function objectShape(node: ObjectNode, role: IrRole, name: string, context: TypeContext): IrShape {
  return {
    name,
    role,
    api: undefined,
    description: node.description,
    see: node.see,
    isUnion: false,
    members: node.members.map((member) => objectMember(member, role, name, context)),
  };
}

function objectMember(
  member: MemberNode,
  role: IrRole,
  parent: string,
  context: TypeContext,
): IrMember {
  const { node, name, required, description } = member;
  return {
    name,
    required,
    description,
    default: member.default,
    type: schemaType(node, role, nestedName(parent, name), context),
    limits: nodeLimits(node, context.schema),
  };
}

/** Makes the shape of an `apiShape` node, under a name of its own. */
export function apiShape(node: ApiNode, role: IrRole, name: string, context: TypeContext): void {
  context.shape(name, `the API's ${node.shape} for ${name}`, () => {
    const shape = follow(node.shape, name, role, context);
    for (const member of node.notes.keys()) {
      if (shape.members.some((one) => one.name === member)) continue;
      throw new CodegenError(
        "API_MEMBER_UNKNOWN",
        `The schema speaks of ${node.shape}.${member}, which the API does not have.`,
        "Correct or remove the entry in apiMembers.",
      );
    }
    const members = shape.members.map((member) => {
      const note = node.notes.get(member.name);
      if (note === undefined) return member;
      const { description } = note;
      return { ...member, required: member.required && !note.optional, description };
    });
    return {
      ...shape,
      members: [
        ...members,
        ...node.more.map((member) => objectMember(member, role, name, context)),
      ],
    };
  });
}

/** The type of an `apiShape` node within another: the API's own shape, unless it is changed here. */
function apiNodeType(node: ApiNode, role: IrRole, name: string, context: TypeContext): IrType {
  if (node.notes.size === 0 && node.more.length === 0) {
    return apiType({ kind: "shape", name: node.shape }, role, context);
  }
  apiShape(node, role, name, context);
  return { kind: "shape", name };
}

/** `oneOf: [string, { Get }]` is a value; unions of objects get a name for each form. */
function unionType(node: UnionNode, role: IrRole, name: string, context: TypeContext): IrType {
  const plain = node.of.filter((one) => one.kind !== "expression");
  const takesExpressions = plain.length < node.of.length;
  const objects = plain.filter((one) => one.kind === "object");
  const types = plain.map((one, index) => {
    if (one.kind === "object" && objects.length > 1) {
      const own = formName(one, name, index);
      return objectType(one, role, own, absentIn(one, objects, role), context);
    }
    const type = schemaType(one, role, name, context);
    const isLeaf = one.kind === "scalar" || one.kind === "literals";
    return takesExpressions && isLeaf && role === "envelope" ? leaf(type, "arguments") : type;
  });
  const distinct = new Map(types.map((type) => [JSON.stringify(type), type]));
  const of = [...distinct.values()];
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "union", of };
}

/** What only the other forms have, so that a mixture of forms is refused. */
function absentIn(node: ObjectNode, forms: readonly ObjectNode[], role: IrRole): string[] {
  if (role === "properties") return [];
  const own = new Set(node.members.map(({ name }) => name));
  const all = new Set(forms.flatMap((form) => form.members.map(({ name }) => name)));
  return [...all].filter((name) => !own.has(name));
}

/** The name of one form of several: its title, its constant, or its first required member. */
function formName(node: ObjectNode, parent: string, index: number): string {
  const constant = node.members
    .flatMap((member) => (member.node.kind === "literals" ? member.node.values : []))
    .find((value) => typeof value === "string");
  const part =
    node.title ?? constant?.toString() ?? node.members.find((member) => member.required)?.name;
  if (part !== undefined) return nestedName(parent, pascal(part));
  throw new CodegenError(
    "SCHEMA_FORM_UNNAMED",
    `Form ${index} of ${parent} has no title, no constant and no required member to be named by.`,
    'Give it a "title".',
  );
}
