import type { RunContext } from "../run-context.ts";
import type { Attempts } from "../state/attempts.ts";
import type { Jobs } from "../state/jobs.ts";
import type { JobSlots } from "./job-slots.ts";
import type { LiveExecution } from "./live-execution.ts";
import type { StepPolicies } from "./step-policies.ts";

/** What the runs of the steps of one execution share. */
export interface StepServices {
  /** The state of the execution. */
  readonly live: LiveExecution;
  /** What the steps themselves are given. */
  readonly context: RunContext;
  /** The attempts of all steps. */
  readonly attempts: Attempts;
  /** The jobs as the Describe operations find them. */
  readonly jobs: Jobs;
  /** How many jobs run at once. */
  readonly slots: JobSlots;
  /** Caching, retries and what is left out. */
  readonly policies: StepPolicies;
}
