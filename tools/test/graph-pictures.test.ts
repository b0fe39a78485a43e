import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { definitionPictures } from "../src/graph-pictures/definitions.ts";
import { repositoryRoot } from "../src/repository.ts";

it.each([...definitionPictures()])(
  "docs/pictures/%s is what is drawn: `node --conditions=@nacre/source tools/src/graph-pictures.ts`",
  (name, svg) => {
    const file = readFileSync(join(repositoryRoot, "docs", "pictures", name), "utf8");
    expect(file === svg).toBe(true);
  },
);
