/**
 * Takes the pictures of terminals in the README, docs/pictures/terminal-*.svg, from real runs of the
 * built command. Needs a build, Python and, for moto, a package index.
 *
 * `node --conditions=@nacre/source tools/src/terminal-pictures.ts`
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository.ts";
import { pictureOf } from "./terminal-pictures/picture.ts";
import { takeScreens } from "./terminal-pictures/scene.ts";

const folder = join(repositoryRoot, "docs", "pictures");
const screens = await takeScreens();
if (screens === undefined) process.exitCode = 1;
mkdirSync(folder, { recursive: true });
for (const [name, screen] of screens ?? []) {
  const file = join(folder, `terminal-${name}.svg`);
  writeFileSync(file, pictureOf(screen, `nacre ${name} on a terminal`));
  console.log(`wrote ${file}`);
}
