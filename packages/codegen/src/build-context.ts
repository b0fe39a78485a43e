import { assertNever } from "./errors.ts";
import type { IrEnum, IrRole, IrShape, IrType } from "./ir.ts";
import type { ApiFacts, Limits } from "./limits.ts";
import type { AdjustedSchema, SchemaNode } from "./schema-node.ts";
import type { Sdk } from "./sdk.ts";

/** What making a type needs: where to look things up, and where to put what it makes. */
export interface TypeContext {
  readonly schema: AdjustedSchema;
  readonly sdk: Sdk;
  readonly facts: ApiFacts;
  readonly shape: (name: string, origin: string, make: () => IrShape) => void;
  readonly enum: (value: IrEnum, origin: string) => void;
}

/** A leaf takes, or is, an expression where its role says so. */
export function leaf(type: IrType, role: IrRole): IrType {
  switch (role) {
    case "arguments":
      return { kind: "value", of: type };
    case "properties":
      return { kind: "expression", of: type };
    case "envelope":
      return type;
    default:
      return assertNever(role);
  }
}

/** The limits of a node, its own or those of what it refers to or chooses from. */
export function nodeLimits(node: SchemaNode, schema: AdjustedSchema): Limits {
  switch (node.kind) {
    case "scalar":
    case "list":
    case "map":
      return node.limits;
    case "definition": {
      const target = schema.definitions.get(node.name);
      return target === undefined || target.kind === "object" ? {} : nodeLimits(target, schema);
    }
    case "union": {
      const [first, ...others] = node.of.filter((one) => one.kind !== "expression");
      return first === undefined || others.length > 0 ? {} : nodeLimits(first, schema);
    }
    default:
      return {};
  }
}
