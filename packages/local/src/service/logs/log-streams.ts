import { stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Database, Row } from "../../state/database.ts";
import { RowReader } from "../../state/row-reader.ts";
import { faultCode } from "../../files.ts";

/** The log groups of jobs, by the kind of job in their ARNs. */
export const logGroups: ReadonlyMap<string, string> = new Map([
  ["/aws/sagemaker/ProcessingJobs", "processing-job"],
  ["/aws/sagemaker/TrainingJobs", "training-job"],
  ["/aws/sagemaker/TransformJobs", "transform-job"],
]);

/** The log of one attempt of a step. */
export interface LogStream {
  /** The job's name, then what the real service adds, such as `job/algo-1-1700000000`. */
  readonly name: string;
  /**
   * When the attempt began, in milliseconds since 1970. Log files keep no times: lines have this one, a
   * millisecond apart, so that they stay in order.
   */
  readonly startTime: number;
  /** The file. */
  readonly file: string;
}

/** The streams of a group whose names start with a prefix, in the order of their names. */
export function streamsOf(database: Database, group: string, prefix = ""): LogStream[] {
  const rows = database.all(
    `SELECT job_name, log_file, start_time FROM attempts
     WHERE job_arn LIKE ? AND job_name IS NOT NULL AND log_file IS NOT NULL
     ORDER BY job_name, attempt`,
    `%:${logGroups.get(group) ?? ""}/%`,
  );
  return rows
    .map((row) => streamOf(row, database.home))
    .filter(({ name }) => name.startsWith(prefix));
}

function streamOf(row: Row, home: string): LogStream {
  const read = new RowReader(row);
  const startTime = read.number("start_time");
  const file = read.text("log_file");
  return {
    name: `${read.text("job_name")}/algo-1-${Math.floor(startTime / 1000)}`,
    startTime,
    file: isAbsolute(file) ? file : join(home, file),
  };
}

/** When a stream was last written to, in milliseconds since 1970; undefined before the first line. */
export async function lastWrite({ file }: LogStream): Promise<number | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return size === 0 ? undefined : Math.floor(mtimeMs);
  } catch (error) {
    if (faultCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
