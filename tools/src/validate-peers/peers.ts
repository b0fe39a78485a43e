import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { validateText } from "@nacre/core";
import { Ajv, type ErrorObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { repositoryRoot } from "../repository.ts";

/** What a tool says about a definition. */
export interface Answer {
  /** One text for each thing it objects to. */
  readonly said: readonly string[];
  /** The JSON paths of these, from a tool that gives paths. */
  readonly paths?: readonly string[];
  /** Whether it refuses the definition; all that it says is a refusal when not given. */
  readonly isRefused?: boolean;
  /** The tool's own language cannot express the definition at all. */
  readonly isUnwritable?: boolean;
}

/** A tool that a user of SageMaker Pipelines may have. */
export interface Peer {
  readonly name: string;
  /** What was run, with its version. */
  readonly what: string;
  /** Answers in the order of the texts. */
  check(texts: readonly string[]): readonly Answer[];
}

/** `nacre validate`; warnings and what is for information count as said. */
export function nacre(): Peer {
  return {
    name: "nacre validate",
    what: "`validateText` of this repository, findings of every severity",
    check: (texts) =>
      texts.map((text) => {
        const findings = validateText(text);
        return {
          said: findings.map(({ rule, path }) => `${rule} ${path}`),
          paths: findings.map(({ path }) => path),
          isRefused: findings.some(({ severity }) => severity === "error"),
        };
      }),
  };
}

/** The JSON Schema that AWS published, in ajv. */
export function publishedSchema(file: string): Peer {
  const schema = readSchema(file);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  return schemaPeer("AWS's schema", "the schema AWS published, in ajv", ajv.compile(schema));
}

/** The JSON Schema that @nacre/core publishes, in ajv: what an editor knows. */
export function ownSchema(): Peer {
  const file = join(repositoryRoot, "packages/core/schema/pipeline-definition.schema.json");
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const schema = readSchema(file);
  return schemaPeer(
    "our schema",
    "the schema that @nacre/core publishes, in ajv",
    ajv.compile(schema),
  );
}

/** The Python SDK, version 2 or 3. */
export function pythonSdk(python: string): Peer {
  const version = run(python, ["-c", versionOf("sagemaker")], "").trim();
  return {
    name: `Python SDK ${version.split(".")[0]}`,
    what: `\`definition()\` of the SageMaker Python SDK ${version}`,
    check: (texts) => askPython(python, "sdk_definition.py", texts),
  };
}

/** moto's CreatePipeline. */
export function moto(python: string): Peer {
  const version = run(python, ["-c", versionOf("moto")], "").trim();
  return {
    name: "moto",
    what: `CreatePipeline of moto ${version}`,
    check: (texts) => askPython(python, "moto_definition.py", texts),
  };
}

/** What of aws-cdk-lib is used here. */
interface Cdk {
  readonly App: new (options: object) => { synth(): unknown };
  readonly Stack: new (scope: object, id: string) => object;
  readonly aws_sagemaker: {
    readonly CfnPipeline: new (scope: object, id: string, props: object) => object;
  };
}

/** The CDK: a stack with the pipeline, synthesized. `folder` is where aws-cdk-lib is installed. */
export function cdk(folder: string): Peer {
  const load = createRequire(join(folder, "package.json"));
  const { App, Stack, aws_sagemaker: sagemaker }: Cdk = load("aws-cdk-lib");
  const { version }: { version: string } = load("aws-cdk-lib/package.json");
  return {
    name: "CDK",
    what: `\`CfnPipeline\` of aws-cdk-lib ${version}, synthesized`,
    check: (texts) =>
      texts.map((text) => {
        try {
          const app = new App({ analyticsReporting: false });
          const stack = new Stack(app, "Peer");
          // A construct adds itself to its stack.
          Reflect.construct(sagemaker.CfnPipeline, [
            stack,
            "Pipeline",
            {
              pipelineName: "Peer",
              roleArn: "arn:aws:iam::123456789012:role/Peer",
              pipelineDefinition: { PipelineDefinitionBody: text },
            },
          ]);
          app.synth();
          return { said: [] };
        } catch (error) {
          return { said: [String(error)] };
        }
      }),
  };
}

function schemaPeer(
  name: string,
  what: string,
  validate: ((value: unknown) => unknown) & { errors?: ErrorObject[] | null },
): Peer {
  return {
    name,
    what,
    check: (texts) =>
      texts.map((text) => {
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch (error) {
          return { said: [String(error)], paths: ["$"] };
        }
        validate(value);
        const errors = validate.errors ?? [];
        return {
          said: errors.map(
            ({ instancePath, schemaPath, params }) =>
              `${instancePath} ${schemaPath} ${JSON.stringify(params)}`,
          ),
          paths: errors.map(pathOf),
        };
      }),
  };
}

/** The place that an error of ajv means: the member, where one is missing, too many or ill named. */
function pathOf({ instancePath, params, propertyName }: ErrorObject): string {
  const member = params["additionalProperty"] ?? params["missingProperty"] ?? propertyName;
  const parts = instancePath.split("/").slice(1);
  return [...parts, ...(member === undefined ? [] : [String(member)])].reduce((path, part) => {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (/^\d+$/.test(name)) return `${path}[${name}]`;
    return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}['${name}']`;
  }, "$");
}

function askPython(python: string, script: string, texts: readonly string[]): Answer[] {
  const output = run(python, [join(import.meta.dirname, script)], JSON.stringify(texts));
  const answers: { refused?: string; unwritable?: string }[] = JSON.parse(output);
  return answers.map(({ refused, unwritable }) => ({
    said: refused === undefined ? [] : [refused],
    isUnwritable: unwritable !== undefined,
  }));
}

function run(command: string, args: readonly string[], input: string): string {
  const ended = spawnSync(command, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ended.status !== 0) throw new Error(`${command} ${args[0]} failed:\n${ended.stderr}`);
  return ended.stdout;
}

function versionOf(distribution: string): string {
  return `import importlib.metadata as m; print(m.version("${distribution}"))`;
}

function readSchema(file: string): object {
  const schema: object = JSON.parse(readFileSync(file, "utf8"));
  // ajv takes the newest draft it knows; the published schema names none that exists.
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema"));
}
