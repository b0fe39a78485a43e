import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ts } from "ts-morph";
import { CodegenError } from "./errors.ts";
import { readMembers, unionMembers, type SdkMember } from "./sdk-types.ts";

/** A shape of the SageMaker API: its members, or the single members of a union. */
interface SdkShape {
  readonly kind: "structure" | "union";
  readonly members: readonly SdkMember[];
}

/** One constant of an enum, under the name the SDK gives it. */
interface SdkEnumValue {
  readonly key: string;
  readonly value: string | number;
}

/** The types of the SageMaker API, as the AWS SDK declares them. */
export interface Sdk {
  readonly version: string;
  /** @throws CodegenError `API_SHAPE_UNKNOWN` */
  readonly shape: (name: string) => SdkShape;
  /** The values of an enum, or undefined when the name is not one. */
  readonly enumValues: (name: string) => readonly SdkEnumValue[] | undefined;
}

/**
 * Third phase: the declarations of the SageMaker API in the AWS SDK. Files are parsed only, without
 * a type checker, and a shape is read when it is asked for. The folder is that of a package
 * @aws-sdk/client-sagemaker, by default the one that this package depends on.
 *
 * @throws CodegenError `SDK_UNREADABLE`
 */
export function loadSdk(folder?: string): Sdk {
  const require = createRequire(import.meta.url);
  const root = folder ?? dirname(require.resolve("@aws-sdk/client-sagemaker/package.json"));
  const version = versionOf(root);
  // Parsed at the first question: a schema may do without the API.
  let statements: Map<string, ts.Statement[]> | undefined;
  const find = (name: string) => {
    statements ??= declarations(join(root, "dist-types", "models"));
    return statements.get(name) ?? [];
  };
  const enumValues = (name: string) => readEnum(find(name));
  const isEnum = (name: string) => enumValues(name) !== undefined;
  return {
    version,
    enumValues,
    shape: (name) => {
      const found = find(name);
      const structure = found.find((one) => ts.isInterfaceDeclaration(one));
      if (structure !== undefined) {
        return { kind: "structure", members: readMembers(structure, isEnum) };
      }
      const namespace = found.find((one) => ts.isModuleDeclaration(one));
      if (namespace !== undefined) {
        return { kind: "union", members: unionMembers(namespace, isEnum) };
      }
      throw new CodegenError(
        "API_SHAPE_UNKNOWN",
        `@aws-sdk/client-sagemaker ${version} has no shape named ${name}.`,
        "Look the name up in the SageMaker API reference; case counts.",
      );
    },
  };
}

function versionOf(root: string): string {
  const file = join(root, "package.json");
  if (existsSync(file) && existsSync(join(root, "dist-types", "models"))) {
    const { name, version } = JSON.parse(readFileSync(file, "utf8"));
    if (name === "@aws-sdk/client-sagemaker") return version;
  }
  throw new CodegenError(
    "SDK_UNREADABLE",
    `${root} is no package @aws-sdk/client-sagemaker with its declarations.`,
    "Give the folder that holds its package.json and dist-types.",
  );
}

function declarations(folder: string): Map<string, ts.Statement[]> {
  const found = new Map<string, ts.Statement[]>();
  const files = readdirSync(folder).filter((file) => /^(enums|models_\d+)\.d\.ts$/.test(file));
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    });
    for (const statement of source.statements) {
      const name = nameOf(statement);
      if (name === undefined) continue;
      const same = found.get(name);
      if (same === undefined) found.set(name, [statement]);
      else same.push(statement);
    }
  }
  return found;
}

function nameOf(statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) {
    const name = statement.declarationList.declarations[0]?.name;
    return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
  }
  if (
    ts.isInterfaceDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    return statement.name.text;
  }
  return undefined;
}

/** String enums are constants (`declare const X: { readonly A: "a" }`), number enums are enums. */
function readEnum(found: readonly ts.Statement[]): SdkEnumValue[] | undefined {
  for (const statement of found) {
    if (ts.isEnumDeclaration(statement)) {
      return statement.members.map((member) => ({
        key: textOf(member.name),
        value: Number(member.initializer === undefined ? Number.NaN : literal(member.initializer)),
      }));
    }
    if (!ts.isVariableStatement(statement)) continue;
    const type = statement.declarationList.declarations[0]?.type;
    if (type === undefined || !ts.isTypeLiteralNode(type)) continue;
    return type.members.flatMap((member) => {
      if (!ts.isPropertySignature(member) || member.type === undefined) return [];
      if (!ts.isLiteralTypeNode(member.type)) return [];
      return [{ key: textOf(member.name), value: literal(member.type.literal) }];
    });
  }
  return undefined;
}

function literal(node: ts.Node): string {
  return ts.isStringLiteral(node) || ts.isNumericLiteral(node) ? node.text : "";
}

function textOf(name: ts.PropertyName): string {
  return "text" in name ? name.text : "";
}
