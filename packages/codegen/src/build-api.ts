import { leaf, type TypeContext } from "./build-context.ts";
import { assertNever } from "./errors.ts";
import type { IrMember, IrRole, IrShape, IrType } from "./ir.ts";
import { propertiesName } from "./names.ts";
import type { SdkType } from "./sdk-types.ts";

/** The API's shape of that name, under a name of ours. */
export function follow(api: string, name: string, role: IrRole, context: TypeContext): IrShape {
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

/** The type of a member of the API's shapes. */
export function apiType(type: SdkType, role: IrRole, context: TypeContext): IrType {
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
