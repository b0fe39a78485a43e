import { assertNever } from "../errors.ts";
import type { IrMember, IrRole, IrType } from "../ir.ts";
import type { Type } from "./model.ts";
import { parametersOf, type Slot, type Slots, type SlotsOfShapes } from "./names-of-users.ts";

/** A reference to a named type. */
export function reference(name: string, ...args: readonly Type[]): Type {
  return { kind: "reference", name, arguments: args };
}

/** The type of a member of a shape, with the names that the user chooses threaded through it. */
export function memberType(
  member: IrMember,
  role: IrRole,
  own: Slots | undefined,
  all: SlotsOfShapes,
): Type {
  return typeOf(member.type, own?.get(member.name), {
    role,
    shape: (name) => reference(name, ...shapeArguments(name, member.name, own, all)),
  });
}

interface Place {
  readonly role: IrRole;
  readonly shape: (name: string) => Type;
}

function typeOf(type: IrType, slot: Slot | undefined, place: Place): Type {
  switch (type.kind) {
    case "string":
      return slot === undefined ? { kind: "keyword", name: "string" } : nameType(slot);
    case "number":
    case "boolean":
    case "null":
      return { kind: "keyword", name: type.kind };
    case "any":
      return reference("AnyArgument");
    case "literals":
      return {
        kind: "union",
        of: type.values.map((value): Type => ({ kind: "literal", value })),
      };
    case "enum":
      return reference(type.name);
    case "core":
      return reference(type.name);
    case "shape":
      return place.shape(type.name);
    case "value":
      return type.of.kind === "any"
        ? reference("AnyArgument")
        : reference("Value", typeOf(type.of, slot, place));
    case "expression":
      return type.of.kind === "any"
        ? reference("Expression", { kind: "keyword", name: "unknown" })
        : reference("Expression", typeOf(type.of, undefined, place));
    case "union":
      return { kind: "union", of: type.of.map((one) => typeOf(one, slot, place)) };
    case "list":
      return listType(type.item, slot, place);
    case "map": {
      const value = typeOf(type.value, undefined, place);
      return slot === undefined
        ? { kind: "index", value }
        : { kind: "keyed", keys: slot.parameter, value };
    }
    default:
      return assertNever(type);
  }
}

function listType(item: IrType, slot: Slot | undefined, place: Place): Type {
  if (slot?.items !== undefined) {
    const { shape, name, type } = slot.items;
    return slot.use === "address"
      ? { kind: "keyedByItems", items: slot.parameter, name, type }
      : {
          kind: "array",
          item: reference("Closed", reference(slot.parameter), reference(shape)),
        };
  }
  if (slot?.use === "address") {
    return { kind: "keyed", keys: slot.parameter, value: typeOf(item, undefined, place) };
  }
  const inner = typeOf(item, slot, place);
  return place.role === "properties"
    ? reference("PropertyList", inner)
    : { kind: "array", item: inner };
}

/** Where a name is repeated it must not be inferred from: it has to be one of those given. */
function nameType(slot: Slot): Type {
  const name = reference(slot.parameter);
  return slot.use === "repeated" ? reference("NoInfer", name) : name;
}

/** What a reference to a shape passes for its type parameters; nothing for those not led here. */
function shapeArguments(
  shape: string,
  member: string,
  own: Slots | undefined,
  all: SlotsOfShapes,
): Type[] {
  const slots = all.get(shape);
  const passed = parametersOf(slots).map(({ name: parameter }) => {
    const paths = [...(slots ?? [])].filter(([, slot]) => slot.parameter === parameter);
    const found = paths.map(([path]) => own?.get(`${member}.${path}`)?.parameter);
    return found.find((name) => name !== undefined);
  });
  const last = passed.findLastIndex((name) => name !== undefined);
  return passed
    .slice(0, last + 1)
    .map((name): Type =>
      name === undefined ? { kind: "keyword", name: "string" } : reference(name),
    );
}
