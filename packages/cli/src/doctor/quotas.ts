import {
  flattenSteps,
  isJsonArray,
  isJsonObject,
  type JsonValue,
  numberOf,
  type PipelineDefinition,
} from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { type CheckResult, fail, fromError, ok, skipped, warn } from "./check.ts";
import { listQuotas } from "./service-quotas.ts";

/** What a step of a type uses instances for, in the names of the quotas. */
const uses: Readonly<Record<string, string>> = {
  Processing: "processing job",
  ClarifyCheck: "processing job",
  QualityCheck: "processing job",
  Training: "training job",
  Tuning: "training job",
  Transform: "transform job",
  EndpointConfig: "endpoint",
};

/**
 * The quotas that a pipeline needs, by their name in Service Quotas, such as
 * `ml.m5.xlarge for training job usage`: the most instances that one step takes.
 */
export function neededQuotas(definition: PipelineDefinition): ReadonlyMap<string, number> {
  const defaults = new Map(
    (definition.Parameters ?? []).map(({ Name, DefaultValue }) => [Name, DefaultValue]),
  );
  const valueOf = (value: JsonValue | undefined): JsonValue | undefined => {
    const get = isJsonObject(value) ? value["Get"] : undefined;
    const name = typeof get === "string" ? /^Parameters\.(.+)$/.exec(get)?.[1] : undefined;
    return name === undefined ? value : defaults.get(name);
  };
  const needed = new Map<string, number>();
  const collect = (value: JsonValue | undefined, use: string): void => {
    if (isJsonArray(value)) for (const item of value) collect(item, use);
    if (!isJsonObject(value)) return;
    const type = valueOf(value["InstanceType"]);
    if (typeof type === "string") {
      const count = valueOf(value["InstanceCount"] ?? value["InitialInstanceCount"]);
      const quota = `${type} for ${use} usage`;
      const instances = count === undefined ? 1 : (numberOf(count) ?? 1);
      needed.set(quota, Math.max(needed.get(quota) ?? 0, instances));
    }
    for (const [name, inner] of Object.entries(value)) {
      // The branches of a condition are steps of their own.
      if (name !== "IfSteps" && name !== "ElseSteps") collect(inner, use);
    }
  };
  for (const { definition: step } of flattenSteps(definition)) {
    const use = new Map(Object.entries(uses)).get(step.Type);
    if (use !== undefined) collect(step.Arguments, use);
  }
  return needed;
}

/** Whether the quotas of the account are enough for each step of the pipeline alone. */
export async function checkQuotas(
  session: Session,
  definition: PipelineDefinition | undefined,
): Promise<CheckResult> {
  if (definition === undefined) return skipped("quotas", "there is no app to tell what it needs");
  const needed = neededQuotas(definition);
  if (needed.size === 0) return ok("quotas", "the pipeline takes no instances");
  let found: ReadonlyMap<string, number>;
  try {
    found = await listQuotas(session, "sagemaker");
  } catch (error) {
    return fromError("quotas", error, "warn");
  }
  const short = [...needed].filter(([name, count]) => (found.get(name) ?? count) < count);
  const unknown = [...needed.keys()].filter((name) => !found.has(name));
  const fix = `ask for more: https://${session.region}.console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas`;
  if (short.length > 0) {
    const texts = short.map(([name, count]) => `${name}: ${found.get(name)} of ${count}`);
    return fail("quotas", `not enough for the pipeline: ${texts.join("; ")}`, fix);
  }
  if (unknown.length > 0) {
    return warn("quotas", `Service Quotas does not list: ${unknown.join("; ")}`, fix);
  }
  return ok(
    "quotas",
    [...needed].map(([name, count]) => `${name}: ${found.get(name)} (${count} needed)`).join("; "),
  );
}
