import { resolve } from "node:path";
import { rules, validateDeployment } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { paintFor } from "../run/paint.ts";
import { formatText } from "../validate/text.ts";
import { definitionUri, requestFor, tagsOf } from "./apply.ts";
import { type CheckedAsset, checkAssets } from "./assets.ts";
import { type AssetStore, parseUri } from "./asset-store.ts";
import { type Change, changeOf, type Concern, concernsOf } from "./change.ts";
import { type Deployed, fingerprintOf, readDeployed } from "./deployed.ts";
import { type Desired, type DesiredInput, readDesired } from "./desired.ts";
import type { Plan } from "./plan-file.ts";

/** All that is known before anything is changed. */
export interface Proposal {
  readonly desired: Desired;
  /** Undefined when there is no pipeline of that name. */
  readonly deployed: Deployed | undefined;
  readonly region: string;
  readonly account: string;
  readonly change: Change;
  readonly concerns: readonly Concern[];
  readonly assets: readonly CheckedAsset[];
  /** Where the definition goes when it is too long to be sent along. */
  readonly definitionUri: string | undefined;
  /** Buckets that take files and are not there. */
  readonly missingBuckets: readonly string[];
}

/** What says what is to be deployed. */
interface ProposeInput extends Omit<DesiredInput, "definitionFile"> {
  /** The positional argument, when it is a definition. */
  readonly file: string | undefined;
  readonly quiet: boolean;
}

/**
 * Finds out what a deployment would change. Nothing is changed by it.
 *
 * @throws NacreError `DEFINITION_REFUSED`, `PLAN_ELSEWHERE`, `PLAN_STALE`, `BUCKET_NOT_YOURS`, those of
 * {@link readDesired} and those of AWS
 */
export async function propose(
  session: Session,
  store: AssetStore,
  input: ProposeInput,
  plan: Plan | undefined,
): Promise<Proposal> {
  const { region } = session;
  const account = await session.account();
  const desired = plan?.desired ?? (await readChecked(session, input));
  const deployed = await readDeployed(session, desired.name);
  if (plan !== undefined) checkPlan(plan, region, account, deployed);
  const change = changeOf(desired, deployed);
  const uri = definitionUri(desired, await session.bucket());
  const uris = [...desired.assets.map((asset) => asset.uri), ...(uri === undefined ? [] : [uri])];
  const buckets = [...new Set(uris.map((text) => parseUri(text).bucket))].toSorted();
  const missingBuckets = await store.missingBuckets(buckets);
  const assets = await checkAssets(store, desired.assets, missingBuckets);
  const concerns = concernsOf(change, deployed, assets);
  return {
    desired,
    deployed,
    region,
    account,
    change,
    concerns,
    assets,
    definitionUri: uri,
    missingBuckets,
  };
}

/** Reads what is to be deployed, and says what the rules find in it. */
async function readChecked(session: Session, input: ProposeInput): Promise<Desired> {
  const definitionFile = input.file === undefined ? undefined : resolve(input.file);
  const { desired, findings: ofDefinition } = await readDesired(session, {
    ...input,
    definitionFile,
  });
  const known = new Set(ofDefinition.map(({ rule }) => rule));
  const ofRequest = validateDeployment({
    ...requestFor(desired, undefined, undefined),
    Tags: tagsOf(desired),
  });
  const findings = [...ofDefinition, ...ofRequest.filter(({ rule }) => !known.has(rule))];
  const serious = findings.filter(({ severity }) => severity !== "info");
  const isRefused = serious.some(({ severity }) => severity === "error");
  if (serious.length > 0 && (isRefused || !input.quiet)) {
    const report = { checked: [desired.name], findings: serious, ignored: [] };
    process.stderr.write(formatText(report, rules.length, paintFor(process.stderr)));
  }
  if (!isRefused) return desired;
  throw userError(
    "DEFINITION_REFUSED",
    `pipeline ${desired.name} breaks rules of SageMaker; nothing was sent to AWS`,
    { help: "nacre validate shows the lines of the program" },
  );
}

function checkPlan(
  plan: Plan,
  region: string,
  account: string,
  deployed: Deployed | undefined,
): void {
  if (plan.region !== region || plan.account !== account) {
    throw userError(
      "PLAN_ELSEWHERE",
      `the plan is for account ${plan.account} in ${plan.region}, not for ${account} in ${region}`,
      { help: "use the credentials and the region that it was made with" },
    );
  }
  if (plan.fingerprint === fingerprintOf(deployed)) return;
  throw userError(
    "PLAN_STALE",
    `pipeline ${plan.desired.name} was changed since the plan was made; nothing was changed`,
    { help: "make a new plan and look at it: nacre deploy --plan FILE" },
  );
}
