import type { Limits } from "./limits.ts";

/**
 * The schema after the adjust phase: a closed tree in which each construct of JSON Schema that we
 * understand has exactly one form.
 */
export type SchemaNode =
  | ScalarNode
  | LiteralsNode
  | { readonly kind: "expression" }
  | { readonly kind: "core"; readonly name: CoreType }
  | { readonly kind: "list"; readonly item: SchemaNode; readonly limits: Limits }
  | { readonly kind: "map"; readonly value: SchemaNode; readonly limits: Limits }
  | { readonly kind: "any" }
  | ObjectNode
  | UnionNode
  | { readonly kind: "definition"; readonly name: string }
  | ApiNode;

/** The types that @nacre/core has by hand and generated code refers to. */
export type CoreType = "AnyStep" | "Condition" | "FloatLiteral" | "StepReference";

/** The scalar types of JSON Schema. */
export type ScalarType = "string" | "integer" | "number" | "boolean" | "null";

/** A scalar. */
interface ScalarNode {
  readonly kind: "scalar";
  readonly type: ScalarType;
  readonly limits: Limits;
}

/** One of some constants. */
export interface LiteralsNode {
  readonly kind: "literals";
  readonly values: readonly (string | number | boolean)[];
}

/** An object with known members; never any others. */
export interface ObjectNode {
  readonly kind: "object";
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** The page that describes it. */
  readonly see: string | undefined;
  readonly members: readonly MemberNode[];
}

/** A member of an object. */
export interface MemberNode {
  readonly name: string;
  readonly node: SchemaNode;
  readonly required: boolean;
  readonly description: string | undefined;
  readonly default: string | undefined;
}

/** One of several forms. */
export interface UnionNode {
  readonly kind: "union";
  readonly of: readonly SchemaNode[];
}

/** An object whose members are those of a shape of the SageMaker API. */
export interface ApiNode {
  readonly kind: "api";
  readonly shape: string;
  /** What the schema says about single members of the shape, by name. */
  readonly notes: ReadonlyMap<string, ApiMemberNote>;
  /** Members that the shape does not have. */
  readonly more: readonly MemberNode[];
}

/** How a member differs from what the API says. */
export interface ApiMemberNote {
  /** SageMaker Pipelines does without it although the API requires it. */
  readonly optional: boolean;
  readonly description: string | undefined;
}

/** A step type as the schema has it. */
export interface StepNode {
  /** Name of its definition, which becomes the name of the class. */
  readonly className: string;
  /** Its `Type`. */
  readonly type: string;
  readonly description: string | undefined;
  readonly see: string | undefined;
  /** The members besides `Name` and `Type`, in the order they are written. */
  readonly members: readonly MemberNode[];
  /** What `Steps.<name>.…` addresses; none when the step has no properties. */
  readonly properties: SchemaNode | undefined;
  readonly names: readonly NameNode[];
}

/** Names that a step's user chooses, such as those of its outputs. */
export interface NameNode {
  /** The type parameter that stands for these names. */
  readonly name: string;
  /** Dotted path of the member, or map, that holds them. Lists add nothing to a path. */
  readonly givenAt: string;
  /** Dotted paths of lists and maps, below the properties, whose elements they address. */
  readonly address: readonly string[];
  /** Dotted paths of members that must be one of them. */
  readonly repeatedAt: readonly string[];
  /** When `givenAt` is a list of objects, each with a name and the type of what has that name. */
  readonly items: NamedItems | undefined;
}

/** Which members of the objects of a list hold a name and the type of what has it. */
export interface NamedItems {
  readonly name: string;
  /** One of `String`, `Integer`, `Float` and `Boolean`. */
  readonly type: string;
}

/** What the adjust phase makes of a schema. */
export interface AdjustedSchema {
  readonly steps: readonly StepNode[];
  /** The definitions that are not steps, by name. */
  readonly definitions: ReadonlyMap<string, SchemaNode>;
  /** API enums that take other strings too, such as instance types. */
  readonly openEnums: ReadonlySet<string>;
  /** What was not understood and therefore left out; each names its place. */
  readonly warnings: readonly string[];
}
