/** What is placed as one: a step, a branch with all that is in it, or where an arrow passes a frame. */
export interface Part {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** The name of the step that it is. */
  readonly step?: string;
  /** It stands on the first or the last rank, whatever its links. */
  readonly side?: "top" | "bottom";
}

/** `to` comes below `from`; both are keys of parts. */
export interface Link {
  readonly from: string;
  readonly to: string;
}
