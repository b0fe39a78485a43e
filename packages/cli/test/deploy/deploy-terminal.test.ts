import { describe, expect, it } from "vitest";
import { hasTerminals, nacreOnTerminal } from "../support/terminal.ts";
import { appFolder } from "./app.ts";

const args = ["deploy", "--app", "app.mts", "--local", "--require-approval", "changes"];

describe.skipIf(!hasTerminals)("nacre deploy on a terminal", { timeout: 60_000 }, () => {
  it.each([
    { answer: "n", code: 2, says: "error NOT_APPROVED: the answer was no; nothing was changed" },
    { answer: "", code: 2, says: "error NOT_APPROVED" },
    { answer: "y", code: 0, says: ":pipeline/example" },
    { answer: "yes", code: 0, says: "uploaded 1 of 1 files" },
  ])("asks, and takes `$answer` as code $code", async ({ answer, code, says }) => {
    const ended = await nacreOnTerminal(args, answer, appFolder());
    expect(ended.screen).toContain("deploy this (the pipeline changes)? [y/N]");
    expect(ended.screen).toContain(says);
    expect(ended.code).toBe(code);
  });

  it("does not ask when there is nothing to do", async () => {
    const cwd = appFolder();
    await nacreOnTerminal(args, "y", cwd);
    const again = await nacreOnTerminal(args, "n", cwd);
    expect(again.screen).not.toContain("[y/N]");
    expect(again.code).toBe(0);
  });
});
