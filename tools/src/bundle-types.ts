/**
 * Puts the declaration files of a package together in its `dist/index.d.ts`, so that who uses it has
 * the compiler read one file and not hundreds. The other files stay. A name that two files declare
 * ends it, since in one file it would mean something else.
 *
 * Run in a package after tsc: node ../../tools/src/bundle-types.ts
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ts } from "ts-morph";

const dist = join(process.cwd(), "dist");
const index = join(dist, "index.d.ts");

/** Where each name is declared. */
const declaredIn = new Map<string, string>();
const parts: string[] = [];
const exported = { values: new Set<string>(), types: new Set<string>() };
const read = new Set<string>();

visit(index);
visitExports(index);
const list = (names: ReadonlySet<string>): string =>
  [...names].map((name) => `  ${name},\n`).join("");
const text =
  `${parts.join("\n")}\n` +
  `export {\n${list(exported.values)}};\nexport type {\n${list(exported.types)}};\n`;
writeFileSync(`${index}.aside`, text);
renameSync(`${index}.aside`, index);

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
    for (const name of namesOf(statement)) declare(name, file);
    parts.push(withoutExport(withoutImportTypes(statement, file)));
  }
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

function target(specifier: ts.Expression, from: string): string {
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

function declare(name: string, file: string): void {
  const other = declaredIn.get(name);
  if (other !== undefined && other !== file) {
    const places = [other, file].map((place) => relative(dist, place)).join(" and ");
    throw new Error(`${name} is declared in ${places}`);
  }
  declaredIn.set(name, file);
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
    visit(target(argument.literal as ts.Expression, file));
    const from = node.getStart() - start - cut;
    const to = qualifier.getEnd() - start - cut;
    result = result.slice(0, from) + qualifier.getText() + result.slice(to);
  }
  return result.trim();
}

function withoutExport(declaration: string): string {
  return declaration.replace(/^((?:\/\*\*[\s\S]*?\*\/\s*)?)export (?!default\b)/, "$1");
}
