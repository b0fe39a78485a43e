import { sandboxes, works } from "../../src/sandbox/choose-sandbox.ts";
import { pathRewriting } from "../../src/sandbox/path-rewriting.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { temporaryFolder } from "../machine.ts";

/** A sandbox, with whether it works on this machine. */
export interface SandboxHere {
  readonly sandbox: Sandbox;
  /** Its name and depth: several have the same name. */
  readonly name: string;
  readonly isHere: boolean;
}

/** Every sandbox; says which cannot be tested here. */
export async function sandboxesHere(): Promise<SandboxHere[]> {
  const all = sandboxes().map(async (sandbox) => ({
    sandbox,
    name: `${sandbox.name}, ${sandbox.depth} processes before the job`,
    isHere: sandbox === pathRewriting || (await works(sandbox, temporaryFolder())),
  }));
  const here = await Promise.all(all);
  for (const { name, isHere } of here) {
    if (!isHere) console.warn(`SKIPPED: the sandbox ${name} does not work on this machine`);
  }
  return here;
}
