import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { expr, Pipeline, stepCode, type Code, type CodeAsset } from "@nacre/core";
import { faultOf } from "./support/errors.ts";
import { failing } from "./support/steps.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "nacre-code-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text = path): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** The URI of some code and its files, as a pipeline with the code has them. */
function use(code: Code, step = "Prepare"): { uri: string; assets: readonly CodeAsset[] } {
  const message = stepCode({ step, code, bucket: "b" });
  const pipeline = new Pipeline("P", { steps: [failing(step, message)] });
  const uri = pipeline.definition().Steps[0]?.Arguments["ErrorMessage"];
  return { uri: String(uri), assets: pipeline.assets };
}

const folder = (): Code => ({ folder: root, entryPoint: "main.py" });

describe("a script", () => {
  it("lies under the step and the md5 of its content", () => {
    write("main.py", "print(1)\n");
    const md5 = createHash("md5").update("print(1)\n").digest("hex");
    const uri = `s3://b/Prepare-${md5}/input/code/main.py`;
    expect(use(join(root, "main.py"))).toEqual({
      uri,
      assets: [{ uri, file: join(root, "main.py"), md5 }],
    });
  });

  it("is found where it stands inside other text, and listed once", () => {
    write("main.py");
    const code = stepCode({ step: "A", code: join(root, "main.py"), bucket: "b" });
    const steps = [failing("A", expr`${code}.bak`), failing("B", code)];
    expect(new Pipeline("P", { steps }).assets).toHaveLength(1);
  });

  it("must be there when the step is made", () => {
    const file = join(root, "nothing.py");
    const fault = faultOf(() => use(file));
    expect(fault.code).toBe("CODE_NOT_FOUND");
    expect(fault.message).toContain('step "Prepare"');
    expect(fault.at).toEqual({ step: "Prepare", file });
  });

  it("must be a file", () => {
    expect(faultOf(() => use(root)).code).toBe("CODE_UNREADABLE");
  });
});

describe("a folder of code", () => {
  beforeEach(() => {
    write("main.py");
    write("lib/helper.py");
  });

  it("has all its files under one address, sorted", () => {
    const { uri, assets } = use(folder());
    expect(uri).toMatch(/^s3:\/\/b\/Prepare-[0-9a-f]{32}\/input\/code$/);
    expect(assets.map((asset) => [asset.uri, "file" in asset && asset.file])).toEqual([
      [`${uri}/lib/helper.py`, join(root, "lib/helper.py")],
      [`${uri}/main.py`, join(root, "main.py")],
    ]);
  });

  it.each<[string, () => void]>([
    ["a content", () => write("lib/helper.py", "changed")],
    ["a name", () => renameSync(join(root, "lib"), join(root, "lob"))],
    ["a new file", () => write("new.py")],
    ["a mode", () => chmodSync(join(root, "main.py"), 0o755)],
  ])("gets another address with %s", (_, change) => {
    const before = use(folder()).uri;
    change();
    expect(use(folder()).uri).not.toBe(before);
  });

  it("gets another address with another entry point", () => {
    const other: Code = { folder: root, entryPoint: "lib/helper.py" };
    expect(use(other).uri).not.toBe(use(folder()).uri);
  });

  it.each<[string, () => void]>([
    ["compiled Python", () => write("lib/__pycache__/helper.cpython-311.pyc")],
    ["the git folder", () => write(".git/HEAD")],
    [
      "the place of the folder",
      () => {
        const moved = `${root}-moved`;
        renameSync(root, moved);
        root = moved;
      },
    ],
  ])("keeps its address with %s", (_, change) => {
    const before = use(folder()).uri;
    change();
    expect(use(folder()).uri).toBe(before);
  });

  it("leaves out what its ignore file lists", () => {
    write(".nacreignore", "# notes\n*.md\n/data/\nlib/**/tmp?\n");
    for (const file of ["a.md", "lib/b.md", "data/x", "lib/data/x", "lib/x/tmp1", "lib/x/tmp12"]) {
      write(file);
    }
    const { uri, assets } = use(folder());
    expect(assets.map((asset) => asset.uri.slice(uri.length + 1))).toEqual([
      "lib/data/x",
      "lib/helper.py",
      "lib/x/tmp12",
      "main.py",
    ]);
  });

  it("must hold its entry point", () => {
    const fault = faultOf(() => use({ folder: root, entryPoint: "mian.py" }));
    expect(fault.code).toBe("CODE_NOT_FOUND");
    expect(fault.help).toContain('"main.py"');
  });

  it("must be there", () => {
    const fault = faultOf(() => use({ folder: join(root, "no"), entryPoint: "main.py" }));
    expect(fault.code).toBe("CODE_NOT_FOUND");
  });
});
