import { type CheckResult, fromError, ok, warn } from "./check.ts";

/** The Node that runs nacre; older ones do not get this far. */
export function checkNode(): CheckResult {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const found = `Node.js ${process.version} (${process.execPath})`;
  if (major >= 24) return ok("node", found);
  return warn("node", `${found}; nacre is tested with Node.js 24`, "install Node.js 24");
}

/** The Python from which the environment of local jobs is made. */
export async function checkPython(named: string | undefined): Promise<CheckResult> {
  const { findInterpreter } = await import("@nacre/local");
  try {
    const { base, version, hasVenv, hasEnsurepip } = await findInterpreter(named);
    if (!hasVenv || !hasEnsurepip) {
      return warn(
        "python",
        `Python ${version} (${base}) cannot make environments: runs on this machine need that`,
        "on Debian and Ubuntu: apt install python3-venv",
      );
    }
    return ok("python", `Python ${version} (${base}), for runs on this machine`);
  } catch (error) {
    // AWS needs no Python of this machine.
    return fromError("python", error, "warn");
  }
}
