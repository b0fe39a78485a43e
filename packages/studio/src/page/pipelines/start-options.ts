import type { StartRequest } from "../../api.ts";

/** How an execution is started, besides its parameters, as it is typed. */
export interface StartOptions {
  readonly description: string;
  /** How many steps run at a time; empty for as many as the pipeline has. */
  readonly maxParallel: string;
  /** The steps that run; undefined for all. */
  readonly steps: readonly string[] | undefined;
  /** The execution that the results of the others are taken from; empty for none. */
  readonly source: string;
}

/** What is typed wrongly, in a sentence that says what is allowed. */
export interface OptionFaults {
  readonly maxParallel?: string;
  readonly steps?: string;
}

/** What is wrong with the options; empty when they may be sent. */
export function optionFaults({ maxParallel, steps }: StartOptions): OptionFaults {
  const isCount = maxParallel.trim() === "" || /^0*[1-9]\d{0,8}$/.test(maxParallel.trim());
  return {
    ...(isCount ? {} : { maxParallel: "A whole number from 1 on, or nothing." }),
    ...(steps?.length === 0 ? { steps: "At least one step." } : {}),
  };
}

/** What is sent of them. */
export function optionRequest(options: StartOptions): Omit<StartRequest, "parameters"> {
  const { description, maxParallel, steps, source } = options;
  return {
    ...(description.trim() === "" ? {} : { description: description.trim() }),
    ...(maxParallel.trim() === "" ? {} : { maxParallel: Number(maxParallel) }),
    ...(steps === undefined ? {} : { selective: { steps, ...(source === "" ? {} : { source }) } }),
  };
}
