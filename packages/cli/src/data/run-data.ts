import { findApp } from "../app/find.ts";
import { homeOf } from "../app/home.ts";
import { attempt, loadApp } from "../app/load.ts";
import type { SessionInput } from "../aws/options.ts";
import { type Session, withSession } from "../aws/session.ts";
import { ask } from "../deploy/approval.ts";
import { parseUri } from "../deploy/asset-store.ts";
import { openAssetStore } from "../deploy/open-asset-store.ts";
import { userError } from "../errors.ts";
import { keepStdoutClean, printOut } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { DataStore, isSameData, type PutData } from "./data-store.ts";
import { LocalDataStore } from "./local-data-store.ts";
import { DataProgress } from "./progress.ts";
import { type WantedData, wantedData } from "./wanted-data.ts";

/** The options of `nacre data`. */
export interface DataInput extends SessionInput {
  readonly app: string | undefined;
  readonly context: readonly string[];
  readonly from: readonly string[];
  readonly yes: boolean;
  readonly "create-bucket": boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Puts the data of the app into S3, and gives the exit code. */
export async function runData(input: DataInput): Promise<number> {
  keepStdoutClean();
  return withSession({ ...input, makesHome: true }, async (session) => {
    const wanted = await readWanted(session, input);
    const put = await putAll(session, input, wanted);
    const list = wanted.map((one, index) => resultOf(one, put[index]));
    if (input.json) {
      const { region } = session;
      printOut(`${JSON.stringify({ region, data: list }, null, 2)}\n`);
    } else {
      for (const { uri } of list) printOut(`${uri}\n`);
    }
    return 0;
  });
}

/** One parameter of what `nacre data --json` prints. */
function resultOf({ parameter, uri, from }: WantedData, put: PutData | undefined) {
  return {
    parameter,
    uri,
    from: "file" in from ? from.file : from.object,
    action: put?.action ?? null,
    bytes: put?.bytes ?? null,
    sha256: put?.sha256 ?? null,
  };
}

async function readWanted(session: Session, input: DataInput): Promise<WantedData[]> {
  const given = readPairs("context", input.context);
  const file = findApp(input.app);
  const [account, bucket] = await Promise.all([
    given.get("account") ?? session.account(),
    session.bucket(),
  ]);
  // Which role the pipeline takes says nothing about its data.
  const role = `arn:aws:iam::${account}:role/any`;
  const otherwise = { region: session.region, account, role, bucket };
  const { pipeline, data, recorded } = await loadApp(file, given, otherwise);
  const definition = await attempt(file, () => pipeline.definition());
  return attempt(file, () =>
    wantedData({ definition, declared: data, context: recorded.context, from: input.from }),
  );
}

async function putAll(
  session: Session,
  input: DataInput,
  wanted: readonly WantedData[],
): Promise<PutData[]> {
  const store = session.isLocal
    ? new LocalDataStore(homeOf(input), session.region)
    : new DataStore(session);
  await makeBuckets(session, input, wanted);
  const done: PutData[] = [];
  for (const one of wanted) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, each with its own progress
    done.push(await putOne(store, input, one));
  }
  return done;
}

async function putOne(
  store: DataStore | LocalDataStore,
  input: DataInput,
  wanted: WantedData,
): Promise<PutData> {
  const { uri, parameter } = wanted;
  const [source, there] = await Promise.all([store.lookAtSource(wanted), store.look(uri)]);
  const progress = new DataProgress(wanted, source.bytes, input.quiet);
  if (there !== undefined && isSameData(source, there)) {
    const present: PutData = { ...there, action: "present" };
    progress.done(present);
    return present;
  }
  if (there !== undefined && !input.yes) {
    await ask(
      `${uri} (${parameter}) holds something else, ${there.bytes} bytes; overwrite it?`,
      "look at it first; --yes overwrites it",
    );
  }
  const put = await store.put(wanted, source, (bytes) => progress.onBytes(bytes));
  const after = await store.look(uri);
  if (after === undefined || after.bytes !== source.bytes) {
    throw userError("DATA_NOT_WHOLE", `${uri} does not hold what was put there`, {
      help: "something else writes there too; try again when it does not",
    });
  }
  progress.done(put);
  return put;
}

async function makeBuckets(
  session: Session,
  input: DataInput,
  wanted: readonly WantedData[],
): Promise<void> {
  const store = openAssetStore(session, homeOf(input));
  const buckets = [...new Set(wanted.map(({ uri }) => parseUri(uri).bucket))];
  for (const bucket of await store.missingBuckets(buckets)) {
    if (!input["create-bucket"]) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await ask(
        `bucket ${bucket} is not there; make it?`,
        `give --create-bucket, or: aws s3 mb s3://${bucket}`,
      );
    }
    // oxlint-disable-next-line no-await-in-loop -- there are one or two
    await store.makeBucket(bucket);
  }
}
