/**
 * Puts the declaration files of a package together, so that who uses it has the compiler read a few
 * files, all at the same time, and not hundreds: `dist/index.d.ts`, which lists what is exported, and
 * the parts `types-1.d.ts` … beside it. Declarations that nothing exported needs are left out; the
 * other files of tsc stay. A name that two files declare ends it: together it would mean something else.
 *
 * Run in a package after tsc: node ../../tools/src/bundle-types.ts
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ts } from "ts-morph";

/** As many as the compiler reads at once on a small machine. */
const partCount = 4;

const dist = join(process.cwd(), "dist");
const index = join(dist, "index.d.ts");

/** What is declared under some names; a constant and a type of the same name are one. */
interface Declaration {
  readonly file: string;
  readonly names: readonly string[];
  /** Every identifier in it: among them the names of what it needs. */
  readonly uses: Set<string>;
  text: string;
}

const declarations: Declaration[] = [];
const byName = new Map<string, Declaration>();
const exported = { values: new Set<string>(), types: new Set<string>() };
const read = new Set<string>();

visit(index);
visitExports(index);
const needed = reachable([...exported.values, ...exported.types]);
const parts = inParts(declarations.filter((declaration) => needed.has(declaration)));
parts.forEach((part, number) => {
  write(join(dist, `types-${number + 1}.d.ts`), printPart(part, number));
});
write(index, parts.map(printExports).join(""));

/** Some parts of about the same length, in the order of the declarations. */
function inParts(all: readonly Declaration[]): Declaration[][] {
  const length = all.reduce((sum, { text }) => sum + text.length, 0);
  const result: Declaration[][] = Array.from({ length: partCount }, () => []);
  let before = 0;
  for (const declaration of all) {
    result[Math.floor((before / length) * partCount)]?.push(declaration);
    before += declaration.text.length;
  }
  return result;
}

/** The declarations of a part, and the imports of what other parts have of it. */
function printPart(part: readonly Declaration[], number: number): string {
  const imports = parts.map((other, otherNumber) => {
    const names = namesIn(other).filter((name) => part.some(({ uses }) => uses.has(name)));
    return otherNumber === number ? "" : printNames("import", names, otherNumber);
  });
  return `${imports.join("")}${part.map(({ text }) => `${text}\n`).join("")}`;
}

function printExports(part: readonly Declaration[], number: number): string {
  const names = namesIn(part);
  return (
    printNames(
      "export",
      names.filter((name) => exported.values.has(name)),
      number,
    ) +
    printNames(
      "export type",
      names.filter((name) => exported.types.has(name)),
      number,
    )
  );
}

function printNames(keyword: string, names: readonly string[], number: number): string {
  if (names.length === 0) return "";
  return `${keyword} { ${names.join(", ")} } from "./types-${number + 1}.js";\n`;
}

function namesIn(part: readonly Declaration[]): string[] {
  return part.flatMap(({ names }) => names);
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.aside`, text);
  renameSync(`${file}.aside`, file);
}

function reachable(names: readonly string[]): Set<Declaration> {
  const found = new Set<Declaration>();
  const follow = (name: string): void => {
    const declaration = byName.get(name);
    if (declaration === undefined || found.has(declaration)) return;
    found.add(declaration);
    for (const used of declaration.uses) follow(used);
  };
  for (const name of names) follow(name);
  return found;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** Takes over what a file declares, after all that it refers to. */
function visit(file: string): void {
  if (read.has(file)) return;
  read.add(file);
  const source = parse(file);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    if (statement.moduleSpecifier !== undefined) visit(target(statement.moduleSpecifier, file));
    if (ts.isImportDeclaration(statement)) refuseNewNames(statement, file);
  }
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) continue;
    declare(namesOf(statement), file, asExport(withoutImportTypes(statement, file)), statement);
  }
}

function identifiersIn(statement: ts.Statement): Set<string> {
  const found = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, look);
  };
  look(statement);
  return found;
}

/** What a file exports of others, in its own lists or by `export *`. */
function visitExports(file: string): void {
  for (const statement of parse(file).statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const { exportClause, moduleSpecifier, isTypeOnly } = statement;
    if (moduleSpecifier === undefined) continue;
    if (exportClause === undefined) visitExports(target(moduleSpecifier, file));
    else if (ts.isNamedExports(exportClause)) {
      for (const { name, propertyName, isTypeOnly: isType } of exportClause.elements) {
        if (propertyName !== undefined) throw new Error(`${file} renames ${propertyName.text}`);
        exported[isTypeOnly || isType ? "types" : "values"].add(name.text);
      }
    }
  }
}

function target(specifier: ts.Node, from: string): string {
  if (ts.isStringLiteral(specifier) && specifier.text.startsWith(".")) {
    return join(dirname(from), specifier.text.replace(/\.[jt]s$/, ".d.ts"));
  }
  throw new Error(
    `${from} imports ${specifier.getText()}: published types use nothing from outside`,
  );
}

function refuseNewNames(statement: ts.ImportDeclaration, file: string): void {
  const bindings = statement.importClause?.namedBindings;
  const isPlain =
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every(({ propertyName }) => propertyName === undefined);
  if (!isPlain) throw new Error(`${file} gives what it imports another name`);
}

function declare(
  names: readonly string[],
  file: string,
  text: string,
  statement: ts.Statement,
): void {
  const others = names.flatMap((name) => byName.get(name) ?? []);
  const [same] = others;
  const stranger = others.find((other) => other.file !== file);
  if (stranger !== undefined) {
    const places = [stranger.file, file].map((place) => relative(dist, place)).join(" and ");
    throw new Error(`${names.join()} is declared in ${places}`);
  }
  if (same !== undefined) {
    same.text += `\n${text}`;
    for (const use of identifiersIn(statement)) same.uses.add(use);
    return;
  }
  const declaration = { file, names, uses: identifiersIn(statement), text };
  for (const name of names) byName.set(name, declaration);
  declarations.push(declaration);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  if (isNamed && statement.name !== undefined) return [statement.name.text];
  throw new Error(`Not a declaration: ${statement.getText()}`);
}

/** The text of a statement, with `import("./other.ts").Name` as `Name`. */
function withoutImportTypes(statement: ts.Statement, file: string): string {
  const start = statement.getFullStart();
  let result = statement.getFullText().replace(/^(?:\s*\/\/.*\n)+/, "");
  const cut = statement.getFullText().length - result.length;
  const found: ts.ImportTypeNode[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node)) found.push(node);
    ts.forEachChild(node, look);
  };
  look(statement);
  for (const node of found.toReversed()) {
    const { argument, qualifier } = node;
    if (qualifier === undefined || !ts.isLiteralTypeNode(argument)) throw new Error(node.getText());
    visit(target(argument.literal, file));
    const from = node.getStart() - start - cut;
    const to = qualifier.getEnd() - start - cut;
    result = result.slice(0, from) + qualifier.getText() + result.slice(to);
  }
  return result.trim();
}

/** The text of a declaration as one that its file exports. */
function asExport(declaration: string): string {
  return declaration.replace(/^((?:\/\*\*[\s\S]*?\*\/\s*)?)(?:export )?/, "$1export ");
}
