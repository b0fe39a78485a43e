import { assertNever } from "../errors.ts";
import type { Ir, IrType } from "../ir.ts";
import { fileName } from "../names.ts";
import type { Declaration, Doc } from "./model.ts";

/** No generated file is longer than this many lines. */
const longestFile = 800;

/** Room for the header, the imports and the blank lines of a file. */
const overhead = 60;

/** The file of every shape and enum, by name: of the one step type that needs it, or a shared one. */
export function filesOf(ir: Ir): Map<string, string> {
  const users = usersOf(ir);
  const files = new Map<string, string>();
  for (const { name, role } of ir.shapes.values()) {
    files.set(name, file(users.get(name) ?? [], role === "properties" ? "-properties" : ""));
  }
  for (const name of ir.enums.keys()) files.set(name, file(users.get(name) ?? [], "-enums"));
  for (const step of ir.steps) {
    const own = `steps/${fileName(step.className)}.ts`;
    for (const part of ["Arguments", "Properties"]) {
      if (files.has(step.className + part)) files.set(step.className + part, own);
    }
  }
  return files;
}

/** A group that would become too long gets a folder, with one file for each declaration. */
export function splitLong(
  files: Map<string, string>,
  declarations: ReadonlyMap<string, Declaration>,
): void {
  const lines = new Map<string, number>();
  for (const [name, path] of files) {
    const declaration = declarations.get(name);
    if (declaration === undefined) continue;
    lines.set(path, (lines.get(path) ?? overhead) + linesOf(declaration));
  }
  for (const [name, path] of files) {
    if ((lines.get(path) ?? 0) > longestFile && path.startsWith("shapes/")) {
      files.set(name, `${path.replace(/\.ts$/, "")}/${fileName(name)}.ts`);
    }
  }
}

/** About so many lines are printed for a declaration, and rather fewer. */
function linesOf(declaration: Declaration): number {
  switch (declaration.kind) {
    case "enum":
      return declaration.values.length + 8;
    case "interface":
    case "oneOf":
      return declaration.members.reduce((sum, { doc }) => sum + 1 + docLines(doc), 10);
    case "step":
      // Steps have a file of their own.
      return 0;
    default:
      return assertNever(declaration);
  }
}

function docLines({ sentences, default: standard }: Doc): number {
  const { length } = sentences.join(" ");
  const text = Math.ceil(length / 80);
  return text <= 1 && standard === undefined ? text : text + 3;
}

function file(users: readonly string[], suffix: string): string {
  const [only] = users;
  const name = users.length === 1 && only !== undefined ? fileName(only) : "shared";
  return `shapes/${name}${suffix}.ts`;
}

/** Which step types reach a shape or enum. */
function usersOf(ir: Ir): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const step of ir.steps) {
    const visit = (type: IrType): void => {
      switch (type.kind) {
        case "shape":
        case "enum": {
          const own = users.get(type.name) ?? [];
          users.set(type.name, own);
          if (own.at(-1) === step.className) return;
          own.push(step.className);
          ir.shapes.get(type.name)?.members.forEach((member) => visit(member.type));
          return;
        }
        case "list":
          return visit(type.item);
        case "map":
          return visit(type.value);
        case "value":
        case "expression":
          return visit(type.of);
        case "union":
          return type.of.forEach(visit);
        default:
          return;
      }
    };
    for (const member of step.members) visit(member.type);
    if (step.properties !== undefined) visit({ kind: "shape", name: step.properties });
  }
  return users;
}
