import type { JsonObject } from "@nacre/core";
import { object, type PlannedStep } from "../plan.ts";
import type { RunContext } from "../run-context.ts";

/**
 * Tells of what a job's network has in SageMaker and not here. Isolation is given, or refused before the
 * start.
 *
 * @param network - a processing job's `NetworkConfig`, or a training job's arguments
 */
export function warnOfNetwork(
  { name }: PlannedStep,
  network: JsonObject,
  { record }: Pick<RunContext, "record">,
): void {
  const isInVpc = Object.keys(object(network["VpcConfig"])).length > 0;
  if (!isInVpc || network["EnableNetworkIsolation"] === true) return;
  record.warn(
    name,
    "Its VpcConfig is not done here: the job has the network of this machine, not that of the VPC.",
  );
}
