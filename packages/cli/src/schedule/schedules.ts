import type { GetScheduleOutput } from "@aws-sdk/client-scheduler";
import type { Session } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { defined } from "../executions/api.ts";
import { pages } from "../executions/pages.ts";

/** A schedule of EventBridge Scheduler that starts a pipeline. */
export interface PipelineSchedule {
  readonly name: string;
  readonly arn: string;
  /** The group of schedules that it is in. */
  readonly group: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly expression: string;
  readonly timezone?: string;
  readonly isEnabled: boolean;
  readonly description?: string;
  /** The role that starts the pipeline. */
  readonly roleArn: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly start?: Date;
  readonly end?: Date;
}

/** A local service has no clock that starts pipelines. */
export function refuseLocal(session: Session): void {
  if (!session.isLocal) return;
  throw userError("LOCAL_UNSUPPORTED", "schedules are of EventBridge Scheduler, in AWS only", {
    help: "on this machine let cron or a systemd timer call `nacre start --local`",
  });
}

/** The client of a session and the commands for it; both are loaded at the first call. */
export async function schedulerOf(session: Session) {
  const [client, commands] = await Promise.all([
    session.scheduler(),
    import("../aws/clients/scheduler.ts"),
  ]);
  return { client, commands };
}

/**
 * The schedules that start a pipeline, in all groups.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
 */
export async function schedulesOf(session: Session, arn: string): Promise<PipelineSchedule[]> {
  const { client, commands } = await schedulerOf(session);
  const names: { Name: string; GroupName: string }[] = [];
  for await (const page of pages((NextToken) =>
    client.send(new commands.ListSchedulesCommand({ MaxResults: 100, NextToken })),
  )) {
    for (const { Name = "", GroupName = "default", Target } of page.Schedules ?? []) {
      if (isSamePipeline(Target?.Arn, arn)) names.push({ Name, GroupName });
    }
  }
  const found = await Promise.all(
    names.map((name) => client.send(new commands.GetScheduleCommand(name))),
  );
  return found.map(scheduleOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** ARNs of pipelines are told with the name in small letters by some calls. */
function isSamePipeline(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function scheduleOf(found: GetScheduleOutput): PipelineSchedule {
  const list = found.Target?.SageMakerPipelineParameters?.PipelineParameterList ?? [];
  return defined({
    name: found.Name ?? "",
    arn: found.Arn ?? "",
    group: found.GroupName ?? "default",
    expression: found.ScheduleExpression ?? "",
    timezone: found.ScheduleExpressionTimezone,
    isEnabled: found.State !== "DISABLED",
    description: found.Description,
    roleArn: found.Target?.RoleArn ?? "",
    parameters: Object.fromEntries(list.map(({ Name = "", Value = "" }) => [Name, Value])),
    start: found.StartDate,
    end: found.EndDate,
  });
}

/**
 * Deletes a schedule.
 *
 * @throws NacreError of AWS
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteSchedule.html
 */
export async function deleteSchedule(
  session: Session,
  { name, group }: Pick<PipelineSchedule, "name" | "group">,
): Promise<void> {
  const { client, commands } = await schedulerOf(session);
  await client.send(new commands.DeleteScheduleCommand({ Name: name, GroupName: group }));
}
