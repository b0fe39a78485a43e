import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Means } from "../../src/engine/means.ts";
import { systemPython, temporaryFolder, textFile } from "../machine.ts";

test("what could not be tried, as on a full disk, is tried again for the next job", async () => {
  const home = temporaryFolder();
  const means = new Means(home, {}, "folder", join(textFile(home, "in the way", ""), "below"));
  expect(await means.launcher(systemPython)).toBeUndefined();
  await expect(means.sandbox()).rejects.toMatchObject({ code: "ENOTDIR" });
  rmSync(join(home, "in the way"));
  expect(await means.sandbox()).toHaveProperty("name");
  await means.close();
});
