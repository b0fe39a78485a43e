import { resolve } from "node:path";
import type { PipelineDefinition } from "@nacre/core";
import {
  type DeployedDefinition,
  describeExecutionDefinition,
  describePipeline,
} from "../aws/definitions.ts";
import type { SessionInput } from "../aws/options.ts";
import { type Session, withSession } from "../aws/session.ts";
import { findApp } from "../app/find.ts";
import { definitionOf } from "../app/definition.ts";
import { loadApp } from "../app/load.ts";
import { readDefinitionAt } from "../app/source.ts";
import { userError } from "../errors.ts";
import { whichPipeline } from "../executions/which.ts";
import { printNote } from "../output.ts";
import { readPairs } from "../pairs.ts";

/** One of the two definitions that are compared. */
export interface Side {
  readonly kind: "app" | "file" | "deployed" | "version" | "execution";
  /** For a person, such as `version 3 of Abalone`. */
  readonly title: string;
  readonly definition: PipelineDefinition;
}

/** What the command line says of the sides. */
export interface SidesInput extends SessionInput {
  readonly app: string | undefined;
  readonly context: readonly string[];
  /** `--pipeline`: its name in AWS, where that is not the app's. */
  readonly pipeline: string | undefined;
  readonly positional: readonly string[];
}

/** A side as it was written, before anything is read. */
type Written =
  | { readonly kind: "app" }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "deployed"; readonly arn?: string }
  | { readonly kind: "version"; readonly version: number }
  | { readonly kind: "execution"; readonly arn: string };

/**
 * Reads the two sides: without words what is deployed and the app, with one word that and the app,
 * with two both of them. AWS is asked only for a side that it has.
 *
 * @throws NacreError of what cannot be read, `PIPELINE_UNNAMED`, `VERSION_NOT_FOUND` and those of AWS
 */
export async function readSides(input: SidesInput): Promise<readonly [before: Side, after: Side]> {
  const [first = "deployed", second = "app"] = input.positional;
  const written = [parseSide(first), parseSide(second)] as const;
  if (input.app !== undefined && written.every(({ kind }) => kind !== "app")) {
    throw userError("BAD_OPTION", "--app was given, but neither side is the app", {
      help: "`nacre diff A app` compares A with the app",
    });
  }
  const region = input.region ?? written.map(regionOf).find((name) => name !== undefined);
  if (written.every(({ kind }) => kind === "app" || kind === "file")) {
    return readBoth(written, new Reader(input, undefined));
  }
  return withSession({ ...input, region }, (session) =>
    readBoth(written, new Reader(input, session)),
  );
}

async function readBoth(
  written: readonly [Written, Written],
  reader: Reader,
): Promise<readonly [Side, Side]> {
  const [first, second] = written;
  // The app comes first, wherever it stands: it names the pipeline of the other side.
  if (first.kind === "app") return [await reader.read(first), await reader.read(second)];
  const after = await reader.read(second);
  return [await reader.read(first), after];
}

function parseSide(text: string): Written {
  if (text === "app" || text === "deployed") return { kind: text };
  if (/^\d+$/.test(text)) return { kind: "version", version: Number(text) };
  if (/^arn:[^:]+:sagemaker:.*:pipeline\/[^/]+\/execution\/[^/]+$/i.test(text)) {
    return { kind: "execution", arn: text };
  }
  if (/^arn:[^:]+:sagemaker:.*:pipeline\/[^/]+$/i.test(text))
    return { kind: "deployed", arn: text };
  return { kind: "file", file: text };
}

function regionOf(written: Written): string | undefined {
  return "arn" in written ? written.arn?.split(":")[3] : undefined;
}

/** Reads sides, each thing once. */
class Reader {
  readonly #input: SidesInput;
  readonly #session: Session | undefined;
  #name: string | undefined;

  constructor(input: SidesInput, session: Session | undefined) {
    this.#input = input;
    this.#session = session;
    this.#name = input.pipeline;
  }

  async read(written: Written): Promise<Side> {
    switch (written.kind) {
      case "app":
        return this.#readApp();
      case "file":
        return readFile(written.file);
      case "deployed":
        return this.#readDeployed(written.arn);
      case "version":
        return this.#readVersion(written.version);
      case "execution": {
        const definition = await describeExecutionDefinition(this.#open(), written.arn);
        const id = written.arn.split("/").at(-1);
        return { kind: "execution", title: `execution ${id}`, definition };
      }
    }
  }

  /** The app, made for the account that it is compared with. */
  async #readApp(): Promise<Side> {
    const { app, context } = this.#input;
    const file = findApp(app);
    const given = readPairs("context", context);
    const first = await loadApp(file, given);
    this.#name ??= first.pipeline.name;
    const otherwise = this.#session === undefined ? undefined : await this.#accountValues();
    const { pipeline, recorded } =
      otherwise === undefined ? first : await loadApp(file, given, otherwise);
    const definition = await definitionOf(file, pipeline);
    for (const warning of recorded.unreadWarnings()) printNote(warning);
    return { kind: "app", title: "the app", definition };
  }

  /** What a deployment would tell the app, but for the role: that stays as it is deployed. */
  async #accountValues(): Promise<Readonly<Record<string, string>>> {
    const session = this.#open();
    const deployed = await this.#describe();
    const [account, bucket, role] = await Promise.all([
      session.account(),
      session.bucket(),
      deployed?.roleArn ?? session.role().then(({ arn }) => arn),
    ]);
    return { region: session.region, account, bucket, role };
  }

  async #readDeployed(arn: string | undefined): Promise<Side> {
    const found = await this.#describe(arn);
    const name = arn?.split("/").at(-1) ?? (await this.#pipelineName());
    if (found === undefined) {
      const title = `${name}, which is not deployed in ${this.#open().region}`;
      return { kind: "deployed", title, definition: { Version: "2020-12-01", Steps: [] } };
    }
    return { kind: "deployed", title: `${name} as deployed`, definition: found.definition };
  }

  async #readVersion(version: number): Promise<Side> {
    const name = await this.#pipelineName();
    const found = await describePipeline(this.#open(), name, version);
    if (found !== undefined) {
      const title = `version ${version} of ${name}`;
      return { kind: "version", title, definition: found.definition };
    }
    throw userError("VERSION_NOT_FOUND", `pipeline ${name} has no version ${version}`, {
      help: `\`nacre versions --pipeline ${name}\` lists them`,
    });
  }

  async #describe(arn?: string): Promise<DeployedDefinition | undefined> {
    return describePipeline(this.#open(), arn ?? (await this.#pipelineName()));
  }

  /** `--pipeline`, else the app's; a definition file does not say its name. */
  async #pipelineName(): Promise<string> {
    return (this.#name ??= await whichPipeline(this.#input));
  }

  #open(): Session {
    if (this.#session === undefined) throw new Error("a side of AWS without a session");
    return this.#session;
  }
}

function readFile(file: string): Side {
  if (/\.[cm]?[jt]s$/.test(file)) {
    throw userError("BAD_OPTION", `${file} is an app file, not a definition`, {
      help: `nacre diff deployed app --app ${file}`,
    });
  }
  const definition = readDefinitionAt(file === "-" ? 0 : resolve(file));
  return { kind: "file", title: file === "-" ? "standard input" : file, definition };
}
