import { resolve } from "node:path";
import { NacreError } from "@nacre/core";
import { homeOf } from "../app/home.ts";
import type { SessionInput } from "../aws/options.ts";
import { type Session, withSession } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { type Applied, applyChange, putDefinition } from "./apply.ts";
import { type Approval, ask, questionsFor } from "./approval.ts";
import { uploadAssets } from "./assets.ts";
import type { AssetStore } from "./asset-store.ts";
import { studioUrl } from "./console.ts";
import { missingData } from "./data-check.ts";
import { fingerprintOf } from "./deployed.ts";
import type { DesiredInput } from "./desired.ts";
import { openAssetStore } from "./open-asset-store.ts";
import { type Plan, readPlan, writePlan } from "./plan-file.ts";
import { UploadProgress } from "./progress.ts";
import { type Proposal, propose } from "./propose.ts";
import { type DeployResult, missingDataText, proposalText, resultOf } from "./report.ts";

/** The options of `nacre deploy`. */
export interface DeployInput extends SessionInput, Omit<DesiredInput, "definitionFile"> {
  /** The positional argument: a saved plan or a definition. */
  readonly file: string | undefined;
  readonly "dry-run": boolean;
  readonly plan: string | undefined;
  readonly yes: boolean;
  readonly "require-approval": Approval | undefined;
  readonly "create-bucket": boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Deploys, and gives the exit code: 0 when what is deployed is what was asked for. */
export async function runDeploy(input: DeployInput): Promise<number> {
  keepStdoutClean();
  const plan = input.file === undefined ? undefined : readPlan(resolve(input.file));
  checkOptions(input, plan);
  const region = input.region ?? plan?.region;
  return withSession({ ...input, region, makesHome: true }, (session) =>
    deploy(session, input, plan),
  );
}

function checkOptions(input: DeployInput, plan: Plan | undefined): void {
  if (plan === undefined) return;
  const given = [
    ...(["app", "role", "name", "description", "display-name", "max-parallel", "plan"] as const),
  ].find((name) => input[name] !== undefined);
  const option = given ?? (["context", "tag"] as const).find((name) => input[name].length > 0);
  if (option === undefined) return;
  throw userError("BAD_OPTION", `--${option} does not go with a saved plan`, {
    help: "a plan is applied as it was saved; make another one with the option",
  });
}

/** Says something to a person, unless nothing is to be said. */
type Say = (text: string) => void;

async function deploy(
  session: Session,
  input: DeployInput,
  plan: Plan | undefined,
): Promise<number> {
  const say: Say = (text) => void (input.quiet || process.stderr.write(text));
  const paint = paintFor(process.stderr);
  const store = openAssetStore(session, homeOf(input));
  const proposal = await propose(session, store, input, plan);
  const { desired, change, deployed } = proposal;
  say(proposalText(proposal, paint));
  if (input["dry-run"] || input.plan !== undefined) {
    const missing = await dataNotes(session, store, proposal, say);
    if (input.plan === undefined) say("nothing was changed: --dry-run\n");
    else savePlan(input.plan, proposal, say);
    const arn = deployed?.arn ?? null;
    print(input, resultOf(proposal, { ...undone, arn, missingData: missing }));
    return 0;
  }
  const done = await perform(session, store, input, proposal, say);
  const arn = done.deployed.arn;
  const console = session.isLocal ? undefined : studioUrl(arn);
  const missing = await dataNotes(session, store, proposal, say);
  const version = done.version ?? null;
  const verb = { create: "created", update: "updated", none: "as deployed before" }[change.action];
  say(`${paint("green", verb)}${version === null ? "" : `, version ${version}`}\n`);
  if (console !== undefined) say(`Studio: ${console} (Pipelines, ${desired.name})\n`);
  const all = { applied: true, arn, version, console: console ?? null, missingData: missing };
  print(input, resultOf(proposal, all));
  return 0;
}

/** Asks where that is needed, and does what was proposed. */
async function perform(
  session: Session,
  store: AssetStore,
  input: DeployInput,
  proposal: Proposal,
  say: Say,
): Promise<Applied> {
  const { desired, change, deployed, assets, definitionUri: uri, missingBuckets } = proposal;
  const isUploaded = assets.every(({ state }) => state === "present");
  const isSame = change.action === "none" ? deployed : undefined;
  if (isSame !== undefined && isUploaded) return { deployed: isSame, version: undefined };
  await approve(input, proposal);
  await makeBuckets(store, input, missingBuckets, say);
  return explainHalfDone(async () => {
    const progress = new UploadProgress(assets, input.quiet);
    await uploadAssets(store, assets, (asset) => progress.onUploaded(asset));
    progress.close();
    if (isSame !== undefined) return { deployed: isSame, version: undefined };
    const location = uri === undefined ? undefined : await putDefinition(store, uri, desired.text);
    return applyChange(session, desired, change, deployed, location);
  });
}

function savePlan(file: string, proposal: Proposal, say: Say): void {
  const { desired, region, account, deployed } = proposal;
  writePlan(file, { desired, region, account, fingerprint: fingerprintOf(deployed) });
  say(`wrote the plan: nacre deploy ${file} applies it\n`);
}

const undone = { applied: false, version: null, console: null };

function print(input: DeployInput, result: DeployResult): void {
  if (input.json) printOut(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.applied && result.arn !== null) printOut(`${result.arn}\n`);
}

async function approve(input: DeployInput, { change, concerns }: Proposal): Promise<void> {
  if (input.yes) return;
  const questions = questionsFor(change, concerns, input["require-approval"] ?? "permissions");
  if (questions.length === 0) return;
  for (const question of questions) printNote(`! ${question}`);
  await ask(
    `deploy this (${questions.join("; ")})?`,
    "look at what changes, then give --yes, or --require-approval never where no one looks",
  );
}

async function makeBuckets(
  store: AssetStore,
  input: DeployInput,
  missing: readonly string[],
  say: Say,
): Promise<void> {
  for (const bucket of missing) {
    if (!input["create-bucket"]) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await ask(
        `bucket ${bucket} is not there; make it?`,
        `give --create-bucket, or: aws s3 mb s3://${bucket}`,
      );
    }
    // oxlint-disable-next-line no-await-in-loop -- there are one or two
    await store.makeBucket(bucket);
    say(`made bucket ${bucket}\n`);
  }
}

async function dataNotes(
  session: Session,
  store: AssetStore,
  { desired }: Proposal,
  say: Say,
): Promise<DeployResult["missingData"]> {
  try {
    const missing = await missingData(store, desired);
    for (const text of missingDataText(desired, missing, session.isLocal)) say(`${text}\n`);
    return missing;
  } catch (error) {
    // Whether the data is there is worth a word, not a failure.
    if (!(error instanceof NacreError)) throw error;
    say(`note: whether the data is there is not known: ${error.message}\n`);
    return [];
  }
}

/** Says of a deployment that fails half-way how to go on. */
async function explainHalfDone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NacreError)) throw error;
    const { code, message, at, help, cause, problems } = error;
    const further = "what is done stays done; a second `nacre deploy` does what is missing";
    throw userError(code, message, {
      at,
      help: help === undefined ? further : `${help}\n${further}`,
      cause,
      ...(problems.length > 1 ? { problems } : {}),
    });
  }
}
