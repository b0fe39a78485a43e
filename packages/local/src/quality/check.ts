import type { JsonObject, JsonValue } from "@nacre/core";
import { joinS3Uri } from "../objects/s3-uri.ts";
import { object, text, type PlannedStep } from "../plan.ts";
import { resolve } from "../resolve/resolver.ts";
import type { RunContext } from "../run-context.ts";
import { processingOutputs } from "../steps/processing.ts";

/** Where the files of a baseline lie. */
export interface Baseline {
  /** The S3 URI of its constraints.json. */
  readonly constraints: string | undefined;
  /** The S3 URI of its statistics.json. */
  readonly statistics: string | undefined;
}

/** What a QualityCheck step is told beside its arguments, with every reference replaced. */
export interface QualityCheck {
  /** `SkipCheck` */
  readonly skips: boolean;
  /** `RegisterNewBaseline` */
  readonly registers: boolean;
  /** `FailOnViolation` */
  readonly failsOnViolation: boolean;
  /** `ModelPackageGroupName` */
  readonly group: string | undefined;
  /** What the step calculates. */
  readonly calculated: { readonly constraints: string; readonly statistics: string };
  /** What an earlier run has calculated: supplied, or that of the group's latest approved version. */
  readonly earlier: Baseline;
  /** The S3 URI of the violations. */
  readonly report: string;
}

/** The members that stand beside the arguments of a check. */
const members = [
  "SkipCheck",
  "RegisterNewBaseline",
  "FailOnViolation",
  "ModelPackageGroupName",
  "SuppliedBaselineConstraints",
  "SuppliedBaselineStatistics",
] as const;

/**
 * Reads what a QualityCheck step is to do.
 *
 * @throws StepFailure when a reference has no value.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html
 */
export async function readQualityCheck(
  { definition }: PlannedStep,
  args: JsonObject,
  context: RunContext,
): Promise<QualityCheck> {
  const given: Partial<Record<(typeof members)[number], JsonValue>> = {};
  for (const member of members) {
    // oxlint-disable-next-line no-await-in-loop -- six values that are mostly there
    given[member] = await resolve(definition[member] ?? null, context.scope());
  }
  const base = processingOutputs(args)[0]?.uri ?? "";
  const group = text(given.ModelPackageGroupName);
  const supplied = {
    constraints: text(given.SuppliedBaselineConstraints),
    statistics: text(given.SuppliedBaselineStatistics),
  };
  const isSupplied = supplied.constraints !== undefined || supplied.statistics !== undefined;
  return {
    skips: given.SkipCheck === true,
    registers: given.RegisterNewBaseline === true,
    failsOnViolation: given.FailOnViolation !== false,
    group,
    calculated: {
      constraints: joinS3Uri(base, "constraints.json"),
      statistics: joinS3Uri(base, "statistics.json"),
    },
    earlier: isSupplied ? supplied : approvedBaseline(group, context),
    report: joinS3Uri(base, "constraint_violations.json"),
  };
}

/** The baseline that the latest approved version of a group was registered with. */
function approvedBaseline(group: string | undefined, { modelPackages }: RunContext): Baseline {
  const [latest] =
    group === undefined
      ? []
      : modelPackages.list([["package_group = ?", group], ["approval = 'Approved'"]], {
          sortBy: "CreationTime",
          descending: true,
          after: undefined,
          limit: 1,
        });
  const quality = object(object(latest?.description["DriftCheckBaselines"])["ModelDataQuality"]);
  return {
    constraints: text(object(quality["Constraints"])["S3Uri"]),
    statistics: text(object(quality["Statistics"])["S3Uri"]),
  };
}

/** The baseline that later steps register: the calculated one, when it is to be the new one. */
export function usedBaseline({ registers, earlier, calculated }: QualityCheck): Baseline {
  return registers ? calculated : earlier;
}
