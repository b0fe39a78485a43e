import { leaf, type TypeContext } from "./build-context.ts";
import { objectMember } from "./build-types.ts";
import { assertNever, CodegenError } from "./errors.ts";
import type { IrMember, IrRole, IrShape, IrType } from "./ir.ts";
import { propertiesName } from "./names.ts";
import type { ApiNode } from "./schema-node.ts";
import type { SdkType } from "./sdk-types.ts";

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
export function apiNodeType(
  node: ApiNode,
  role: IrRole,
  name: string,
  context: TypeContext,
): IrType {
  if (node.notes.size === 0 && node.more.length === 0) {
    return apiType({ kind: "shape", name: node.shape }, role, context);
  }
  apiShape(node, role, name, context);
  return { kind: "shape", name };
}

function follow(api: string, name: string, role: IrRole, context: TypeContext): IrShape {
  const shape = context.sdk.shape(api);
  return {
    name,
    role,
    api,
    description: undefined,
    see: undefined,
    isUnion: shape.kind === "union",
    members: shape.members.map((member): IrMember => ({
      name: member.name,
      type: apiType(member.type, role, context),
      required: member.required,
      limits: context.facts.limits(api, member.name),
      description: undefined,
      default: context.facts.default(api, member.name),
    })),
  };
}

function apiType(type: SdkType, role: IrRole, context: TypeContext): IrType {
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return leaf({ kind: type.kind }, role);
    case "time":
      return leaf({ kind: "string" }, role);
    case "any":
      return leaf({ kind: "any" }, role);
    case "list":
      return { kind: "list", item: apiType(type.item, role, context) };
    case "map":
      return { kind: "map", value: apiType(type.value, role, context) };
    case "enum":
      return enumType(type.name, role, context);
    case "shape": {
      const name = role === "properties" ? propertiesName(type.name) : type.name;
      context.shape(name, `the API's ${type.name} in ${role}`, () =>
        follow(type.name, name, role, context),
      );
      return { kind: "shape", name };
    }
    default:
      return assertNever(type);
  }
}

/** A property is a string that nobody writes: its constants are not needed there. */
function enumType(name: string, role: IrRole, context: TypeContext): IrType {
  const values = context.sdk.enumValues(name) ?? [];
  const isNumber = values.some(({ value }) => typeof value === "number");
  if (role === "properties") return leaf({ kind: isNumber ? "number" : "string" }, role);
  const isOpen = context.schema.openEnums.has(name);
  context.enum({ name, values, api: name, isOpen }, `the API's ${name}`);
  return leaf({ kind: "enum", name }, role);
}
