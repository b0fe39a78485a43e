import { isFault } from "../aws/faults.ts";
import { type Session, withSession } from "../aws/session.ts";
import { messageOf, userError } from "../errors.ts";
import { defined, listSteps, sagemakerOf } from "../executions/api.ts";
import { lastPart } from "../executions/execution.ts";
import { printJson } from "../executions/report.ts";
import { type PipelineInput, regionIn, whichExecution } from "../executions/which.ts";
import { keepStdoutClean, printNote } from "../output.ts";

/** What the command line says of an approval. */
interface ApprovalInput extends PipelineInput {
  readonly comment: string | undefined;
  readonly execution: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Approves or rejects a version in the model registry, and gives the exit code.
 *
 * @throws NacreError `MODEL_VERSION_NOT_FOUND`, `BAD_OPTION` and those of AWS
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelPackage.html
 */
export async function runApproval(
  given: string | undefined,
  status: "Approved" | "Rejected",
  input: ApprovalInput,
): Promise<number> {
  keepStdoutClean();
  if (given !== undefined && input.execution !== undefined) {
    throw userError("BAD_OPTION", `--execution does not go with \`${given}\``, {
      help: "give the version or the execution that registered it, not both",
    });
  }
  const region = input.region ?? regionIn(given, input.execution, input.pipeline);
  return withSession({ ...input, region }, async (session) => {
    const { client, commands } = await sagemakerOf(session);
    const before = await orNotFound(async () => {
      const ModelPackageName =
        given === undefined ? await registeredBy(session, input) : await named(session, given);
      return client.send(new commands.DescribeModelPackageCommand({ ModelPackageName }));
    });
    const { ModelPackageArn: arn = "" } = before;
    await client.send(
      new commands.UpdateModelPackageCommand({
        ModelPackageArn: arn,
        ModelApprovalStatus: status,
        ...(input.comment === undefined ? {} : { ApprovalDescription: input.comment }),
      }),
    );
    const { ModelPackageGroupName: group, ModelPackageVersion: version } = before;
    if (input.json) {
      printJson(
        defined({
          modelPackageArn: arn,
          modelPackageGroupName: group,
          modelPackageVersion: version,
          previousApprovalStatus: before.ModelApprovalStatus,
          modelApprovalStatus: status,
          approvalDescription: input.comment,
        }),
      );
    } else if (!input.quiet) {
      const name = group === undefined ? lastPart(arn) : `${group} version ${version}`;
      printNote(`${name}: ${before.ModelApprovalStatus ?? "no status"} -> ${status}`);
    }
    return 0;
  });
}

/** The version that an execution registered. */
async function registeredBy(session: Session, input: ApprovalInput): Promise<string> {
  const execution = await whichExecution(session, input.execution, input);
  const arns = (await listSteps(session, execution)).flatMap(({ madeArn }) =>
    madeArn?.includes(":model-package/") === true ? [madeArn] : [],
  );
  const [arn] = arns;
  if (arn === undefined) {
    throw notFound(
      `execution ${lastPart(execution)} has registered no version of a model`,
      "give the version: GROUP/NUMBER, or --execution with that of another one",
    );
  }
  if (arns.length === 1) return arn;
  throw userError(
    "BAD_OPTION",
    `execution ${lastPart(execution)} has registered several versions`,
    {
      help: `say which one: ${arns.join(", ")}`,
    },
  );
}

/** The ARN of the version that is named by it, by `GROUP/NUMBER`, or by `GROUP` alone. */
async function named(session: Session, given: string): Promise<string> {
  if (given.startsWith("arn:")) return given;
  const [, group, number] = /^([^/]+)(?:\/(\d+))?$/.exec(given) ?? [];
  if (group === undefined) {
    throw userError("BAD_OPTION", `${given} is no version of a model package group`, {
      help: "it is GROUP/NUMBER such as AbaloneModels/3, GROUP, or an ARN",
    });
  }
  const { client, commands } = await sagemakerOf(session);
  const { ModelPackageSummaryList: [newest] = [] } = await client.send(
    new commands.ListModelPackagesCommand({
      ModelPackageGroupName: group,
      SortBy: "CreationTime",
      SortOrder: "Descending",
      MaxResults: 1,
    }),
  );
  if (newest?.ModelPackageArn === undefined) {
    throw notFound(`model package group ${group} has no version`, "check the name of the group");
  }
  // All versions of a group have the same ARN but for the number at its end.
  return number === undefined
    ? newest.ModelPackageArn
    : newest.ModelPackageArn.replace(/\d+$/, number);
}

/** A group or version that is not there has no name of its own among the faults of AWS. */
async function orNotFound<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isFault(error, "ValidationException")) throw error;
    const [, what] = /(ModelPackage(?:Group)? \S+ does not exist)/.exec(messageOf(error)) ?? [];
    if (what === undefined) throw error;
    throw notFound(what, "it is GROUP/NUMBER such as AbaloneModels/3, GROUP, or an ARN");
  }
}

function notFound(message: string, help: string): Error {
  return userError("MODEL_VERSION_NOT_FOUND", message, { help });
}
