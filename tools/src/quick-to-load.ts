/**
 * How JavaScript is written that loads quickly. One letter beyond ASCII would double what the whole file
 * takes in memory; the doc comments stand in the type declarations.
 */
export const quickToLoad = {
  charset: "ascii",
  comments: { legal: true, annotation: true, jsdoc: false },
} as const;

/**
 * A plugin of rolldown. It takes node:fs and node:util with `process.getBuiltinModule` in what is built: an
 * `import` of them copies every export at start, and some of these are getters that load more of Node, such
 * as all of node:stream.
 */
export const builtinsWithoutGetters = {
  name: "builtins-without-getters",
  renderChunk(code: string): { code: string } | null {
    const changed = code.replaceAll(
      /^import (?<clause>[^;"']+?) from "(?:node:)?(?<name>fs|util)";$/gm,
      (_, clause: string, name: string) => taken(clause, name),
    );
    return changed === code ? null : { code: changed };
  },
};

/** The clause of an import as a declaration: `a, { b as c }`, `{ b }`, `* as a`. */
function taken(clause: string, module: string): string {
  const { whole, names } =
    /^(?<whole>[\w$]+|\* as [\w$]+)?(?:, )?(?<names>\{.*\})?$/s.exec(clause.trim())?.groups ?? {};
  const name = whole?.replace("* as ", "");
  if (name === undefined && names === undefined) throw new Error(`import ${clause} is not known`);
  const builtin = `process.getBuiltinModule("node:${module}")`;
  return [
    ...(name === undefined ? [] : [`const ${name} = ${builtin};`]),
    ...(names === undefined ? [] : [`const ${names.replaceAll(" as ", ": ")} = ${builtin};`]),
  ].join("\n");
}
