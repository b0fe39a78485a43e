import { flattenSteps, type PipelineDefinition, writeJson } from "@nacre/core";
import { type Session, withSession } from "../aws/session.ts";
import { factsText } from "../executions/describe.ts";
import { defined, listExecutions, sagemakerOf } from "../executions/api.ts";
import { printJson } from "../executions/report.ts";
import { tableText } from "../executions/table-text.ts";
import { timeText } from "../executions/times.ts";
import { type PipelineInput, regionIn, whichPipeline } from "../executions/which.ts";
import { keepStdoutClean, printOut } from "../output.ts";
import { paintFor } from "../run/paint.ts";
import { definitionOfPipeline } from "./pipeline.ts";

/** Prints a pipeline as it is deployed, and gives the exit code. */
export async function describePipelineHere(
  input: PipelineInput & { readonly json: boolean },
): Promise<number> {
  keepStdoutClean();
  const region = input.region ?? regionIn(input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const described = await describe(session, await whichPipeline(input));
    if (input.json) printJson(described);
    else printOut(pipelineText(described));
    return 0;
  });
}

/** A pipeline as `--json` prints it; the definition itself is for `nacre diff` and the AWS CLI. */
async function describe(session: Session, name: string) {
  // Asked first: it says what to do when there is none.
  const { definition } = await definitionOfPipeline(session, name);
  const { client, commands } = await sagemakerOf(session);
  const [found, [newest]] = await Promise.all([
    client.send(new commands.DescribePipelineCommand({ PipelineName: name })),
    listExecutions(session, name, 1),
  ]);
  const { Tags = [] } = await client.send(
    new commands.ListTagsCommand({ ResourceArn: found.PipelineArn, MaxResults: 50 }),
  );
  return defined({
    pipelineArn: found.PipelineArn,
    pipelineName: found.PipelineName,
    displayName: found.PipelineDisplayName,
    description: found.PipelineDescription,
    status: found.PipelineStatus,
    roleArn: found.RoleArn,
    maxParallelExecutionSteps: found.ParallelismConfiguration?.MaxParallelExecutionSteps,
    creationTime: found.CreationTime?.toISOString(),
    lastModifiedTime: found.LastModifiedTime?.toISOString(),
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    parameters: parametersOf(definition),
    steps: flattenSteps(definition).map(({ definition: { Name, Type }, branch }) =>
      defined({ name: Name, type: Type, branch }),
    ),
    newestExecution:
      newest === undefined
        ? undefined
        : defined({
            executionArn: newest.arn,
            status: newest.status,
            startTime: newest.startTime?.toISOString(),
          }),
  });
}

function parametersOf({ Parameters = [] }: PipelineDefinition) {
  return Parameters.map(({ Name, Type, DefaultValue: value, EnumValues: values }) =>
    defined({
      name: Name,
      type: Type,
      // As text, as one would give it at a start.
      defaultValue: value === undefined ? undefined : textOf(value),
      enumValues: values?.map(textOf),
    }),
  );
}

function textOf(value: Parameters<typeof writeJson>[0]): string {
  return typeof value === "string" ? value : writeJson(value);
}

function pipelineText(pipeline: Awaited<ReturnType<typeof describe>>): string {
  const paint = paintFor(process.stdout);
  const tags = Object.entries(pipeline.tags).map(([key, value]) => `${key}=${value}`);
  const newest = pipeline.newestExecution;
  const changed = pipeline.lastModifiedTime ?? pipeline.creationTime;
  const parallel = pipeline.maxParallelExecutionSteps;
  const facts: [string, string | undefined][] = [
    ["Pipeline", pipeline.pipelineArn],
    ["Name", pipeline.displayName],
    ["Description", pipeline.description],
    ["Status", pipeline.status],
    ["Role", pipeline.roleArn],
    ["At once", parallel === undefined ? undefined : `${parallel} steps`],
    ["Tags", tags.length === 0 ? undefined : tags.join(", ")],
    ["Changed", changed === undefined ? undefined : timeText(new Date(changed))],
    ["Newest run", newest && `${newest.status}, ${newest.executionArn}`],
  ];
  const parameters = pipeline.parameters.map(({ name, type, defaultValue, enumValues }) => [
    name,
    type,
    defaultValue ?? "(none)",
    enumValues?.join(", ") ?? "",
  ]);
  const steps = pipeline.steps.map(({ name, type, branch }) => [
    name,
    type,
    branch === undefined ? "" : `${branch.when} of ${branch.condition}`,
  ]);
  return [
    factsText(facts),
    ...(parameters.length === 0
      ? []
      : [
          tableText(["Parameter", "Type", "Default", "May be"], parameters, () => undefined, paint),
        ]),
    tableText(["Step", "Type", "Branch"], steps, () => undefined, paint),
  ].join("\n");
}
