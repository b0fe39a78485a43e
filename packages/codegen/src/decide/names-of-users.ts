import { CodegenError } from "../errors.ts";
import type { Ir, IrMember, IrStep, IrType } from "../ir.ts";
import type { NamedItems } from "../schema-node.ts";
import type { Type, TypeParameter } from "./model.ts";

/** What a type parameter does at the end of its path. */
type SlotUse = "given" | "address" | "repeated";

/** A place below a shape where names chosen by the user stand. */
export interface Slot {
  readonly parameter: string;
  readonly use: SlotUse;
  /** Set when the type parameter stands for the objects that hold a name, not for the name. */
  readonly items: SlotItems | undefined;
}

/** The objects of a list that hold a name each. */
interface SlotItems extends NamedItems {
  readonly shape: string;
}

/** The places below a shape, by dotted path. */
export type Slots = ReadonlyMap<string, Slot>;

/** For every shape that lies on the way to such names: the places below it. */
export type SlotsOfShapes = ReadonlyMap<string, Slots>;

/** The name under which the props of a step stand among the shapes. */
export function propsName(step: IrStep): string {
  return `${step.className}Props`;
}

/**
 * Follows the paths of all `names`, so that each shape on the way gets a type parameter. The first
 * step type to lead through a shape names the parameter there.
 */
export function followNames(ir: Ir): SlotsOfShapes {
  const slots = new Map<string, Map<string, Slot>>();
  for (const step of ir.steps) {
    const membersOf = (shape: string): readonly IrMember[] | undefined =>
      shape === propsName(step) ? step.members : ir.shapes.get(shape)?.members;
    const follow = (path: readonly string[], shape: string, slot: Slot): void => {
      const own = slots.get(shape) ?? new Map<string, Slot>();
      slots.set(shape, own);
      if (!own.has(path.join("."))) own.set(path.join("."), slot);
      const [first, ...rest] = path;
      const member = membersOf(shape)?.find(({ name }) => name === first);
      const next = member && (rest.length > 0 ? shapeIn(member.type) : undefined);
      if (member === undefined || (rest.length > 0 && next === undefined)) {
        throw new CodegenError(
          "SCHEMA_NAMES_PATH",
          `The names ${slot.parameter} of ${step.className} lead to ${shape}.${path.join(".")}, which is not there.`,
          "Write the dotted path of a member; lists add nothing to it.",
        );
      }
      if (next !== undefined) follow(rest, next, slot);
    };
    for (const { name, givenAt, address, repeatedAt, items } of step.names) {
      const member = step.members.find((one) => one.name === givenAt[0]);
      const shape = member && shapeIn(member.type);
      const slot = {
        parameter: name,
        items: items && shape !== undefined ? { ...items, shape } : undefined,
      };
      follow(givenAt, propsName(step), { ...slot, use: "given" });
      for (const path of repeatedAt) follow(path, propsName(step), { ...slot, use: "repeated" });
      for (const path of address) {
        if (step.properties !== undefined) {
          follow(path, step.properties, { ...slot, use: "address" });
        }
      }
    }
  }
  return slots;
}

/** The type parameters of a shape, each once: of names, or of the objects that hold them. */
export function parametersOf(slots: Slots | undefined): TypeParameter[] {
  const found = new Map<string, TypeParameter>();
  for (const { parameter, items } of slots?.values() ?? []) {
    const constraint: Type =
      items === undefined
        ? { kind: "keyword", name: "string" }
        : { kind: "reference", name: items.shape, arguments: [] };
    if (!found.has(parameter)) found.set(parameter, { name: parameter, constraint });
  }
  return [...found.values()];
}

function shapeIn(type: IrType): string | undefined {
  switch (type.kind) {
    case "shape":
      return type.name;
    case "list":
      return shapeIn(type.item);
    case "map":
      return shapeIn(type.value);
    default:
      return undefined;
  }
}
