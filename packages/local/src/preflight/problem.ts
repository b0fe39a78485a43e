/** Why a step cannot run here, and what to do about it. */
export interface Unsupported {
  /** What of the step it is, as a sentence without its end. */
  readonly reason: string;
  /** What the user can do. */
  readonly cure: string;
}
