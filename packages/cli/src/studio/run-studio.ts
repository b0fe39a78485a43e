import { serveHttp } from "@nacre/local";
import {
  createStudio,
  type LogsOperation,
  type SageMakerOperation,
  sageMakerSource,
  type Studio,
} from "@nacre/studio";
import { openSession, type Session } from "../aws/session.ts";
import { stackOf, userError } from "../errors.ts";
import { printNote, printOut } from "../output.ts";
import { nextSignal, readPort, runServe, serveAt } from "../serve/run-serve.ts";
import { ownVersion } from "../version.ts";
import { awsCall } from "./aws-call.ts";
import { openBrowser } from "./open-browser.ts";
import { RenewedSession } from "./renewed-session.ts";
import { S3Reader } from "./s3-reader.ts";

/** Beside the port of `nacre serve`, so that both may run. */
const defaultPort = 8471;

/** The options of `nacre studio`. */
export interface StudioInput {
  readonly port: string | undefined;
  readonly home: string | undefined;
  readonly aws: boolean;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly write: boolean;
  readonly open: boolean;
  readonly json: boolean;
}

/** Serves the page until a signal ends it, and gives the exit code. */
export async function runStudio(input: StudioInput): Promise<number> {
  const { aws, profile, home, write } = input;
  const isAws = aws || profile !== undefined;
  if (isAws && home !== undefined) {
    throw userError("BAD_OPTION", "--home is the state of this machine, and AWS has its own", {
      help: "leave out --home, or --profile and --aws",
    });
  }
  if (!isAws && write) {
    throw userError("BAD_OPTION", "--write is for an account of AWS", {
      help: "leave it out: on this machine the page may change everything",
    });
  }
  return isAws ? runAws(input) : runHere(input);
}

function runHere({ port, home, region, json, open }: StudioInput): Promise<number> {
  const serving = {
    port,
    home,
    region,
    objects: undefined,
    "max-parallel": undefined,
    python: undefined,
    "libsvm-one-based": false,
    "memory-limit": undefined,
    "no-warm": false,
    runtime: undefined,
    quiet: false,
    json,
  };
  return runServe(serving, { port: defaultPort, open });
}

async function runAws(input: StudioInput): Promise<number> {
  const { profile, region, write, json, open } = input;
  const port = readPort(input.port);
  const options = { profile, local: false, home: undefined };
  const session = await openSession({ ...options, region });
  const again = { ...options, region: session.region, rereads: true };
  const sessions = new RenewedSession(session, () => openSession(again));
  try {
    // Who may not sign in hears so here, and not in the page.
    const account = await session.account();
    const page = awsStudio(sessions, { account, region: session.region, writable: write });
    const ending = nextSignal();
    const server = await serveAt(port ?? defaultPort, port === undefined, (at) =>
      serveHttp({ services: {}, port: at, mount: page }),
    );
    const link = server.url + page.link;
    printOut(
      json
        ? `${JSON.stringify({ type: "listening", url: server.url, port: server.port, studio: link, account, region: session.region, pid: process.pid })}\n`
        : welcome(link, account, session.region, write),
    );
    if (open) void openBrowser(link);
    await ending;
    page.close();
    await server.close();
    return 0;
  } finally {
    await sessions.close();
  }
}

interface Account {
  readonly account: string;
  readonly region: string;
  readonly writable: boolean;
}

async function sagemaker(session: Session) {
  const commands = await import("../aws/clients/studio.ts");
  return { client: await session.sagemaker(), commands };
}

async function logs(session: Session) {
  const commands = await import("../aws/clients/logs.ts");
  return { client: await session.logs(), commands };
}

function awsStudio(sessions: RenewedSession, { account, region, writable }: Account): Studio {
  const source = sageMakerSource({
    sagemaker: (operation, input) =>
      sessions.use((session) =>
        awsCall<SageMakerOperation>(() => sagemaker(session))(operation, input),
      ),
    logs: (operation, input) =>
      sessions.use((session) => awsCall<LogsOperation>(() => logs(session))(operation, input)),
    objects: {
      list: (uri) => sessions.use((session) => new S3Reader(session).list(uri)),
      open: (uri, most) => sessions.use((session) => new S3Reader(session).open(uri, most)),
    },
    region,
    account: async () => account,
  });
  return createStudio({
    source,
    writable,
    version: ownVersion(),
    // Other users of this machine can reach the port, and must not read the account.
    needsLink: true,
    onBug: (error) => printNote(`${stackOf(error)}\nerror BUG: this is a bug in nacre`),
  });
}

function welcome(link: string, account: string, region: string, writable: boolean): string {
  return [
    `SageMaker Pipelines of account ${account} in ${region}, ${writable ? "to read and to change" : "to read"}:`,
    "",
    `  ${link}`,
    "",
    "The link is for you alone: whoever has it and is on this machine sees what you see. Ctrl-C ends it.",
    "",
    "",
  ].join("\n");
}
