import type {
  Declaration,
  EnumDeclaration,
  InterfaceDeclaration,
  Member,
  OneOfDeclaration,
} from "../decide/model.ts";
import { assertNever } from "../errors.ts";
import { printDoc } from "./doc.ts";
import { printStep } from "./step.ts";
import { printKey, printParameters, printType } from "./type.ts";

/** Prints a declaration with its comment. */
export function printDeclaration(declaration: Declaration): string {
  return printDoc(declaration.doc) + printBody(declaration);
}

function printBody(declaration: Declaration): string {
  switch (declaration.kind) {
    case "interface":
      return printInterface(declaration);
    case "oneOf":
      return printOneOf(declaration);
    case "enum":
      return printEnum(declaration);
    case "step":
      return printStep(declaration);
    default:
      return assertNever(declaration);
  }
}

function printInterface({ name, parameters, members }: InterfaceDeclaration): string {
  const head = `export interface ${name}${printParameters(parameters)}`;
  return members.length === 0
    ? `${head} {}\n`
    : `${head} {\n${members.map(printMember).join("")}}\n`;
}

function printMember({ name, isOptional, type, doc }: Member): string {
  const mark = isOptional ? "?" : "";
  return `${printDoc(doc, "  ")}  readonly ${printKey(name)}${mark}: ${printType(type)};\n`;
}

function printOneOf({ name, parameters, members }: OneOfDeclaration): string {
  const forms = members.map((chosen) => {
    const parts = members.map((member) =>
      member === chosen
        ? `readonly ${printKey(member.name)}: ${printType(member.type)}`
        : `readonly ${printKey(member.name)}?: never`,
    );
    return `  | { ${parts.join("; ")} }`;
  });
  return `export type ${name}${printParameters(parameters)} =\n${forms.join("\n")};\n`;
}

function printEnum({ name, values, isOpen }: EnumDeclaration): string {
  const lines = values.map(({ key, value }) => `  ${printKey(key)}: ${JSON.stringify(value)},\n`);
  const type = `(typeof ${name})[keyof typeof ${name}]`;
  return (
    `export const ${name} = {\n${lines.join("")}} as const;\n\n` +
    `/** One of {@link ${name}}${isOpen ? ", or another string" : ""}. */\n` +
    `export type ${name} = ${type}${isOpen ? " | (string & {})" : ""};\n`
  );
}
