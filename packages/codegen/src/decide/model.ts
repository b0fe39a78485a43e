/** What is to be printed: every choice is made, and nothing of it is text yet. */
export interface Module {
  /** Path below the output folder, such as `steps/processing.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

/** One import statement. */
export interface Import {
  readonly from: string;
  readonly names: readonly string[];
  /** All of them are types. */
  readonly isType: boolean;
}

/** Something that a module exports. */
export type Declaration =
  InterfaceDeclaration | OneOfDeclaration | EnumDeclaration | StepDeclaration;

/** An object type. */
export interface InterfaceDeclaration {
  readonly kind: "interface";
  readonly name: string;
  readonly doc: Doc;
  readonly parameters: readonly TypeParameter[];
  readonly members: readonly Member[];
}

/** A union of object types, of which each has exactly one of the members. */
export interface OneOfDeclaration {
  readonly kind: "oneOf";
  readonly name: string;
  readonly doc: Doc;
  readonly parameters: readonly TypeParameter[];
  readonly members: readonly Member[];
}

/** An object of constants and the type of them. */
export interface EnumDeclaration {
  readonly kind: "enum";
  readonly name: string;
  readonly doc: Doc;
  readonly values: readonly { readonly key: string; readonly value: string | number }[];
  /** Other strings are taken too. */
  readonly isOpen: boolean;
}

/** The class of a step type. */
export interface StepDeclaration {
  readonly kind: "step";
  readonly name: string;
  readonly doc: Doc;
  /** The value of `Type` in a definition. */
  readonly type: string;
  /** Type parameters after that of the step's own name. */
  readonly parameters: readonly TypeParameter[];
  readonly props: Type;
  /** Names of the envelope members in the order they are written. */
  readonly members: readonly string[];
  readonly fields: readonly Member[];
  readonly properties: StepProperties | undefined;
  /** The type parameter for names of property files, when the step may have any. */
  readonly propertyFiles: string | undefined;
}

/** The properties of a step. */
interface StepProperties {
  readonly type: Type;
  /** Dotted paths of the members that are addressed by a name. */
  readonly keyed: readonly string[];
}

/** A member of an object type or a field of a class. */
export interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: Type;
  readonly doc: Doc;
}

/** A type parameter; its constraint is its default too. */
export interface TypeParameter {
  readonly name: string;
  readonly constraint: Type;
}

/** A TypeScript type. */
export type Type =
  | {
      readonly kind: "keyword";
      readonly name: "string" | "number" | "boolean" | "null" | "unknown" | "never";
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "reference"; readonly name: string; readonly arguments: readonly Type[] }
  | { readonly kind: "array"; readonly item: Type }
  | { readonly kind: "index"; readonly value: Type }
  | { readonly kind: "keyed"; readonly keys: string; readonly value: Type }
  /** Keyed by the names in some objects, each value an expression of the type that its object says. */
  | {
      readonly kind: "keyedByItems";
      readonly items: string;
      readonly name: string;
      readonly type: string;
    }
  | { readonly kind: "union"; readonly of: readonly Type[] };

/** A comment: sentences, then tags. */
export interface Doc {
  readonly sentences: readonly string[];
  readonly default: string | undefined;
  readonly see: string | undefined;
}
