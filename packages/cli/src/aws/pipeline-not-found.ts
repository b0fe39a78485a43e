import type { NacreError } from "@nacre/core";
import { userError } from "../errors.ts";
import { isFault } from "./faults.ts";
import type { Session } from "./session.ts";

/** The fault that there is no such pipeline, by its name or ARN, where the session looks. */
export function pipelineNotFound(session: Session, pipeline: string): NacreError {
  const name = pipeline.split("/").at(-1);
  const where = session.isLocal ? "on this machine" : `in ${session.region}`;
  return userError("PIPELINE_NOT_FOUND", `there is no pipeline ${name} ${where}`, {
    help: `nacre deploy${session.isLocal ? " --local" : ""} makes it from the app; nacre list --pipelines`,
  });
}

/**
 * Does what asks SageMaker for something of a pipeline.
 *
 * @throws NacreError `PIPELINE_NOT_FOUND` where there is no such pipeline
 */
export async function ofPipeline<T>(
  session: Session,
  pipeline: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isFault(error, "ResourceNotFound") ? pipelineNotFound(session, pipeline) : error;
  }
}
