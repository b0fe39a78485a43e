/**
 * A plugin of rolldown. It takes node:fs with `process.getBuiltinModule` in what is built: an `import` of it copies every
 * export at start, and one of these is a getter that loads all of node:stream.
 */
export const nodeFsWithoutStreams = {
  name: "node-fs-without-streams",
  renderChunk(code: string): { code: string } | null {
    const changed = code.replaceAll(
      /^import (?<clause>[^;"']+?) from "(?:node:)?fs";$/gm,
      (_, clause: string) => taken(clause),
    );
    return changed === code ? null : { code: changed };
  },
};

const builtin = 'process.getBuiltinModule("node:fs")';

/** The clause of an import as a declaration: `a, { b as c }`, `{ b }`, `* as a`. */
function taken(clause: string): string {
  const { whole, names } =
    /^(?<whole>[\w$]+|\* as [\w$]+)?(?:, )?(?<names>\{.*\})?$/s.exec(clause.trim())?.groups ?? {};
  const name = whole?.replace("* as ", "");
  if (name === undefined && names === undefined) throw new Error(`import ${clause} is not known`);
  return [
    ...(name === undefined ? [] : [`const ${name} = ${builtin};`]),
    ...(names === undefined ? [] : [`const ${names.replaceAll(" as ", ": ")} = ${builtin};`]),
  ].join("\n");
}
