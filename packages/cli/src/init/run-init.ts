import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { messageOf, userError } from "../errors.ts";
import { printJson } from "../executions/report.ts";
import { keepStdoutClean, printNote, printOut, writeFileWhole } from "../output.ts";
import { shellQuote } from "../shell-quote.ts";
import { gitignore, packageJson, type PackageJson, readme, tsconfigJson } from "./project-files.ts";
import { type Template, templateFiles } from "./template-files.ts";

/** What the command line says of a new project. */
interface InitInput {
  readonly template: Template | undefined;
  readonly from: string | undefined;
  readonly name: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Makes a project in a folder, and gives the exit code. No file that is there is changed, but for a
 * package.json, to which what is missing is added.
 *
 * @throws NacreError `BAD_OPTION`, `INIT_WOULD_OVERWRITE`, `PACKAGE_JSON_INVALID`, `CANNOT_WRITE`, and
 * those of the definition that is imported
 */
export async function runInit(given: string | undefined, input: InitInput): Promise<number> {
  keepStdoutClean();
  const template = input.template ?? (input.from === undefined ? "abalone" : "import");
  if ((template === "import") !== (input.from !== undefined)) {
    throw userError("BAD_OPTION", "--from goes with the template import, and that with --from", {
      help: "nacre init --from DEFINITION.json, or nacre init --from ARN",
    });
  }
  const folder = resolve(given ?? ".");
  const files = await filesOf(template, input, folder);
  const taken = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (taken.length > 0 && !input.force) {
    throw userError("INIT_WOULD_OVERWRITE", `${folder} has ${taken.join(", ")} already`, {
      help: "choose an empty folder, or give --force to overwrite them",
    });
  }
  const manifest = join(folder, "package.json");
  files.set("package.json", packageJson(packageName(folder), readManifest(manifest)));
  for (const [path, text] of files) writeFileWhole(join(folder, path), text);
  tell(folder, template, [...files.keys()], given, input);
  return 0;
}

async function filesOf(
  template: Template,
  { from, name }: InitInput,
  folder: string,
): Promise<Map<string, string>> {
  const files = templateFiles(template);
  let pipeline = pipelineName(name ?? basename(folder));
  if (from !== undefined) {
    const [{ readInput }, { importDefinition }, { printProgram }, { writeDefinition }] =
      await Promise.all([
        import("../import/input.ts"),
        import("../import/import.ts"),
        import("../import/print/program.ts"),
        import("@nacre/core"),
      ]);
    const imported = await readInput(from, name);
    pipeline = imported.name;
    files.set("src/app.ts", printProgram(importDefinition(imported.definition, pipeline)));
    files.set("definition.json", `${writeDefinition(imported.definition)}\n`);
  }
  const wanted = name === undefined ? "AbalonePipeline" : pipeline;
  for (const [path, text] of files) {
    if (!path.startsWith("src/") || from !== undefined) continue;
    files.set(
      path,
      text.replace("NACRE_NAME", pipeline).replace('"AbalonePipeline"', JSON.stringify(wanted)),
    );
  }
  files.set("tsconfig.json", tsconfigJson());
  files.set(".gitignore", gitignore);
  files.set("README.md", readme(template === "abalone" ? wanted : pipeline, template));
  return files;
}

/** Letters, digits and inner hyphens; `Pipeline` where there are none. */
function pipelineName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return name.slice(0, 82) || "Pipeline";
}

/** A name that npm takes. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|-+$/g, "");
  return name || "pipeline";
}

function readManifest(file: string): PackageJson | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const manifest: PackageJson = JSON.parse(readFileSync(file, "utf8"));
    return manifest;
  } catch (error) {
    throw userError("PACKAGE_JSON_INVALID", `cannot read package.json: ${messageOf(error)}`, {
      at: { file },
      help: "mend it, or choose an empty folder",
    });
  }
}

function tell(
  folder: string,
  template: Template,
  files: readonly string[],
  given: string | undefined,
  { json, quiet }: InitInput,
): void {
  if (json) return printJson({ folder, template, files });
  printOut(files.map((file) => `${join(given ?? ".", file)}\n`).join(""));
  if (quiet) return;
  const enter = given === undefined ? "" : `cd ${shellQuote(given)} && `;
  printNote(`next: ${enter}npm install && npm test && npm start`);
}
