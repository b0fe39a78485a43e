import { NacreError } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { inParallel } from "../deploy/in-parallel.ts";
import { sagemakerOf } from "../executions/api.ts";
import { type ExecutionStep, lastPart } from "../executions/execution.ts";

/** A model, or a version of one in the model registry, that a step made. */
export interface MadeModel {
  readonly step: string;
  readonly arn: string;
  /** The model's name, or that of the model package group. */
  readonly name: string;
  readonly version?: number;
  /** `Approved`, `Rejected` or `PendingManualApproval`, when the report was made. */
  readonly approval?: string;
}

/** So many are asked about at once: AWS counts the calls. */
const atOnce = 8;

/** The models that an execution made; of versions that may not be read what their ARNs say. */
export async function madeModels(
  session: Session,
  steps: readonly ExecutionStep[],
): Promise<MadeModel[]> {
  const made = steps.flatMap(({ name: step, madeArn: arn }) =>
    arn === undefined ? [] : [{ step, arn }],
  );
  const outcomes = await inParallel(atOnce, made, ({ step, arn }) => modelOf(session, step, arn));
  return outcomes.flatMap((outcome) => {
    if ("error" in outcome) throw outcome.error;
    return [outcome.result];
  });
}

async function modelOf(session: Session, step: string, arn: string): Promise<MadeModel> {
  const [, group, version] = /:model-package\/([^/]+)\/(\d+)$/.exec(arn) ?? [];
  const told = {
    step,
    arn,
    name: group ?? lastPart(arn),
    ...(version === undefined ? {} : { version: Number(version) }),
  };
  if (!arn.includes(":model-package/")) return told;
  const { client, commands } = await sagemakerOf(session);
  try {
    const { ModelApprovalStatus: approval } = await client.send(
      new commands.DescribeModelPackageCommand({ ModelPackageName: arn }),
    );
    return approval === undefined ? told : { ...told, approval };
  } catch (error) {
    if (error instanceof NacreError) return told;
    throw error;
  }
}
