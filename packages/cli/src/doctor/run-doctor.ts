import { type AppData, NacreError, type PipelineDefinition } from "@nacre/core";
import { findApp } from "../app/find.ts";
import { definitionOf } from "../app/definition.ts";
import { loadApp } from "../app/load.ts";
import type { SessionInput } from "../aws/options.ts";
import { openSession, type Session } from "../aws/session.ts";
import { EXIT_FAILED } from "../errors.ts";
import { keepStdoutClean, printOut } from "../output.ts";
import { readPairs } from "../pairs.ts";
import { executionPolicy } from "../policy/execution-policy.ts";
import { type Paint, paintFor } from "../run/paint.ts";
import { checkBucket, checkData, checkSagemaker } from "./account.ts";
import { type CheckResult, fromError, ok, skipped } from "./check.ts";
import { checkNode, checkPython } from "./machine.ts";
import { checkQuotas } from "./quotas.ts";
import { checkPermissions, checkTrust } from "./role.ts";

/** The options of `nacre doctor`. */
export interface DoctorInput extends SessionInput {
  readonly app: string | undefined;
  readonly context: readonly string[];
  readonly role: string | undefined;
  readonly python: string | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Checks everything, prints what was found, and gives the exit code: 1 when something fails. */
export async function runDoctor(input: DoctorInput): Promise<number> {
  keepStdoutClean();
  const results = [
    checkNode(),
    await checkPython(input.python),
    ...(input.local ? [] : await checkAccount(input)),
  ];
  const hasFailed = results.some(({ status }) => status === "fail");
  if (input.json) printOut(`${JSON.stringify({ ok: !hasFailed, checks: results }, null, 2)}\n`);
  else printOut(textOf(results, input.quiet, paintFor(process.stdout)));
  return hasFailed ? EXIT_FAILED : 0;
}

/** What is looked at once it is known who one is. */
const afterCredentials = ["sagemaker", "bucket", "app", "role", "quotas", "data"] as const;

async function checkAccount(input: DoctorInput): Promise<CheckResult[]> {
  let session: Session;
  try {
    session = await openSession(input);
  } catch (error) {
    const rest = ["credentials", ...afterCredentials];
    return [
      fromError("region", error, "fail"),
      ...rest.map((check) => skipped(check, "needs a region")),
    ];
  }
  try {
    const region = ok("region", session.region);
    let arn: string;
    try {
      ({ arn } = await session.identity());
    } catch (error) {
      return [
        region,
        fromError("credentials", error, "fail"),
        ...afterCredentials.map((check) => skipped(check, "needs credentials")),
      ];
    }
    return [region, ok("credentials", arn), ...(await checkInAccount(session, input))];
  } finally {
    await session.close();
  }
}

async function checkInAccount(session: Session, input: DoctorInput): Promise<CheckResult[]> {
  const given = readPairs("context", input.context);
  const role = await session.role(input.role ?? given.get("role")).catch((error: unknown) => error);
  const roleArn = isRole(role) ? role.arn : undefined;
  const { result, app } = await readApp(session, input, given, roleArn);
  const checks: Promise<CheckResult>[] = [checkSagemaker(session), checkBucket(session)];
  const roleChecks =
    roleArn === undefined
      ? []
      : [
          checkTrust(session, roleArn),
          checkPermissions(
            session,
            roleArn,
            app === undefined ? undefined : executionPolicy(app.definition).policy,
          ),
        ];
  return [
    ...(await Promise.all(checks)),
    result,
    isRole(role) ? ok("role", `${role.arn} (${role.from})`) : fromError("role", role, "fail"),
    ...(await Promise.all([
      ...roleChecks,
      checkQuotas(session, app?.definition),
      ...(app === undefined ? [] : [checkData(session, app)]),
    ])),
  ];
}

function isRole(value: unknown): value is { readonly arn: string; readonly from: string } {
  return typeof value === "object" && value !== null && "arn" in value;
}

interface ReadApp {
  readonly result: CheckResult;
  readonly app?: { readonly definition: PipelineDefinition; readonly data: AppData };
}

async function readApp(
  session: Session,
  input: DoctorInput,
  given: ReadonlyMap<string, string>,
  roleArn: string | undefined,
): Promise<ReadApp> {
  let file: string;
  try {
    file = findApp(input.app);
  } catch (error) {
    if (input.app !== undefined || !(error instanceof NacreError)) {
      return { result: fromError("app", error, "fail") };
    }
    return {
      result: skipped("app", "no app was named here: its role, quotas and data are not looked at"),
    };
  }
  try {
    const [account, bucket] = await Promise.all([session.account(), session.bucket()]);
    const role = roleArn ?? `arn:aws:iam::${account}:role/unknown`;
    const otherwise = { region: session.region, account, role, bucket };
    const { pipeline, data } = await loadApp(file, given, otherwise);
    const definition = await definitionOf(file, pipeline);
    return { result: ok("app", `${pipeline.name} (${file})`), app: { definition, data } };
  } catch (error) {
    return { result: fromError("app", error, "fail") };
  }
}

const colours = { ok: "green", warn: "yellow", fail: "red", skipped: "gray" } as const;

function textOf(results: readonly CheckResult[], isQuiet: boolean, paint: Paint): string {
  const shown = isQuiet ? results.filter(({ status }) => status !== "ok") : results;
  const width = Math.max(...results.map(({ check }) => check.length));
  return shown
    .flatMap(({ check, status, message, fix }) => [
      `${paint(colours[status], status.padEnd(7))} ${check.padEnd(width)}  ${message}\n`,
      ...(fix === null
        ? []
        : [`${" ".repeat(width + 10)}${fix.replaceAll("\n", `\n${" ".repeat(width + 10)}`)}\n`]),
    ])
    .join("");
}
