import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { FolderObjects } from "../../src/objects/folder-objects.ts";
import { temporaryFolder } from "../machine.ts";

const program = fileURLToPath(new URL("put-forever.ts", import.meta.url));

test("of a process that is killed at any moment, no object is half-written", async () => {
  const home = temporaryFolder();
  for (let seed = 1; seed <= 10; seed += 1) {
    /* oxlint-disable no-await-in-loop -- each goes on in what the one before left */
    const child = spawn(
      process.execPath,
      ["--conditions=@nacre/source", program, home, String(seed)],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for (let dots = 0; dots < 2 + (seed % 5);) {
      // A stream of a child process gives buffers.
      const [text] = (await once(child.stdout, "data")) as [Buffer];
      dots += text.length;
    }
    // Anywhere in a round.
    await sleep((seed * 37) % 20);
    child.kill("SIGKILL");
    await once(child, "close");
    /* oxlint-enable no-await-in-loop */
  }
  const aside = join(home, "tmp");
  const folders = [join(home, "s3"), ...readdirSync(join(home, "executions")).map(ownFolder)];
  const lists = folders.map((folder) => new FolderObjects(folder, aside).list("s3://a-bucket/"));
  const found = (await Promise.all(lists)).flatMap((objects, index) =>
    objects.map(({ key }) => ({ key, file: join(folders[index] ?? "", "a-bucket", key) })),
  );
  expect(found.length).toBeGreaterThan(20);
  for (const { key, file } of found) {
    const content = readFileSync(file);
    // Of one character, as long as the key says; what is replaced over and over is of one version.
    expect(content.equals(Buffer.alloc(content.length, content[0]))).toBe(true);
    expect(key).toMatch(new RegExp(`^(taken|put/${content.length})$`));
    expect(content.length).toBeGreaterThan(0);
  }

  function ownFolder(id: string): string {
    return join(home, "executions", id, "s3");
  }
});
