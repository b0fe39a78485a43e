/** The text of `types.ts`: the types that generated shapes share and that follow no schema. */
export const typesModule = `import type { Expression } from "../expression.ts";

/** Any JSON value, in which each scalar may be an expression. */
export type AnyArgument =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly AnyArgument[]
  | { readonly [key: string]: AnyArgument };

/** The objects of a list, inferred from what is given, of which none has a member too many. */
export type Closed<Item, Shape> = Item & {
  readonly [Key in Exclude<keyof Item, keyof Shape>]: never;
};

/** What the outputs in a list give, by their names, each of the type it is declared with. */
export type OutputsByName<Output, NameIn extends keyof Output, TypeIn extends keyof Output> = {
  readonly [Item in Output as Item[NameIn] & string]: Expression<OutputValue<Item[TypeIn]>>;
};

/** The type of an output by the type it is declared with. */
export type OutputValue<OutputType> = OutputType extends "Integer" | "Float"
  ? number
  : OutputType extends "Boolean"
    ? boolean
    : string;

/**
 * A list among the properties of a step, addressed by position. The first ten positions are known
 * to the compiler; of the others it says that they may be missing.
 */
export interface PropertyList<T> {
${Array.from({ length: 10 }, (_, index) => `  readonly ${index}: T;\n`).join("")}  readonly [index: number]: T;
}
`;
