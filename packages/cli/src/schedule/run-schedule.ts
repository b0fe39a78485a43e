import { randomUUID } from "node:crypto";
import { validateStart } from "@nacre/core";
import { isFault } from "../aws/faults.ts";
import { type Session, withSession } from "../aws/session.ts";
import { userError } from "../errors.ts";
import { defined } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { throwFindings } from "../executions/findings.ts";
import { readParameters } from "../executions/parameters.ts";
import { printJson } from "../executions/report.ts";
import { tableText } from "../executions/table-text.ts";
import { type PipelineInput, regionIn, whichPipeline } from "../executions/which.ts";
import { keepStdoutClean, printNote, printOut } from "../output.ts";
import { definitionOfPipeline } from "../pipelines/pipeline.ts";
import { paintFor } from "../run/paint.ts";
import { checkExpression } from "./expression.ts";
import {
  deleteSchedule,
  type PipelineSchedule,
  refuseLocal,
  schedulerOf,
  schedulesOf,
} from "./schedules.ts";

/** What the command line says of schedules. */
interface ScheduleInput extends PipelineInput {
  readonly name: string | undefined;
  readonly param: readonly string[];
  readonly params: string | undefined;
  readonly timezone: string | undefined;
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly description: string | undefined;
  readonly disabled: boolean;
  readonly role: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Makes, lists or deletes schedules, and gives the exit code. */
export async function runSchedule(words: readonly string[], input: ScheduleInput): Promise<number> {
  keepStdoutClean();
  const [word = "list", name] = words;
  if (word !== "delete" && name !== undefined) {
    throw userError("BAD_OPTION", `nacre schedule does not know what to do with \`${name}\``, {
      help: "quote an expression as one word: nacre schedule 'rate(1 day)'",
    });
  }
  const region = input.region ?? regionIn(input.pipeline, input.role);
  return withSession({ ...input, region }, async (session) => {
    refuseLocal(session);
    if (word === "list") return list(session, input);
    if (word === "delete") return remove(session, name, input);
    checkExpression(word);
    return put(session, word, input);
  });
}

async function list(session: Session, input: ScheduleInput): Promise<number> {
  const pipeline = await definitionOfPipeline(session, await whichPipeline(input));
  const schedules = await schedulesOf(session, pipeline.arn);
  if (input.json) {
    printJson(schedules.map(scheduleJson));
  } else if (schedules.length === 0) {
    printNote(`no schedule starts ${lastPart(pipeline.arn)}`);
  } else {
    const rows = schedules.map((one) => [
      one.name,
      one.expression,
      one.timezone ?? "UTC",
      one.isEnabled ? "enabled" : "disabled",
      Object.entries(one.parameters)
        .map(([parameter, value]) => `${parameter}=${value}`)
        .join(" "),
    ]);
    const head = ["Schedule", "When", "Time zone", "State", "Parameters"];
    printOut(tableText(head, rows, () => undefined, paintFor(process.stdout)));
  }
  return 0;
}

async function remove(
  session: Session,
  name: string | undefined,
  input: ScheduleInput,
): Promise<number> {
  const pipeline = await definitionOfPipeline(session, await whichPipeline(input));
  const schedules = await schedulesOf(session, pipeline.arn);
  const found = schedules.find((schedule) => schedule.name === name);
  if (found === undefined) {
    const names = schedules.map((schedule) => schedule.name).join(", ") || "none";
    throw userError(
      "SCHEDULE_NOT_FOUND",
      `no schedule ${name === undefined ? "was named" : name} starts ${lastPart(pipeline.arn)}`,
      { help: `nacre schedule delete NAME; there are: ${names}` },
    );
  }
  await deleteSchedule(session, found);
  if (input.json) printJson({ ...scheduleJson(found), deleted: true });
  else if (!input.quiet) printNote(`deleted schedule ${found.name}`);
  return 0;
}

/** Makes a schedule, or changes the one that has its name. */
async function put(session: Session, expression: string, input: ScheduleInput): Promise<number> {
  const name = await whichPipeline(input);
  const { arn, definition } = await definitionOfPipeline(session, name);
  const parameters = readParameters(input.param, input.params);
  const PipelineParameterList = [...parameters].map(([Name, Value]) => ({ Name, Value }));
  throwFindings(validateStart({ PipelineParameters: PipelineParameterList }, definition));
  const schedule = input.name ?? lastPart(name).slice(0, 64);
  const role = await session.role(input.role);
  const { client, commands } = await schedulerOf(session);
  const request = defined({
    Name: schedule,
    GroupName: "default",
    ScheduleExpression: expression.trim(),
    ScheduleExpressionTimezone: input.timezone,
    StartDate: readTime("start", input.start),
    EndDate: readTime("end", input.end),
    Description: input.description,
    State: input.disabled ? ("DISABLED" as const) : ("ENABLED" as const),
    FlexibleTimeWindow: { Mode: "OFF" as const },
    ClientToken: randomUUID(),
    Target: {
      Arn: arn,
      RoleArn: role.arn,
      SageMakerPipelineParameters: { PipelineParameterList },
    },
  });
  const before = await existing();
  if (before !== undefined && before.toLowerCase() !== arn.toLowerCase()) {
    throw userError(
      "SCHEDULE_NAME_TAKEN",
      `schedule ${schedule} starts something else: ${before}`,
      {
        help: "give another name with --name",
      },
    );
  }
  const { ScheduleArn: scheduleArn = "" } = await (before === undefined
    ? client.send(new commands.CreateScheduleCommand(request))
    : client.send(new commands.UpdateScheduleCommand(request)));
  if (input.json) {
    printJson({
      name: schedule,
      scheduleArn,
      pipelineArn: arn,
      expression,
      created: before === undefined,
      parameters: Object.fromEntries(parameters),
    });
  } else {
    printOut(`${scheduleArn}\n`);
    if (!input.quiet)
      printNote(`${before === undefined ? "made" : "changed"} schedule ${schedule}`);
  }
  return 0;

  /** What the schedule of that name starts; undefined where there is none. */
  async function existing(): Promise<string | undefined> {
    try {
      const found = await client.send(
        new commands.GetScheduleCommand({ Name: schedule, GroupName: "default" }),
      );
      return found.Target?.Arn ?? "";
    } catch (error) {
      if (isFault(error, "ResourceNotFoundException")) return undefined;
      throw error;
    }
  }
}

function readTime(option: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return new Date(time);
  throw userError("BAD_OPTION", `--${option} ${text}: this is not a time`, {
    help: `for example --${option} 2026-12-24T18:00:00Z`,
  });
}

function scheduleJson({ start, end, arn, isEnabled, ...schedule }: PipelineSchedule) {
  return defined({
    ...schedule,
    scheduleArn: arn,
    enabled: isEnabled,
    start: start?.toISOString(),
    end: end?.toISOString(),
  });
}
