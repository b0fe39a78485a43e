import type { AppContext, AppDeployment } from "@nacre/core";
import { readCount } from "../counts.ts";
import { userError } from "../errors.ts";
import { readPairs } from "../pairs.ts";

/** What a pipeline has in SageMaker beside its definition and its role. */
export interface PipelineSettings {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly maxParallelExecutionSteps?: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The options of `nacre deploy` that say the settings. */
export interface SettingsInput {
  readonly "display-name": string | undefined;
  readonly description: string | undefined;
  readonly "max-parallel": string | undefined;
  readonly tag: readonly string[];
}

/**
 * The settings: those of the command line before those of the app's export `deployment`.
 *
 * @throws NacreError `APP_DEPLOYMENT_INVALID`, `BAD_OPTION`
 */
export function readSettings(
  input: SettingsInput,
  exported: unknown,
  context: AppContext | undefined,
  file: string,
): PipelineSettings {
  const made: unknown = typeof exported === "function" ? exported(context) : exported;
  const declared = made === undefined ? {} : checkDeployment(made, file);
  return {
    displayName: input["display-name"] ?? declared.displayName,
    description: input.description ?? declared.description,
    maxParallelExecutionSteps:
      readCount("max-parallel", input["max-parallel"]) ?? declared.maxParallelExecutionSteps,
    tags: { ...declared.tags, ...Object.fromEntries(readPairs("tag", input.tag)) },
  };
}

/** What each member must be; anything else is a slip that AWS would never see. */
const members: Readonly<Record<keyof AppDeployment, (value: unknown) => boolean>> = {
  displayName: (value) => typeof value === "string",
  description: (value) => typeof value === "string",
  maxParallelExecutionSteps: (value) => Number.isInteger(value) && Number(value) >= 1,
  tags: (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string"),
};

function checkDeployment(value: unknown, file: string): AppDeployment {
  if (typeof value !== "object" || value === null) throw invalid("it is no object", file);
  for (const [name, member] of Object.entries(value)) {
    const check = new Map(Object.entries(members)).get(name);
    if (check === undefined) throw invalid(`it has no member \`${name}\``, file);
    if (member !== undefined && !check(member)) {
      throw invalid(`\`${name}\` cannot be ${JSON.stringify(member)}`, file);
    }
  }
  return value;
}

function invalid(why: string, file: string): Error {
  return userError(
    "APP_DEPLOYMENT_INVALID",
    `the export \`deployment\` of the app file is not as nacre takes it: ${why}`,
    { at: { file }, help: `it may have ${Object.keys(members).join(", ")}` },
  );
}
