import { type DefinitionDiff, diffDefinitions, type PipelineDefinition } from "@nacre/core";
import type { Deployed } from "./deployed.ts";
import type { Desired } from "./desired.ts";
import type { CheckedAsset } from "./assets.ts";

/** A setting that differs. */
interface SettingChange {
  /** The member of the API, such as `RoleArn`, or `Tags.team`. */
  readonly name: string;
  readonly before: string | number | undefined;
  readonly after: string | number;
}

/** What a deployment changes in SageMaker. */
export interface Change {
  readonly action: "create" | "update" | "none";
  readonly diff: DefinitionDiff;
  readonly settings: readonly SettingChange[];
}

/** Something that someone should agree to, and why. */
export interface Concern {
  readonly kind: "replaced" | "permissions";
  readonly text: string;
}

const nothing: PipelineDefinition = { Version: "2020-12-01", Steps: [] };

/** How what is to be differs from what is deployed. */
export function changeOf(desired: Desired, deployed: Deployed | undefined): Change {
  const diff = diffDefinitions(deployed?.definition ?? nothing, desired.definition);
  const settings = settingChanges(desired, deployed);
  if (deployed === undefined) return { action: "create", diff, settings };
  const isSame = deployed.definition !== undefined && diff.isEmpty && settings.length === 0;
  return { action: isSame ? "none" : "update", diff, settings };
}

/** Settings that are given and deployed otherwise; what is not given stays as it is. */
function settingChanges(desired: Desired, deployed: Deployed | undefined): SettingChange[] {
  const { settings, roleArn } = desired;
  const before = deployed?.settings;
  type Pair = readonly [name: string, string | number | undefined, string | number | undefined];
  const tags = Object.entries(settings.tags).map(([key, value]): Pair => [
    `Tags.${key}`,
    before?.tags[key],
    value,
  ]);
  const all: readonly Pair[] = [
    ["RoleArn", deployed?.roleArn, roleArn],
    ["PipelineDisplayName", before?.displayName, settings.displayName],
    ["PipelineDescription", before?.description, settings.description],
    [
      "MaxParallelExecutionSteps",
      before?.maxParallelExecutionSteps,
      settings.maxParallelExecutionSteps,
    ],
    ...tags,
  ];
  return all.flatMap(([name, old, young]) =>
    young === undefined || young === old ? [] : [{ name, before: old, after: young }],
  );
}

/** What in a change someone should agree to: what is replaced, and permissions that widen. */
export function concernsOf(
  change: Change,
  deployed: Deployed | undefined,
  assets: readonly CheckedAsset[],
): Concern[] {
  const overwritten = assets
    .filter(({ state }) => state === "differs")
    .map(({ asset }): Concern => ({
      kind: "replaced",
      text: `${asset.uri} holds something else and is overwritten`,
    }));
  if (deployed === undefined) return overwritten;
  const unreadable: Concern[] =
    deployed.definition === undefined
      ? [{ kind: "replaced", text: "the deployed definition, which cannot be read, is replaced" }]
      : [];
  const removed = change.diff.steps
    .filter(({ kind }) => kind === "removed")
    .map(({ name, type }): Concern => ({ kind: "replaced", text: `step ${name} (${type}) goes` }));
  const role = change.settings
    .filter(({ name }) => name === "RoleArn")
    .map(({ before, after }): Concern => ({
      kind: "permissions",
      text: `the role changes from ${before} to ${after}`,
    }));
  const wider = change.diff.permissions
    .filter(({ kind }) => kind === "added")
    .map(({ about, value, steps }): Concern => ({
      kind: "permissions",
      text: `${steps.join(", ")} ${steps.length === 1 ? "needs" : "need"} ${about} ${value}`,
    }));
  return [...unreadable, ...removed, ...role, ...wider, ...overwritten];
}
