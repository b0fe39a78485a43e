import { diffText, countsText } from "../diff/text.ts";
import type { Paint } from "../run/paint.ts";
import type { CheckedAsset } from "./assets.ts";
import { parseUri } from "./asset-store.ts";
import type { Change, Concern } from "./change.ts";
import type { MissingData } from "./data-check.ts";
import type { Desired } from "./desired.ts";
import type { Proposal } from "./propose.ts";

/** What `nacre deploy --json` prints; its shape only ever grows. */
export interface DeployResult {
  readonly pipeline: string;
  readonly region: string;
  readonly account: string;
  readonly action: Change["action"];
  /** Whether it was done: false for --dry-run and --plan. */
  readonly applied: boolean;
  readonly arn: string | null;
  /** The number of the version, where the service says it. */
  readonly version: number | null;
  readonly console: string | null;
  readonly settings: Change["settings"];
  readonly steps: readonly { readonly name: string; readonly kind: string }[];
  readonly concerns: readonly Concern[];
  readonly assets: readonly { readonly uri: string; readonly state: CheckedAsset["state"] }[];
  /** Where the definition lies when it was too long to be sent along. */
  readonly definitionUri: string | null;
  readonly missingBuckets: readonly string[];
  readonly missingData: readonly MissingData[];
}

/** The proposal as one object; the caller adds what was done. */
export function resultOf(
  proposal: Proposal,
  done: Pick<DeployResult, "applied" | "arn" | "version" | "console" | "missingData">,
): DeployResult {
  const { desired, region, account, change, concerns, assets } = proposal;
  return {
    pipeline: desired.name,
    region,
    account,
    action: change.action,
    applied: done.applied,
    arn: done.arn,
    version: done.version,
    console: done.console,
    settings: change.settings,
    steps: change.diff.steps.map(({ name, kind }) => ({ name, kind })),
    concerns,
    assets: assets.map(({ asset, state }) => ({ uri: asset.uri, state })),
    definitionUri: proposal.definitionUri ?? null,
    missingBuckets: proposal.missingBuckets,
    missingData: done.missingData,
  };
}

/** What will change, for a person. */
export function proposalText(proposal: Proposal, paint: Paint): string {
  const { desired, region, account, change, assets, missingBuckets, definitionUri } = proposal;
  const what = { create: "is new", update: "changes", none: "is as deployed" }[change.action];
  const title = paint("bold", `Pipeline ${desired.name} ${what}`);
  const lines = [`${title} (${region}, account ${account})`];
  for (const bucket of missingBuckets) {
    lines.push(`  ${paint("green", "+")} bucket ${bucket}`);
  }
  const uploads = assets.filter(({ state }) => state !== "present");
  for (const { asset, state } of uploads.slice(0, mostUploads)) {
    const mark = state === "absent" ? paint("green", "+") : paint("yellow", "~");
    lines.push(`  ${mark} ${asset.uri}`);
  }
  if (uploads.length > mostUploads) {
    lines.push(`    and ${uploads.length - mostUploads} more files to upload`);
  }
  const there = assets.length - uploads.length;
  if (there > 0) lines.push(`    ${there} of ${assets.length} files of code are there already`);
  if (definitionUri !== undefined && change.action !== "none") {
    lines.push(`    the definition is long and goes to ${definitionUri}`);
  }
  for (const { name, before, after } of change.settings) {
    const mark = before === undefined ? paint("green", "+") : paint("yellow", "~");
    const text = before === undefined ? `${after}` : `${before} -> ${after}`;
    lines.push(`  ${mark} ${name}: ${text}`);
  }
  if (change.action === "create") {
    const { Steps, Parameters = [] } = desired.definition;
    const steps = Steps.map(({ Name, Type }) => `${Name} (${Type})`);
    const parameters = Parameters.map(({ Name }) => Name);
    lines.push(`  ${paint("green", "+")} ${listText("step", steps)}`);
    if (parameters.length > 0) {
      lines.push(`  ${paint("green", "+")} ${listText("parameter", parameters)}`);
    }
  } else if (!change.diff.isEmpty) {
    lines.push(`    definition: ${countsText(change.diff)}`, "");
    lines.push(diffText(change.diff, paint).trimEnd());
  }
  return `${lines.join("\n")}\n`;
}

/** More than these are counted, not listed. */
const mostUploads = 20;
const mostNames = 12;

/** How many there are, and the first of them: `2 steps: A, B`. */
function listText(noun: string, names: readonly string[]): string {
  const count = `${names.length} ${noun}${names.length === 1 ? "" : "s"}`;
  const more = names.length > mostNames ? `, and ${names.length - mostNames} more` : "";
  return `${count}: ${names.slice(0, mostNames).join(", ")}${more}`;
}

/** How to put the data that is not there. */
export function missingDataText(
  { data }: Desired,
  missing: readonly MissingData[],
  isLocal: boolean,
): string[] {
  return missing.map(({ parameter, uri }) => {
    const isFolder = uri.endsWith("/") || parseUri(uri).key === "";
    const canCopy = !isLocal && data[parameter]?.source !== undefined;
    const copy = canCopy ? "nacre data, or a file of your own: " : "";
    const how = isFolder
      ? `aws s3 cp FOLDER ${uri} --recursive`
      : `${copy}nacre data ${isLocal ? "--local " : ""}--from ${parameter}=FILE`;
    return `note: ${parameter} is ${uri} by default, and nothing is there; put it: ${how}`;
  });
}
