import {
  type AppData,
  type CodeAsset,
  type Finding,
  type PipelineDefinition,
  RawPipeline,
  rules,
  validateDefinition,
  writeDefinition,
} from "@nacre/core";
import { findApp, folderOfApp } from "../app/find.ts";
import { definitionOf } from "../app/definition.ts";
import { loadApp } from "../app/load.ts";
import { pipelineNameOf, readDefinitionAt } from "../app/source.ts";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { entriesOfConfig, partition } from "../validate/ignore.ts";
import { compactJson, inlineLimit } from "./definition-text.ts";
import { type PipelineSettings, readSettings, type SettingsInput } from "./settings.ts";

/** What is to be in SageMaker. */
export interface Desired {
  readonly name: string;
  readonly definition: PipelineDefinition;
  /** The definition as it is sent. */
  readonly text: string;
  readonly roleArn: string;
  readonly settings: PipelineSettings;
  /** Files that the pipeline takes from this machine. */
  readonly assets: readonly CodeAsset[];
  /** The app's declarations of data. */
  readonly data: AppData;
}

/** The options of `nacre deploy` that say what to deploy. */
export interface DesiredInput extends SettingsInput {
  readonly app: string | undefined;
  readonly context: readonly string[];
  readonly role: string | undefined;
  /** `--name`: name of the pipeline of a definition file. */
  readonly name: string | undefined;
  /** The positional argument, when it is a definition. */
  readonly definitionFile: string | undefined;
}

/** What is to be deployed, and what the rules find in it. */
export interface FoundDesired {
  readonly desired: Desired;
  readonly findings: readonly Finding[];
}

/**
 * Reads what is to be deployed: the app, made for the account of the session, or a definition file.
 *
 * @throws NacreError of the app or the definition, of the search for the role, and `BAD_OPTION`
 */
export async function readDesired(session: Session, input: DesiredInput): Promise<FoundDesired> {
  return input.definitionFile === undefined
    ? readAppFor(session, input)
    : readDefinitionFor(session, input, input.definitionFile);
}

async function readAppFor(session: Session, input: DesiredInput): Promise<FoundDesired> {
  const file = findApp(input.app);
  const given = readPairs("context", input.context);
  const [account, role, bucket] = await Promise.all([
    given.get("account") ?? session.account(),
    roleFor(session, input.role ?? given.get("role")),
    session.bucket(),
  ]);
  const otherwise = { region: session.region, account, role, bucket };
  const own = given.has("account") ? await session.account() : account;
  if (own !== account) {
    printNote(`warning: --context account=${account}, but the credentials are of account ${own}`);
  }
  if (input.role !== undefined) given.delete("role");
  const { pipeline, data, deployment, recorded } = await loadApp(file, given, otherwise);
  const definition = await definitionOf(file, pipeline);
  for (const warning of recorded.unreadWarnings()) printNote(warning);
  const found =
    pipeline instanceof RawPipeline ? validateDefinition(definition) : pipeline.findings;
  const desired: Desired = {
    name: input.name ?? pipeline.name,
    definition,
    text: textOf(definition),
    roleArn: role,
    settings: readSettings(input, deployment, recorded.context, file),
    assets: pipeline.assets,
    data,
  };
  return { desired, findings: kept(found, folderOfApp(file)) };
}

async function readDefinitionFor(
  session: Session,
  input: DesiredInput,
  file: string,
): Promise<FoundDesired> {
  if (input.app !== undefined || input.context.length > 0) {
    throw userError("BAD_OPTION", "--app and --context do not go with a definition file", {
      help: "give the app or the definition, not both",
    });
  }
  const definition = readDefinitionAt(file);
  const desired: Desired = {
    name: input.name ?? pipelineNameOf(file),
    definition,
    text: textOf(definition),
    roleArn: await roleFor(session, input.role),
    settings: readSettings(input, undefined, undefined, file),
    assets: [],
    data: {},
  };
  return { desired, findings: kept(validateDefinition(definition), process.cwd()) };
}

async function roleFor(session: Session, given: string | undefined): Promise<string> {
  return (await session.role(given)).arn;
}

function kept(findings: readonly Finding[], folder: string): readonly Finding[] {
  return partition(findings, entriesOfConfig(folder, rules)).findings;
}

/** As `nacre synth` prints it; without its line breaks where it would not go inline otherwise. */
function textOf(definition: PipelineDefinition): string {
  const text = writeDefinition(definition);
  return Buffer.byteLength(text) < inlineLimit ? text : compactJson(text);
}
