import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseObject, parseParameters, parseType } from "./parse-type.ts";
import { TokenReader } from "./tokens.ts";
import type { DeclaredType, StepDeclaration, TypeDeclaration } from "./type.ts";

/** The types that a program is checked against: those of the @nacre/core that lies here. */
export interface Declarations {
  /** By the value of `Type`. */
  readonly steps: ReadonlyMap<string, StepDeclaration>;
  /** By name. */
  readonly types: ReadonlyMap<string, TypeDeclaration>;
}

/**
 * Reads the generated declarations of @nacre/core. They are all of a few simple forms; the very text
 * that the compiler checks programs against is read, so that both say the same.
 */
export function readDeclarations(): Declarations {
  const core = createRequire(import.meta.url).resolve("@nacre/core");
  const folder = join(dirname(core), "generated");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    // Built, there are declaration files; from sources, the sources themselves.
    .filter((file) => (core.endsWith(".ts") ? file.endsWith(".ts") : file.endsWith(".d.ts")))
    .toSorted();
  const steps = new Map<string, StepDeclaration>();
  const types = new Map<string, TypeDeclaration>();
  for (const file of files) readFile(readFileSync(join(folder, file), "utf8"), steps, types);
  return { steps, types };
}

function readFile(
  text: string,
  steps: Map<string, StepDeclaration>,
  types: Map<string, TypeDeclaration>,
): void {
  const tokens = new TokenReader(text);
  const enums = new Map<string, DeclaredType>();
  while (!tokens.isAtEnd) {
    if (!tokens.accept("export")) {
      if ("([{".includes(tokens.next())) tokens.skipNested();
      continue;
    }
    tokens.accept("declare");
    const kind = tokens.next();
    const name = tokens.next();
    if (kind === "interface") {
      const parameters = parseParameters(tokens);
      if (tokens.accept("{")) types.set(name, { parameters, type: parseObject(tokens) });
    } else if (kind === "const") {
      enums.set(name, readEnum(tokens));
    } else if (kind === "type" && tokens.peek() !== ",") {
      const parameters = parseParameters(tokens);
      if (!tokens.accept("=")) continue;
      const type = parseType(tokens);
      // The type of an enum is written by means of the constant of the same name before it.
      const values = enums.get(name);
      types.set(name, {
        parameters,
        type: values === undefined ? type : { kind: "union", of: [values, ...openPart(type)] },
      });
    } else if (kind === "class") {
      const step = readClass(name, tokens);
      if (step !== undefined) steps.set(step.type, step);
    }
  }
}

/** What an enum's type takes besides the constants: any other string, or nothing. */
function openPart(type: DeclaredType): DeclaredType[] {
  return type.kind === "union" ? type.of.filter(({ kind }) => kind === "keyword") : [];
}

/** The values of `{ A: "a", … } as const`, or of its type in a declaration file. */
function readEnum(tokens: TokenReader): DeclaredType {
  if (!tokens.accept("=") && !tokens.accept(":")) return { kind: "other" };
  if (!tokens.accept("{")) return { kind: "other" };
  const type = parseObject(tokens);
  return type.kind === "object"
    ? { kind: "union", of: [...type.members.values()].map((member) => member.type) }
    : type;
}

/** The class of a step type; undefined for any other class. */
function readClass(className: string, tokens: TokenReader): StepDeclaration | undefined {
  let type: string | undefined;
  let props: DeclaredType | undefined;
  let properties: DeclaredType | undefined;
  let hasPropertyFiles = false;
  while (!tokens.isAtEnd && tokens.peek() !== "{") tokens.next();
  tokens.next();
  while (!tokens.isAtEnd && !tokens.accept("}")) {
    if (tokens.accept("readonly", "type", "=")) type = String(JSON.parse(tokens.next()));
    else if (tokens.accept("constructor", "(", "name", ":", "Name", ",", "props", ":")) {
      props = parseType(tokens);
    } else if (tokens.accept("get", "properties", "(", ")", ":")) properties = parseType(tokens);
    else if (tokens.accept("get", "propertyFiles", "(", ")", ":")) {
      hasPropertyFiles = true;
      parseType(tokens);
    } else if ("([{".includes(tokens.next())) tokens.skipNested();
  }
  return type === undefined || props === undefined
    ? undefined
    : { className, type, props, properties, hasPropertyFiles };
}
