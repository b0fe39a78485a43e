/**
 * Runs what else a user has over the same broken definitions and writes docs/validate-peers.md.
 *
 * `node tools/src/validate-peers/main.ts --corpus DIR --schema FILE [--sdk PYTHON]… [--moto PYTHON]
 * [--cdk FOLDER]`; what is not named is not measured, and the page then has no column for it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repositoryRoot } from "../repository.ts";
import { corpusCases, goodDefinitions, ruleCases } from "./cases.ts";
import { foundOf, judge } from "./judge.ts";
import { peersPage } from "./page.ts";
import { cdk, moto, nacre, ownSchema, publishedSchema, pythonSdk } from "./peers.ts";

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    schema: { type: "string" },
    sdk: { type: "string", multiple: true, default: [] },
    moto: { type: "string" },
    cdk: { type: "string" },
    output: { type: "string", default: join(repositoryRoot, "docs/validate-peers.md") },
  },
});
const { corpus, schema } = values;
if (corpus === undefined || schema === undefined) {
  throw new Error("give --corpus DIR and --schema FILE: the comment in this file says more");
}

const peers = [
  nacre(),
  ownSchema(),
  publishedSchema(schema),
  ...values.sdk.map(pythonSdk),
  ...(values.cdk === undefined ? [] : [cdk(values.cdk)]),
  ...(values.moto === undefined ? [] : [moto(values.moto)]),
];
const good = goodDefinitions(corpus);
const broken = corpusCases(corpus);
const examples = ruleCases();
const columns = peers.map((peer) => ({
  peer,
  onBroken: judge(peer, broken),
  onExamples: judge(peer, examples),
  falseAlarms: peer
    .check(good)
    .filter(({ said, isUnwritable, isRefused = said.length > 0 }) => isUnwritable || isRefused)
    .length,
}));
writeFileSync(
  values.output,
  await peersPage(columns, { broken, examples, goodCount: good.length }),
);
for (const { peer, onBroken, onExamples, falseAlarms } of columns) {
  console.log(
    `${peer.name}: ${foundOf(onBroken)} broken, ${foundOf(onExamples)} examples, ${falseAlarms} false alarms`,
  );
}
