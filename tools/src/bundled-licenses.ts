import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What a bundler tells a plugin about. */
interface Bundling {
  getModuleIds(): Iterable<string>;
  emitFile(file: { type: "asset"; fileName: string; source: string }): unknown;
}

/** A plugin of rolldown and Vite: bundled packages ask for their licenses to be handed on with them. */
export function bundledLicenses(fileName: string): {
  readonly name: string;
  generateBundle(this: Bundling): void;
} {
  return {
    name: "bundled-licenses",
    generateBundle() {
      const folders = new Set(
        [...this.getModuleIds()].flatMap(
          (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [],
        ),
      );
      const texts = [...folders].toSorted().flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" })
          .filter((file) => /^LICENSE|esm\.js\.LEGAL\.txt$/.test(file))
          .map(
            (file) => `${basename(folder)}: ${file}\n\n${readFileSync(join(folder, file), "utf8")}`,
          ),
      );
      this.emitFile({ type: "asset", fileName, source: texts.join("\n\n") });
    },
  };
}
