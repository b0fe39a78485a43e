import { type Session, withSession } from "../aws/session.ts";
import { keepStdoutClean } from "../output.ts";
import { type PipelineInput, regionIn, whichExecution } from "./which.ts";

/**
 * Opens a session and finds the execution that is meant, for the work with it.
 *
 * @throws NacreError those of {@link whichExecution}
 */
export async function withExecution<T>(
  given: string | undefined,
  input: PipelineInput,
  work: (session: Session, arn: string) => Promise<T>,
  mayAsk = false,
): Promise<T> {
  keepStdoutClean();
  const region = input.region ?? regionIn(given, input.pipeline);
  return withSession({ ...input, region }, async (session) =>
    work(session, await whichExecution(session, given, input, mayAsk)),
  );
}
