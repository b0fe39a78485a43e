import { NacreError } from "../errors.ts";

/** The instance families with Arm processors for which there are images of their own. */
const armFamilies: ReadonlySet<string> = new Set([
  "c6g",
  "c6gd",
  "c6gn",
  "c7g",
  "m6g",
  "m6gd",
  "r6g",
  "r6gd",
]);

/** What an instance type says about the image it needs. */
export interface InstanceFamily {
  /** Such as `m5` of `ml.m5.xlarge`. */
  readonly family: string;
  /** `cpu`, `gpu`, `inf` or `trn`. */
  readonly processor: string;
  readonly isArm: boolean;
}

/**
 * The family of an instance type.
 *
 * @throws NacreError `INSTANCE_TYPE_INVALID` for what is none.
 */
export function instanceFamily(instanceType: string): InstanceFamily {
  const family = /^ml\.([a-z\d-]+)\.\w+$/.exec(instanceType)?.[1];
  if (family === undefined) {
    throw new NacreError(
      "INSTANCE_TYPE_INVALID",
      `${JSON.stringify(instanceType)} is no instance type.`,
      { help: "Instance types look like ml.m5.xlarge." },
    );
  }
  return { family, processor: processorOf(family), isArm: armFamilies.has(family) };
}

function processorOf(family: string): string {
  if (/^(?:inf|trn)/.test(family)) return family.slice(0, 3);
  return /^[gp]/.test(family) ? "gpu" : "cpu";
}
