import type { ObjectReader } from "@nacre/local";
import type { ExecutionRef } from "../source.ts";
import { type KnownDefinition, knownDefinition } from "./definitions.ts";
import {
  type CallLogs,
  type CallSageMaker,
  type StudioClients,
  lastPart,
  typedCalls,
} from "./clients.ts";
import { allowed, isFault, NotAllowed } from "../errors/faults.ts";
import { describeJob, type JobFacts } from "./jobs.ts";
import { limiter, Memory } from "./limit.ts";

/** What ARNs of a region begin with. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** How many calls run at once. */
const mostCalls = 8;

/** The clients, and what they have said that never changes. */
export class SageMaker {
  /** The clients as they were given. */
  readonly clients: StudioClients;
  /** Calls SageMaker; not too often at once. */
  readonly call: CallSageMaker;
  /** Calls CloudWatch Logs. */
  readonly logs: CallLogs;
  readonly #pipelineArns = new Memory<string>(500);
  readonly #definitions = new Memory<KnownDefinition>(200);
  readonly #jobs = new Memory<JobFacts | undefined>(1_000);

  constructor(clients: StudioClients) {
    this.clients = clients;
    const limit = limiter(mostCalls);
    const { sagemaker, logs } = typedCalls(clients);
    this.call = (operation, input) =>
      limit(() => allowed(`sagemaker:${operation}`, () => sagemaker(operation, input)));
    this.logs = (operation, input) =>
      limit(() => allowed(`logs:${operation}`, () => logs(operation, input)));
  }

  /** The ARN of a pipeline. */
  pipelineArn(name: string): Promise<string> {
    return this.#pipelineArns.make(name.toLowerCase(), async () => {
      try {
        const { PipelineArn = "" } = await this.call("DescribePipeline", { PipelineName: name });
        return PipelineArn;
      } catch (error) {
        if (!(error instanceof NotAllowed)) throw error;
        const { region, account } = this.clients;
        return `arn:${partitionOf(region)}:sagemaker:${region}:${await account()}:pipeline/${name.toLowerCase()}`;
      }
    });
  }

  /** The ARN of an execution. */
  async executionArn({ pipeline, id }: ExecutionRef): Promise<string> {
    return `${await this.pipelineArn(pipeline)}/execution/${id}`;
  }

  /**
   * The definition that an execution runs; it never changes.
   *
   * @param key - executions for which it is the same have the same one
   */
  definition(arn: string, key: string = arn): Promise<KnownDefinition> {
    return this.#definitions.make(key, async () => {
      const input = { PipelineExecutionArn: arn };
      const answer = await this.call("DescribePipelineDefinitionForExecution", input);
      return knownDefinition(answer.PipelineDefinition);
    });
  }

  /** Describes the job of an ARN; one that has ended is asked for once. */
  async job(arn: string, hasEnded: boolean): Promise<JobFacts | undefined> {
    const describe = (): Promise<JobFacts | undefined> => describeJob(this.call, arn);
    try {
      return await (hasEnded ? this.#jobs.make(arn, describe) : describe());
    } catch (error) {
      // A job may have been deleted, or its step has just begun.
      if (isFault(error, "ResourceNotFound")) return undefined;
      throw error;
    }
  }

  /** The objects as an execution, or whose result it took over, sees them. */
  objects(execution: string | undefined, cacheSource?: string): ObjectReader {
    const { home, objects } = this.clients;
    if (home === undefined) return objects;
    const id = cacheSource === undefined ? execution : lastPart(cacheSource);
    return id === undefined ? objects : home.objects(id);
  }
}
