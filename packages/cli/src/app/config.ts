import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { nearest } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";

/** The members that hold a text. */
type TextName = "app" | "home" | "profile" | "region" | "role";

/** What each member of the configuration is; schema/nacre.schema.json says the same to editors. */
const members = {
  $schema: { is: isText, wanted: "a text" },
  app: { is: isText, wanted: 'the path of a file, such as "src/app.ts"' },
  home: { is: isText, wanted: 'the path of a folder, such as ".nacre"' },
  profile: { is: isText, wanted: "the name of a profile" },
  region: { is: isText, wanted: 'an AWS region, such as "eu-central-1"' },
  role: { is: isText, wanted: "the ARN or the name of a role" },
  context: { is: isTexts, wanted: 'an object of texts, such as { "stage": "test" }' },
  ignore: { is: Array.isArray, wanted: "a list of entries" },
  // What stands in these is read by who runs them.
  lambda: { is: isObject, wanted: "an object: programs by the name of their function" },
  callback: { is: isObject, wanted: "an object: programs by the URL of their queue" },
};

/** A name that the configuration may hold. */
type MemberName = keyof typeof members;

/** A value of the configuration, and where it stands. */
export interface Setting<T> {
  readonly value: T;
  /** The file that has it. */
  readonly file: string;
  /** The folder of the file, from which paths count. */
  readonly folder: string;
}

/** A file with a configuration: nacre.json, or a package.json that has `"nacre"`. */
interface ConfigFile {
  readonly file: string;
  readonly folder: string;
  readonly members: Readonly<Record<string, unknown>>;
}

const files = new Map<string, ConfigFile | undefined>();

/**
 * A text of the configuration: of the nearest `nacre.json`, or `"nacre"` in a package.json, upward that
 * has this member.
 *
 * @throws NacreError `CONFIG_INVALID`
 */
export function textSetting(
  name: TextName,
  from: string = process.cwd(),
): Setting<string> | undefined {
  const found = setting(name, from);
  return typeof found?.value === "string" ? { ...found, value: found.value } : undefined;
}

/**
 * Any member of the configuration, see {@link textSetting}; what stands in it is not read.
 *
 * @throws NacreError `CONFIG_INVALID`
 */
export function setting(name: MemberName, from: string): Setting<unknown> | undefined {
  for (const { file, folder, members: given } of configsUpward(from)) {
    if (Object.hasOwn(given, name)) return { value: given[name], file, folder };
  }
  return undefined;
}

/**
 * The values for the app that its configuration has: `context`, and without an account `region` and
 * `role` too.
 *
 * @throws NacreError `CONFIG_INVALID`
 */
export function configuredContext(from: string, hasAccount: boolean): Map<string, string> {
  const names = hasAccount ? [] : (["region", "role"] as const);
  const texts = names.flatMap((name) => {
    const found = textSetting(name, from);
    return found === undefined ? [] : ([[name, found.value]] as const);
  });
  const context = setting("context", from)?.value;
  return new Map([...texts, ...(isTexts(context) ? Object.entries(context) : [])]);
}

function* configsUpward(from: string): Generator<ConfigFile> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    for (const name of ["nacre.json", "package.json"]) {
      const found = readConfig(join(folder, name));
      if (found !== undefined) yield found;
    }
    if (dirname(folder) === folder) return;
  }
}

function readConfig(file: string): ConfigFile | undefined {
  if (!files.has(file)) files.set(file, existsSync(file) ? parse(file) : undefined);
  return files.get(file);
}

function parse(file: string): ConfigFile | undefined {
  const isOwn = file.endsWith("nacre.json");
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw invalid(file, `cannot read it: ${messageOf(error)}`, "mend the file; it is JSON");
  }
  const given = isOwn ? parsed : isObject(parsed) ? parsed["nacre"] : undefined;
  if (given === undefined && !isOwn) return undefined;
  if (!isObject(given)) {
    throw invalid(
      file,
      isOwn ? "it is no object" : '"nacre" is no object',
      '{ "app": "src/app.ts" }',
    );
  }
  for (const [name, value] of Object.entries(given)) checkMember(file, name, value);
  return { file, folder: dirname(file), members: given };
}

function checkMember(file: string, name: string, value: unknown): void {
  if (!isMember(name)) {
    const names = Object.keys(members);
    const near = nearest(name, names);
    const help = near === undefined ? `there are: ${names.join(", ")}` : `did you mean "${near}"?`;
    throw invalid(file, `there is no "${name}"`, help);
  }
  const { is, wanted } = members[name];
  if (!is(value)) throw invalid(file, `"${name}" is not ${wanted}`, "docs/config.md tells all");
}

function isMember(name: string): name is MemberName {
  return Object.hasOwn(members, name);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function invalid(file: string, message: string, help: string): Error {
  return userError("CONFIG_INVALID", `nacre's configuration: ${message}`, { at: { file }, help });
}
