import { assertNever } from "./errors.ts";
import type { IrEnum, IrRole, IrShape, IrType } from "./ir.ts";
import type { ApiFacts } from "./limits.ts";
import type { AdjustedSchema } from "./schema-node.ts";
import type { Sdk } from "./sdk.ts";

/** What making a type needs: where to look things up, and where to put what it makes. */
export interface TypeContext {
  readonly schema: AdjustedSchema;
  readonly sdk: Sdk;
  readonly facts: ApiFacts;
  readonly shape: (name: string, origin: string, make: () => IrShape) => void;
  readonly enum: (value: IrEnum) => void;
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
