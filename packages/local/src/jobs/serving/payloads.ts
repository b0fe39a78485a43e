import { StepFailure } from "../../step-failure.ts";

/** How the objects of a batch transform become requests. */
export interface Splitting {
  /** `Line` sends an object in parts. */
  readonly splitType: "None" | "Line";
  /** With `SingleRecord` each line is a request, with `MultiRecord` as many as fit. */
  readonly batchStrategy: "MultiRecord" | "SingleRecord";
  /** The most a request may hold, in MB of 1,048,576 bytes; 0: any amount. */
  readonly maxPayloadMb: number;
}

const newline = 0x0a;

/**
 * The bodies of the requests for an object's content.
 *
 * @throws StepFailure when a record is larger than a request may be.
 */
export function* payloads(
  content: Buffer,
  { splitType, batchStrategy, maxPayloadMb }: Splitting,
): Generator<Buffer> {
  const most = maxPayloadMb === 0 ? Number.POSITIVE_INFINITY : maxPayloadMb * 1_048_576;
  if (splitType === "None") {
    checkSize(content.length, most, "the object");
    yield content;
    return;
  }
  let [start, end, number] = [0, 0, 0];
  while (end < content.length) {
    const next = content.indexOf(newline, end) + 1 || content.length;
    number += 1;
    checkSize(next - end, most, `line ${number}`);
    if (end > start && (batchStrategy === "SingleRecord" || next - start > most)) {
      yield content.subarray(start, end);
      start = end;
    }
    end = next;
  }
  if (end > start) yield content.subarray(start, end);
}

function checkSize(size: number, most: number, what: string): void {
  if (size <= most) return;
  throw new StepFailure(
    `ClientError: 413 Request Entity Too Large: ${what} has ${size} bytes, a payload may have ${most} (MaxPayloadInMB). SplitType Line sends an object in parts.`,
  );
}
