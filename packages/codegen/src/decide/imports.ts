import { posix } from "node:path";
import { assertNever } from "../errors.ts";
import { byCodeUnit } from "../names.ts";
import type { Declaration, Import, Type } from "./model.ts";

/** Where the hand-written names live, seen from the output folder, and whether they are types. */
const byHand: ReadonlyMap<string, readonly [file: string, isType: boolean]> = new Map([
  ["AnyArgument", ["types.ts", true]],
  ["Closed", ["types.ts", true]],
  ["OutputsByName", ["types.ts", true]],
  ["PropertyList", ["types.ts", true]],
  ["AnyStep", ["../step.ts", true]],
  ["StepReference", ["../step.ts", true]],
  ["Step", ["../step.ts", false]],
  ["Condition", ["../condition.ts", true]],
  ["Expression", ["../expression.ts", true]],
  ["FloatLiteral", ["../expressions/parameters.ts", true]],
  ["Value", ["../value.ts", true]],
  ["PropertyFileReference", ["../property-file.ts", true]],
  ["propertyFiles", ["../property-file.ts", false]],
  ["stepProperties", ["../properties.ts", false]],
]);

/** The imports that the declarations of a file need. */
export function importsOf(
  path: string,
  declarations: readonly Declaration[],
  files: ReadonlyMap<string, string>,
): Import[] {
  const wanted = new Map<string, Set<string>>();
  for (const name of new Set(declarations.flatMap(namesUsed))) {
    const [file, isType] = byHand.get(name) ?? [files.get(name), true];
    if (file === undefined || file === path) continue;
    const key = `${isType ? "type" : "value"} ${relative(path, file)}`;
    wanted.set(key, (wanted.get(key) ?? new Set()).add(name));
  }
  return [...wanted]
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .map(([key, names]) => ({
      from: key.slice(key.indexOf(" ") + 1),
      isType: key.startsWith("type "),
      names: [...names].toSorted(byCodeUnit),
    }));
}

/** The specifier of a module seen from another, both below the output folder. */
function relative(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

function namesUsed(declaration: Declaration): string[] {
  switch (declaration.kind) {
    case "enum":
      return [];
    case "interface":
    case "oneOf": {
      const own = new Set(declaration.parameters.map(({ name }) => name));
      return [
        ...declaration.parameters.flatMap(({ constraint }) => namesIn(constraint)),
        ...declaration.members.flatMap(({ type }) => namesIn(type)),
      ].filter((name) => !own.has(name));
    }
    case "step": {
      const { fields, properties, propertyFiles, props } = declaration;
      const own = new Set(declaration.parameters.map(({ name }) => name));
      return [
        "Step",
        ...declaration.parameters.flatMap(({ constraint }) => namesIn(constraint)),
        ...fields.flatMap(({ type }) => namesIn(type)),
        ...namesIn(props),
        ...(properties === undefined ? [] : ["stepProperties", ...namesIn(properties.type)]),
        ...(propertyFiles === undefined ? [] : ["propertyFiles", "PropertyFileReference"]),
      ].filter((name) => !own.has(name));
    }
    default:
      return assertNever(declaration);
  }
}

function namesIn(type: Type): string[] {
  switch (type.kind) {
    case "keyword":
    case "literal":
      return [];
    case "reference":
      return [type.name, ...type.arguments.flatMap(namesIn)];
    case "array":
      return namesIn(type.item);
    case "index":
    case "keyed":
      return namesIn(type.value);
    case "keyedByItems":
      return ["OutputsByName"];
    case "union":
      return type.of.flatMap(namesIn);
    default:
      return assertNever(type);
  }
}
