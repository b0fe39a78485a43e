import { GetRoleCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { NacreError } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import type { Policy, Statement } from "../policy/statements.ts";
import { type CheckResult, fail, fromError, ok, skipped, warn } from "./check.ts";

/** Whether SageMaker may take the role. */
export async function checkTrust(session: Session, roleArn: string): Promise<CheckResult> {
  const iam = await session.iam();
  const name = roleArn.split("/").at(-1) ?? "";
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    if (trustsSagemaker(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "{}"))) {
      return ok("role trust", `sagemaker.amazonaws.com may take ${roleArn}`);
    }
    return fail(
      "role trust",
      `sagemaker.amazonaws.com may not take ${roleArn}`,
      'let its trust policy allow sts:AssumeRole to { "Service": "sagemaker.amazonaws.com" }',
    );
  } catch (error) {
    const isMissing = error instanceof NacreError && error.code === "AWS_ROLE_MISSING";
    return fromError("role trust", error, isMissing ? "fail" : "warn");
  }
}

/** Whether the role may do what the pipeline needs, as IAM simulates it. */
export async function checkPermissions(
  session: Session,
  roleArn: string,
  policy: Policy | undefined,
): Promise<CheckResult> {
  if (policy === undefined)
    return skipped("role permissions", "there is no app to tell what it needs");
  const iam = await session.iam();
  try {
    const answers = await Promise.all(
      policy.Statement.map(async ({ Action, Resource, Condition }) => {
        const { EvaluationResults = [] } = await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: roleArn,
            ActionNames: [...Action],
            ResourceArns: [...Resource],
            ContextEntries: contextOf(Condition),
          }),
        );
        return EvaluationResults;
      }),
    );
    const denied = answers
      .flat()
      .filter(({ EvalDecision }) => EvalDecision !== "allowed")
      .map(({ EvalActionName = "" }) => EvalActionName);
    const actions = [...new Set(denied)].toSorted();
    if (actions.length === 0) {
      return ok("role permissions", "the role may do what the pipeline needs");
    }
    return fail(
      "role permissions",
      `the role may not do, or not everywhere: ${actions.join(", ")}`,
      "give it what `nacre policy` prints",
    );
  } catch (error) {
    const result = fromError("role permissions", error, "warn");
    return warn(result.check, `cannot be told: ${result.message}`, "compare with `nacre policy`");
  }
}

/** The values that a condition wants, as the request would have them. */
function contextOf(condition: Statement["Condition"]) {
  return Object.values(condition ?? {}).flatMap((keys) =>
    Object.entries(keys).map(([ContextKeyName, values]) => ({
      ContextKeyName,
      ContextKeyType: "string" as const,
      // A request has one value; a policy allows several.
      ContextKeyValues: values.slice(0, 1),
    })),
  );
}

function trustsSagemaker(document: string): boolean {
  let parsed: { Statement?: unknown };
  try {
    parsed = JSON.parse(document);
  } catch {
    return false;
  }
  const statements: readonly unknown[] = listOf(parsed.Statement);
  return statements.some((statement) => {
    if (typeof statement !== "object" || statement === null) return false;
    const principal: unknown = Reflect.get(statement, "Principal");
    const services =
      typeof principal === "object" && principal !== null
        ? listOf(Reflect.get(principal, "Service"))
        : listOf(principal);
    const actions = listOf(Reflect.get(statement, "Action"));
    return (
      Reflect.get(statement, "Effect") === "Allow" &&
      (services.includes("sagemaker.amazonaws.com") || services.includes("*")) &&
      actions.some((action) => /^(?:sts:(?:AssumeRole|\*)|\*)$/i.test(String(action)))
    );
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
