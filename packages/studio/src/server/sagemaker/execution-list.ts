import type { ExecutionSummaryView } from "../../api.ts";
import type { Depth } from "../../table/execution-fields.ts";
import { defined, lastPart, milliseconds } from "./clients.ts";
import { type ExecutionViews, homeSummary } from "./executions.ts";
import type { SageMaker } from "./sagemaker.ts";

/** A page of a list, and how much it tells of each execution. */
export interface ListedPage {
  readonly items: readonly ExecutionSummaryView[];
  readonly depth: Depth;
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

/** How many of the home are read at a time: that takes some milliseconds. */
const homePage = 500;
/** The most that AWS lists at a time, and how many while each has to be asked for. */
const awsPage = 100;
const askedPage = 25;

/** The executions of a pipeline one after the other. */
export class ExecutionList {
  readonly #sagemaker: SageMaker;
  readonly #executions: ExecutionViews;
  readonly #pipeline: string;
  readonly #isAscending: boolean;
  readonly #isAsked: boolean;

  /** @param of - `isAsked` when more will be asked of each than the list tells */
  constructor(
    sagemaker: SageMaker,
    executions: ExecutionViews,
    of: { readonly pipeline: string; readonly isAscending: boolean; readonly isAsked: boolean },
  ) {
    this.#sagemaker = sagemaker;
    this.#executions = executions;
    this.#pipeline = of.pipeline;
    this.#isAscending = of.isAscending;
    this.#isAsked = of.isAsked;
  }

  /** Whether looking at an execution costs no call. */
  get isQuick(): boolean {
    return this.#sagemaker.clients.home !== undefined;
  }

  /** How many there are; undefined where only reading tells. */
  total(): number | undefined {
    return this.#sagemaker.clients.home?.executions.count(this.#pipeline);
  }

  /** The page that begins at a token. */
  async page(token: string | undefined): Promise<ListedPage> {
    // A pipeline that is not there is told by the API in both.
    if (this.#sagemaker.clients.home !== undefined) {
      await this.#sagemaker.pipelineArn(this.#pipeline);
      return this.#homePage(this.#sagemaker.clients.home, token);
    }
    const { PipelineExecutionSummaries = [], NextToken } = await this.#sagemaker.call(
      "ListPipelineExecutions",
      {
        PipelineName: this.#pipeline,
        SortBy: "CreationTime",
        SortOrder: this.#isAscending ? "Ascending" : "Descending",
        MaxResults: this.#isAsked ? askedPage : awsPage,
        NextToken: token,
      },
    );
    const items = PipelineExecutionSummaries.map((one) => {
      const arn = one.PipelineExecutionArn ?? "";
      return defined({
        id: lastPart(arn),
        arn,
        pipeline: this.#pipeline,
        status: one.PipelineExecutionStatus ?? "",
        displayName: one.PipelineExecutionDisplayName,
        description: one.PipelineExecutionDescription,
        failureReason: one.PipelineExecutionFailureReason || undefined,
        startTime: milliseconds(one.StartTime),
        parameters: {},
        metrics: {},
      });
    });
    return { items, depth: "listed", ...(NextToken ? { next: NextToken } : {}) };
  }

  /** The same execution, of which so much is known. */
  async deepen(
    execution: ExecutionSummaryView,
    from: Depth,
    to: Depth,
  ): Promise<ExecutionSummaryView> {
    if (to === "listed" || from === to) return execution;
    const described =
      from === "listed" ? await this.#executions.described(execution, execution.arn) : execution;
    return to === "all" ? this.#executions.measured(described) : described;
  }

  #homePage(
    home: NonNullable<SageMaker["clients"]["home"]>,
    token: string | undefined,
  ): ListedPage {
    const [time, id = ""] = token?.split(" ") ?? [];
    const found = home.executions.list({
      pipeline: this.#pipeline,
      order: this.#isAscending ? "Ascending" : "Descending",
      after: time === undefined ? undefined : { startTime: new Date(Number(time)), id },
      limit: homePage,
    });
    const last = found.at(-1);
    return {
      items: found.map((one) => homeSummary({ pipeline: this.#pipeline }, one)),
      depth: "described",
      ...(last === undefined || found.length < homePage
        ? {}
        : { next: `${last.startTime} ${last.id}` }),
    };
  }
}
