import { NacreError } from "@nacre/core";
import type { Session } from "../aws/session.ts";
import { sagemakerOf } from "./api.ts";
import { lastPart } from "./execution.ts";

/**
 * What a pipeline is called, for a title: its name, before it the display name where that is another. An
 * ARN has the name in lower case; that is taken where the service does not tell the pipeline any more.
 */
export async function pipelineTitle(session: Session, arn: string): Promise<string> {
  const { client, commands } = await sagemakerOf(session);
  try {
    const found = await client.send(new commands.DescribePipelineCommand({ PipelineName: arn }));
    const { PipelineName: name = lastPart(arn), PipelineDisplayName: displayName } = found;
    return displayName === undefined || displayName === name ? name : `${displayName} (${name})`;
  } catch (error) {
    if (error instanceof NacreError) return lastPart(arn);
    throw error;
  }
}
