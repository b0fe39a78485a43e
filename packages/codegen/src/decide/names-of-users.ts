import { CodegenError } from "../errors.ts";
import type { Ir, IrMember, IrStep, IrType } from "../ir.ts";

/** What a type parameter does at the end of its path. */
type SlotUse = "given" | "address" | "repeated";

/** A place below a shape where names chosen by the user stand. */
export interface Slot {
  readonly parameter: string;
  readonly use: SlotUse;
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
    for (const { name, givenAt, address, repeatedAt } of step.names) {
      follow(givenAt, propsName(step), { parameter: name, use: "given" });
      for (const path of repeatedAt) {
        follow(path, propsName(step), { parameter: name, use: "repeated" });
      }
      for (const path of address) {
        if (step.properties !== undefined) {
          follow(path, step.properties, { parameter: name, use: "address" });
        }
      }
    }
  }
  return slots;
}

/** The type parameters of a shape, each once. */
export function parametersOf(slots: Slots | undefined): string[] {
  return [...new Set([...(slots?.values() ?? [])].map(({ parameter }) => parameter))];
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
