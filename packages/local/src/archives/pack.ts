import { createWriteStream } from "node:fs";
import { readlink, rm, symlink } from "node:fs/promises";
import { join, posix } from "node:path";
import { StepFailure } from "../step-failure.ts";
import { entriesOf } from "../files.ts";
import { leadsInside } from "./link-target.ts";

/**
 * Packs what is in a folder into a `.tar.gz`, as SageMaker does a model: names start at the folder, in
 * the order of the alphabet, with modes, the times of files and no owner. Packing the same folder
 * again gives the same bytes. Links stay links; those by an absolute path inside become relative.
 *
 * @param archive - the file to make, in place of any that is there
 * @param jobPath - the folder's path as the job sees it, such as `/opt/ml/model`
 * @throws StepFailure when something in it is not a file, a folder or a link that stays inside.
 */
export async function pack(folder: string, archive: string, jobPath: string): Promise<void> {
  // Loaded here, since most runs pack nothing.
  const { Pack } = await import("tar");
  const packer = new Pack({
    cwd: folder,
    gzip: true,
    noDirRecurse: true,
    portable: true,
    // A file may well be named as if it were on a disk of Windows.
    preservePaths: true,
    strict: true,
  });
  for (const name of await namesUnder(folder, "", jobPath)) packer.add(name);
  packer.end();
  // Not written over: an object may be another name of the file that is there.
  await rm(archive, { force: true });
  await new Promise<void>((resolve, reject) => {
    const output = createWriteStream(archive, { flags: "wx" });
    packer.on("error", reject);
    output.once("error", reject).once("close", resolve);
    packer.pipe(output);
  });
}

/** Every file, folder and link below a folder, a folder before what is in it. */
async function namesUnder(folder: string, prefix: string, jobPath: string): Promise<string[]> {
  const entries = await entriesOf(join(folder, prefix));
  const names: string[] = [];
  for (const { name: base, kind, isUtf8 } of entries.toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const name = prefix + base;
    if (!isUtf8) throw unpackable(`${jobPath}/${name}`, "has a name that is not UTF-8");
    if (kind === "other") {
      throw unpackable(`${jobPath}/${name}`, "is neither a file, a folder nor a link");
    }
    // oxlint-disable-next-line no-await-in-loop -- any number of folders, one at a time
    if (kind === "link") await keepInside(folder, name, jobPath);
    names.push(name);
    // oxlint-disable-next-line no-await-in-loop
    if (kind === "folder") names.push(...(await namesUnder(folder, `${name}/`, jobPath)));
  }
  return names;
}

async function keepInside(folder: string, name: string, jobPath: string): Promise<void> {
  const path = join(folder, name);
  const target = await readlink(path);
  if (leadsInside(name, target)) return;
  // Where paths are rewritten, the job's absolute paths are the machine's.
  const root = [jobPath, folder].find(
    (start) => target === start || target.startsWith(`${start}/`),
  );
  const relative =
    root === undefined
      ? target
      : posix.relative(posix.join(root, posix.dirname(name)), target) || ".";
  if (!leadsInside(name, relative)) {
    throw unpackable(`${jobPath}/${name}`, `is a link to ${target}, out of ${jobPath}`);
  }
  await rm(path);
  await symlink(relative, path);
}

function unpackable(path: string, what: string): StepFailure {
  return new StepFailure(
    `ClientError: Artifact upload failed:${JSON.stringify(path)} ${what}; an archive cannot hold it.`,
  );
}
