import type { Declarations } from "./read.ts";
import { type DeclaredMember, type DeclaredType, substitute } from "./type.ts";

/** The plain kinds of values that expressions have. */
export type ValueKind = "string" | "number" | "boolean";

/** What an expression gives; `any` is that of jsonGet, which fits everywhere. */
export type Given = ReadonlySet<ValueKind> | "any" | "unknown";

/** Types of the generated code whose meaning is known here, which their form does not show. */
const handled: ReadonlySet<string> = new Set(["Closed", "OutputsByName", "PropertyList"]);

const kindOfNothing: ReadonlySet<ValueKind> = new Set();

/** Looks types up by name and says what fits them. */
export class Types {
  readonly declarations: Declarations;

  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  /** A type with its name looked up, as far as the name is that of a declared type. */
  resolve(type: DeclaredType): DeclaredType {
    if (type.kind !== "reference" || handled.has(type.name)) return type;
    if (type.name === "NoInfer") {
      const argument = this.resolve(argumentOf(type));
      // Of a type parameter it counts that this is no place from which it is inferred.
      return argument.kind === "reference" ? { ...type, arguments: [argument] } : argument;
    }
    const declaration = this.declarations.types.get(type.name);
    if (declaration === undefined) return type;
    const given = new Map(
      declaration.parameters.map((parameter, index): [string, DeclaredType] => {
        // Left out, a parameter is any string.
        return [parameter, type.arguments[index] ?? { kind: "keyword", name: "string" }];
      }),
    );
    return this.resolve(substitute(declaration.type, given));
  }

  /** The forms of a type: those of a union, else the type itself; of a value its plain form. */
  formsOf(type: DeclaredType): DeclaredType[] {
    const resolved = this.resolve(type);
    if (resolved.kind === "union") return resolved.of.flatMap((one) => this.formsOf(one));
    if (isNamed(resolved, "Value")) return this.formsOf(argumentOf(resolved));
    return [resolved];
  }

  /** Whether a type takes an expression of what is given. */
  takesExpression(type: DeclaredType, given: Given): boolean {
    const resolved = this.resolve(type);
    if (resolved.kind === "other") return true;
    if (resolved.kind === "union")
      return resolved.of.some((one) => this.takesExpression(one, given));
    if (isNamed(resolved, "Condition") || isNamed(resolved, "AnyStep")) return false;
    if (!isNamed(resolved, "Value") && !isNamed(resolved, "Expression")) return false;
    if (given === "any" || resolved.arguments.length === 0) return true;
    if (given === "unknown") return false;
    const wanted = this.#kindsOf(argumentOf(resolved));
    return wanted === "any" || [...given].every((kind) => wanted.has(kind));
  }

  /** What an expression of a type gives; undefined when the type is not that of an expression. */
  givenBy(type: DeclaredType): Given | undefined {
    const resolved = this.resolve(type);
    if (!isNamed(resolved, "Expression")) return undefined;
    const kinds = this.#kindsOf(argumentOf(resolved));
    if (kinds === "any") return resolved.arguments.length === 0 ? "unknown" : "any";
    return kinds.size === 0 ? "unknown" : kinds;
  }

  /** The member of an object type. */
  memberOf(type: DeclaredType, name: string): DeclaredMember | undefined {
    const resolved = this.resolve(type);
    return resolved.kind === "object" ? resolved.members.get(name) : undefined;
  }

  #kindsOf(type: DeclaredType): ReadonlySet<ValueKind> | "any" {
    const resolved = this.resolve(type);
    switch (resolved.kind) {
      case "keyword":
        if (resolved.name === "never") return "any";
        return isValueKind(resolved.name) ? new Set([resolved.name]) : kindOfNothing;
      case "literal":
        return new Set([typeof resolved.value].filter(isValueKind));
      case "union": {
        const all = resolved.of.map((one) => this.#kindsOf(one));
        return all.includes("any")
          ? "any"
          : new Set(all.flatMap((kinds) => (kinds === "any" ? [] : [...kinds])));
      }
      case "reference":
        // A type parameter stands for names.
        return new Set(["string"] as const);
      case "other":
        return "any";
      case "list":
      case "map":
      case "object":
        return kindOfNothing;
    }
  }
}

/** Whether a type is that of a name, with whatever arguments. */
export function isNamed<const Name extends string>(
  type: DeclaredType,
  name: Name,
): type is Extract<DeclaredType, { kind: "reference" }> & { readonly name: Name } {
  return type.kind === "reference" && type.name === name;
}

/** The first argument of a reference. */
export function argumentOf(type: Extract<DeclaredType, { kind: "reference" }>): DeclaredType {
  return type.arguments[0] ?? { kind: "other" };
}

function isValueKind(name: string): name is ValueKind {
  return name === "string" || name === "number" || name === "boolean";
}
