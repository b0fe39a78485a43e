/** A step that cannot go on: its message is the step's failure reason, worded as SageMaker does. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
}

/** A step that was stopped together with the run. */
export class StepStopped extends Error {
  override readonly name = "StepStopped";
}
