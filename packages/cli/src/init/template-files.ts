import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The templates that `nacre init` knows. */
export type Template = "abalone" | "minimal" | "import";

/** The text files of a template by their paths in the project. */
export function templateFiles(template: Template): Map<string, string> {
  const root = templatesFolder();
  const files = new Map([
    ...(template === "import" ? [] : filesIn(join(root, "shared"))),
    ...filesIn(join(root, template)),
  ]);
  // In the repository the Abalone project is the package of that name; the build copies it.
  const abalone = join(root, "../../abalone");
  if (template === "abalone" && !files.has("src/app.ts")) {
    for (const folder of ["src", "python"]) {
      for (const [path, text] of filesIn(join(abalone, folder))) {
        files.set(`${folder}/${path}`, text);
      }
    }
  }
  return files;
}

/** Beside the build, or at the root of the package when it runs from its sources. */
function templatesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates", "minimal"))) {
    if (dirname(folder) === folder) throw new Error("the templates are not in this package");
    folder = dirname(folder);
  }
  return join(folder, "templates");
}

function filesIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|py|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return new Map(
    files.map((file) => [
      file.slice(folder.length + 1).replaceAll("\\", "/"),
      readFileSync(file, "utf8"),
    ]),
  );
}
