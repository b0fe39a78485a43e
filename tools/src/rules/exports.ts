import { Node, type SourceFile } from "ts-morph";
import type { Rule } from "./rule.ts";

/** `export *` hides what a package offers; the generated builders are the one exception. */
export const exportsAreNamed: Rule = {
  name: "the public API is an explicit list",
  why: "a reader of src/index.ts sees everything a package offers",
  check({ sources }) {
    const found: string[] = [];
    for (const file of sources.getSourceFiles()) {
      for (const declaration of file.getExportDeclarations()) {
        const from = declaration.getModuleSpecifierValue();
        if (declaration.isNamespaceExport() && from !== "./generated/index.ts") {
          found.push(
            `${file.getFilePath().slice(1)}:${declaration.getStartLineNumber()}: export * from "${from}"`,
          );
        }
      }
    }
    return found;
  },
};

/** Every item that a package's src/index.ts exports has a doc comment where it is declared. */
export const exportsAreDocumented: Rule = {
  name: "every exported item has a doc comment",
  why: "the comment is the documentation users see in their editor",
  check({ sources }) {
    const found: string[] = [];
    for (const index of sources.getSourceFiles("/packages/*/src/index.ts")) {
      for (const { file, name } of exportedNames(index)) {
        const node = declarationOf(file, name);
        if (node === undefined) continue; // re-exported from elsewhere or from generated code
        const holder = Node.isVariableDeclaration(node) ? node.getVariableStatement() : node;
        const documented =
          holder !== undefined &&
          Node.isJSDocable(holder) &&
          // A function's overloads share the comment of the first.
          (holder.getJsDocs().length > 0 ||
            (Node.isFunctionDeclaration(holder) &&
              holder.getOverloads().some((overload) => overload.getJsDocs().length > 0)));
        if (!documented) found.push(`${file.getFilePath().slice(1)}: ${name}`);
      }
    }
    return found;
  },
};

function exportedNames(index: SourceFile): { file: SourceFile; name: string }[] {
  const names: { file: SourceFile; name: string }[] = [];
  for (const declaration of index.getExportDeclarations()) {
    const file = declaration.getModuleSpecifierSourceFile();
    if (file === undefined) continue;
    for (const specifier of declaration.getNamedExports())
      names.push({ file, name: specifier.getName() });
  }
  return names;
}

function declarationOf(file: SourceFile, name: string): Node | undefined {
  return (
    file.getClass(name) ??
    file.getFunction(name) ??
    file.getInterface(name) ??
    file.getTypeAlias(name) ??
    file.getVariableDeclaration(name)
  );
}
