/** The text of `types.ts`: the two types that generated shapes share and that follow no schema. */
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

/**
 * A list among the properties of a step, addressed by position. The first ten positions are known
 * to the compiler; of the others it says that they may be missing.
 */
export interface PropertyList<T> {
${Array.from({ length: 10 }, (_, index) => `  readonly ${index}: T;\n`).join("")}  readonly [index: number]: T;
}
`;
