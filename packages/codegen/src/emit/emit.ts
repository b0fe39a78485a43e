import type { Declaration, Import, Module } from "../decide/model.ts";
import { byCodeUnit } from "../names.ts";
import { printDeclaration } from "./declaration.ts";
import { printOrigin, withHeader, type Origin } from "./header.ts";
import { typesModule } from "./types-module.ts";

/** A file to be written: its path below the output folder and its whole text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Sixth phase: the text of every file. */
export function emit(modules: readonly Module[], origin: Origin): GeneratedFile[] {
  const bodies = [
    ...modules.map(({ path, imports, declarations }) => ({
      path,
      body: [imports.map(printImport).join(""), ...declarations.map(printDeclaration)]
        .filter((part) => part !== "")
        .join("\n"),
    })),
    { path: "types.ts", body: typesModule },
    { path: "index.ts", body: printOrigin(origin) + printIndex(modules) },
  ];
  return bodies
    .toSorted((a, b) => byCodeUnit(a.path, b.path))
    .map(({ path, body }) => ({ path, text: withHeader(body) }));
}

function printImport({ from, names, isType }: Import): string {
  return printNames(isType ? "import type" : "import", names, from);
}

/** Every name is listed: a name that comes or goes shows in the difference. */
function printIndex(modules: readonly Module[]): string {
  const lines = modules.flatMap(({ path, declarations }) => {
    const [values, types] = [true, false].map((isValue) =>
      declarations
        .filter((one) => hasValue(one) === isValue)
        .map(({ name }) => name)
        .toSorted(byCodeUnit),
    );
    return [
      printNames("export", values ?? [], `./${path}`),
      printNames("export type", types ?? [], `./${path}`),
    ];
  });
  const own = printNames(
    "export type",
    ["AnyArgument", "Closed", "OutputsByName", "OutputValue", "PropertyList"],
    "./types.ts",
  );
  return [...lines, own].join("");
}

function hasValue(declaration: Declaration): boolean {
  return declaration.kind === "step" || declaration.kind === "enum";
}

function printNames(keyword: string, names: readonly string[], from: string): string {
  if (names.length === 0) return "";
  const line = `${keyword} { ${names.join(", ")} } from ${JSON.stringify(from)};\n`;
  if (line.length <= 101) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from ${JSON.stringify(from)};\n`;
}
