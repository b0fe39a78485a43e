import type { JsonValue } from "../json.ts";
import type { FoundMember } from "./found.ts";
import type { Problem, Report, Rule } from "./rule.ts";
import { example, exampleOfParameters, lambda, processing, training } from "./support/examples.ts";
import { isCredential } from "./support/facts.ts";
import { shown } from "./shown.ts";
import { memo } from "./support/memo.ts";
import { eachStep, membersOf } from "./support/values.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-pipeline.html";
const fix =
  "Keep the secret in AWS Secrets Manager, pass its name or ARN, and let the code fetch the value.";

/** Rules on secrets, which everyone who may describe the pipeline can read. */
export const secretRules: readonly Rule[] = [
  {
    id: "SECRET_IN_PARAMETER",
    severity: "warning",
    reason:
      "Parameters and their values are shown to everyone who may describe the pipeline or a run.",
    source,
    fix,
    get passing() {
      return exampleOfParameters([
        { Name: "DbPasswordSecretArn", Type: "String" },
        { Name: "MaxTokens", Type: "Integer", DefaultValue: 100 },
      ]);
    },
    get failing() {
      return exampleOfParameters([{ Name: "DbPassword", Type: "String" }]);
    },
    check({ parameters }, report) {
      for (const { name, type, path, defaultValue } of parameters) {
        if (type !== "String" || !isSecretName(name) || isCredential(defaultValue)) continue;
        if (defaultValue !== undefined && isPointer(defaultValue)) continue;
        report({
          message: `The parameter ${shown(name)} looks like a secret; its value will be readable.`,
          path: `${path}.Name`,
        });
      }
    },
  },
  {
    id: "SECRET_IN_ENVIRONMENT",
    severity: "warning",
    reason: "Environment variables are shown to everyone who may describe the pipeline or the job.",
    source,
    fix,
    get passing() {
      return example([
        processing("Clean", { Environment: { DB_PASSWORD_SECRET_NAME: "db/password" } }),
      ]);
    },
    get failing() {
      return example([processing("Clean", { Environment: { DB_PASSWORD: "tiger" } })]);
    },
    check(definition, report) {
      for (const { step, value: variables, path: owner } of definition.facts.environments) {
        for (const member of membersOf(variables, owner)) {
          if (!isSecret(member)) continue;
          report({
            message: `The environment variable ${shown(member.name)} looks like a secret, and is plain text.`,
            path: member.path,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "SECRET_IN_ARGUMENTS",
    severity: "warning",
    reason:
      "Hyperparameters and what a Lambda or callback step passes on are shown to everyone who may " +
      "describe the pipeline.",
    source,
    fix,
    get passing() {
      return example([lambda("Call", { Arguments: { tokenCount: "5" } })]);
    },
    get failing() {
      return example([training("Train", { HyperParameters: { api_key: "0123456789" } })]);
    },
    check: eachStep(undefined, ({ type, path, arguments: args }, report) => {
      const owner = args["HyperParameters"];
      if (type === "Lambda" || type === "Callback") secretsIn(args, `${path}.Arguments`, report);
      else if (owner !== undefined) secretsIn(owner, `${path}.Arguments.HyperParameters`, report);
    }),
  },
  {
    id: "SECRET_VALUE",
    severity: "warning",
    reason:
      "A text in a definition has the form of a credential, and everyone who may describe the pipeline can read it.",
    source,
    fix: `Revoke the credential. ${fix}`,
    get passing() {
      return example([lambda("Call", { Arguments: { id: "abc" } })]);
    },
    get failing() {
      return example([lambda("Call", { Arguments: { id: `AKIA${"ABCDEFGH"}${"12345678"}` } })]);
    },
    check(definition, report) {
      for (const { path, defaultValue } of definition.parameters) {
        if (isCredential(defaultValue)) report(credentialAt(`${path}.DefaultValue`));
      }
      for (const { step, path } of definition.facts.credentials) {
        report({ ...credentialAt(path), step: step.name });
      }
    },
  },
];

function secretsIn(owner: JsonValue, ownerPath: string, report: Report): void {
  for (const member of membersOf(owner, ownerPath)) {
    if (!isSecret(member)) continue;
    const message = `${shown(member.name)} looks like a secret, and is plain text.`;
    report({ message, path: member.path });
  }
}

function credentialAt(path: string): Problem {
  return { message: "This text has the form of a credential.", path };
}

function isSecret({ name, value }: FoundMember): boolean {
  return (
    typeof value === "string" &&
    value !== "" &&
    isSecretName(name) &&
    !isCredential(value) &&
    !isPointer(value) &&
    !/^(?:true|false|none|null|\d{1,4})$/i.test(value)
  );
}

const secretWords: ReadonlySet<string> = new Set([
  "password",
  "passwd",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "credential",
  "credentials",
  "apikey",
]);

/** Words that, before "key", make a secret. */
const keyWords: ReadonlySet<string> = new Set(["api", "private", "access", "secret", "auth"]);

const textMarks: ReadonlySet<string> = new Set([
  "bos",
  "cls",
  "end",
  "eos",
  "mask",
  "pad",
  "padding",
  "sep",
  "special",
  "start",
  "stop",
  "unk",
]);

/** Last words that make a name one of something about the secret. */
const harmlessEnds =
  /^(?:arn|name|id|ids|path|file|uri|url|type|count|limit|length|size|column|version|enabled|expiry|ttl|ref)$/;

/** Whether the words of a name say that it holds a secret. */
const isSecretName = memo((name): boolean => {
  const words = name
    .slice(0, 256)
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  if (harmlessEnds.test(last)) return false;
  // A language model has an end token, a padding token and so on.
  if (last === "token" && words.some((word) => textMarks.has(word))) return false;
  return (
    words.some((word) => secretWords.has(word)) ||
    (last === "key" && keyWords.has(words.at(-2) ?? ""))
  );
});

/** Whether a value only says where a secret lies. */
function isPointer(value: JsonValue): boolean {
  return typeof value === "string" && /^(?:arn:|s3:\/\/|https?:\/\/|\/|\$\{|\{\{)/.test(value);
}
