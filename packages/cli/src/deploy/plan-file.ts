import { readFileSync } from "node:fs";
import { type CodeAsset, NacreError, readDefinition } from "@nacre/core";
import { messageOf, userError } from "../errors.ts";
import { writeFileWhole } from "../output.ts";
import { contentOf } from "./assets.ts";
import type { Desired } from "./desired.ts";
import type { PipelineSettings } from "./settings.ts";

/** What a saved plan holds: all that applying it needs, on whatever machine. */
export interface Plan {
  readonly desired: Desired;
  readonly region: string;
  readonly account: string;
  /** What was deployed when the plan was made: see `fingerprintOf`. */
  readonly fingerprint: string;
}

/** The plan as the file has it. */
interface PlanFile {
  readonly nacrePlan: 1;
  readonly region: string;
  readonly account: string;
  readonly deployed: string;
  readonly pipeline: {
    readonly name: string;
    readonly roleArn: string;
    readonly settings: PipelineSettings;
    readonly definition: string;
  };
  readonly assets: readonly {
    readonly uri: string;
    readonly md5: string;
    /** Base64. */
    readonly content: string;
  }[];
}

/** Writes a plan, with the content of the files that it uploads. */
export function writePlan(file: string, { desired, region, account, fingerprint }: Plan): void {
  const { name, roleArn, settings, text } = desired;
  const written: PlanFile = {
    nacrePlan: 1,
    region,
    account,
    deployed: fingerprint,
    pipeline: { name, roleArn, settings, definition: text },
    assets: desired.assets.map((asset) => ({
      uri: asset.uri,
      md5: asset.md5,
      content: Buffer.from(contentOf(asset)).toString("base64"),
    })),
  };
  writeFileWhole(file, `${JSON.stringify(written, null, 2)}\n`);
}

/**
 * Reads a file that `nacre deploy` was given: undefined when it is no plan, and so a definition.
 *
 * @throws NacreError `CANNOT_READ`, `PLAN_INVALID`
 */
export function readPlan(file: string): Plan | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw userError("CANNOT_READ", `cannot read the plan or definition: ${messageOf(error)}`, {
      at: { file },
      help: "check the path",
    });
  }
  if (typeof parsed !== "object" || parsed === null || !("nacrePlan" in parsed)) return undefined;
  if (!isPlan(parsed)) throw invalid(file, "it is not as this version of nacre writes it");
  const { region, account, deployed, pipeline, assets } = parsed;
  try {
    const desired: Desired = {
      name: pipeline.name,
      definition: readDefinition(pipeline.definition),
      text: pipeline.definition,
      roleArn: pipeline.roleArn,
      settings: pipeline.settings,
      assets: assets.map(({ uri, md5, content }): CodeAsset => ({
        uri,
        md5,
        content: Buffer.from(content, "base64"),
      })),
      data: {},
    };
    return { desired, region, account, fingerprint: deployed };
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    throw invalid(file, error.message);
  }
}

function isPlan(value: object): value is PlanFile {
  const { nacrePlan, pipeline, assets }: Partial<PlanFile> = value;
  return (
    nacrePlan === 1 &&
    hasTexts(value, "region", "account", "deployed") &&
    hasTexts(pipeline, "name", "roleArn", "definition") &&
    typeof pipeline?.settings?.tags === "object" &&
    Array.isArray(assets) &&
    assets.every((asset) => hasTexts(asset, "uri", "md5", "content"))
  );
}

function hasTexts(holder: unknown, ...names: readonly string[]): boolean {
  return (
    typeof holder === "object" &&
    holder !== null &&
    names.every((name) => typeof Reflect.get(holder, name) === "string")
  );
}

function invalid(file: string, why: string): NacreError {
  return userError("PLAN_INVALID", `the plan cannot be used: ${why}`, {
    at: { file },
    help: "make it anew: nacre deploy --plan FILE",
  });
}
