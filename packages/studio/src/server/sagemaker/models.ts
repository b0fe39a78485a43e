import type { DescribeModelPackageOutput, ModelPackageSummary } from "@aws-sdk/client-sagemaker";
import type { ApprovalRequest, ModelGroupView, ModelPackageView } from "../../api.ts";
import { defined, lastPart, milliseconds } from "./clients.ts";
import { isFault } from "../errors/faults.ts";
import { Memory } from "./limit.ts";
import { metricsIn } from "./metrics.ts";
import { Notes } from "./notes.ts";
import type { SageMaker } from "./sagemaker.ts";

/** The most groups, and the most versions of each: the newest. */
const mostGroups = 100;
const mostPackages = 50;

/** What changes with the approval of a version, or never. */
type Made = Pick<
  ModelPackageView,
  | "modelDataUrl"
  | "image"
  | "execution"
  | "metrics"
  | "approvalDescription"
  | "modifiedTime"
  | "modifiedBy"
>;

/** The model registry. */
export class ModelRegistry {
  readonly #sagemaker: SageMaker;
  readonly #made = new Memory<Made>(1_000);
  /** How often the page has approved or rejected a version: that may change its comment alone. */
  readonly #decided = new Map<string, number>();
  /** The names of pipelines by ARN, while they are asked for, too: many versions are of one pipeline. */
  readonly #names = new Map<string, Promise<string | undefined>>();

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
  }

  /** The groups, the newest first, with their versions, the newest first. */
  async groups(): Promise<ModelGroupView[]> {
    const { ModelPackageGroupSummaryList = [] } = await this.#sagemaker.call(
      "ListModelPackageGroups",
      { SortBy: "CreationTime", SortOrder: "Descending", MaxResults: mostGroups },
    );
    return Promise.all(
      ModelPackageGroupSummaryList.map(async ({ ModelPackageGroupName = "", CreationTime }) => {
        const notes = new Notes();
        const packages = await notes.ifAllowed(
          "Versions",
          () => this.#packages(ModelPackageGroupName, notes),
          [],
        );
        const createdTime = milliseconds(CreationTime);
        return defined({ name: ModelPackageGroupName, createdTime, packages, notes: notes.texts });
      }),
    );
  }

  /**
   * Approves or rejects a version.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelPackage.html
   */
  async approve({ arn, approval, comment }: ApprovalRequest): Promise<void> {
    try {
      await this.#sagemaker.call("UpdateModelPackage", {
        ModelPackageArn: arn,
        ModelApprovalStatus: approval,
        ...(comment === undefined ? {} : { ApprovalDescription: comment }),
      });
    } finally {
      // Afterwards, so that what is read meanwhile counts as what was before; an error may come too late.
      this.#decided.set(arn, (this.#decided.get(arn) ?? 0) + 1);
    }
  }

  async #packages(group: string, notes: Notes): Promise<ModelPackageView[]> {
    const { ModelPackageSummaryList = [] } = await this.#sagemaker.call("ListModelPackages", {
      ModelPackageGroupName: group,
      SortBy: "CreationTime",
      SortOrder: "Descending",
      MaxResults: mostPackages,
    });
    return Promise.all(ModelPackageSummaryList.map((summary) => this.#package(summary, notes)));
  }

  async #package(summary: ModelPackageSummary, notes: Notes): Promise<ModelPackageView> {
    const arn = summary.ModelPackageArn ?? "";
    const createdTime = milliseconds(summary.CreationTime);
    // A version that was deleted may have its number again.
    const key = [arn, createdTime, summary.ModelApprovalStatus, this.#decided.get(arn)].join(" ");
    const own = new Notes();
    const made =
      this.#made.get(key) ??
      (await own.ifAllowed("Model data and metrics", () => this.#describe(arn, own), {
        metrics: {},
      }));
    // What could not be read now may be readable later.
    if (own.texts === undefined) this.#made.set(key, made);
    notes.add(own);
    return defined({
      arn,
      version: summary.ModelPackageVersion ?? 0,
      status: summary.ModelPackageStatus ?? "",
      approval: summary.ModelApprovalStatus ?? "",
      createdTime,
      description: summary.ModelPackageDescription,
      ...made,
    });
  }

  async #describe(arn: string, notes: Notes): Promise<Made> {
    const found = await this.#sagemaker.call("DescribeModelPackage", { ModelPackageName: arn });
    const files = metricsFiles(found);
    const { objects } = this.#sagemaker.clients;
    const numbers = await Promise.all(
      files.map((file) => notes.ifAllowed("Metrics", () => metricsIn(objects, file), [])),
    );
    const { GeneratedBy } = found.MetadataProperties ?? {};
    const [container] = found.InferenceSpecification?.Containers ?? [];
    const { UserProfileName, IamIdentity } = found.LastModifiedBy ?? {};
    return defined({
      execution: await notes.ifAllowed(
        "Links to executions",
        async () => (GeneratedBy === undefined ? undefined : this.#execution(GeneratedBy)),
        undefined,
      ),
      modelDataUrl: container?.ModelDataUrl,
      image: container?.Image,
      approvalDescription: found.ApprovalDescription || undefined,
      modifiedTime: found.LastModifiedTime?.getTime(),
      modifiedBy: UserProfileName ?? IamIdentity?.Arn,
      metrics: Object.fromEntries(numbers.flat()),
    });
  }

  /** The execution of an ARN, by its pipeline's name as it is written; undefined when there is none. */
  async #execution(arn: string): Promise<ModelPackageView["execution"]> {
    const [, pipelineArn, id = ""] = /^(.*:pipeline\/[^/]+)\/execution\/([^/]+)$/.exec(arn) ?? [];
    if (pipelineArn === undefined) return undefined;
    const asked = this.#names.get(pipelineArn) ?? this.#nameOf(pipelineArn);
    this.#names.set(pipelineArn, asked);
    const pipeline = await asked;
    return pipeline === undefined ? undefined : { pipeline, id };
  }

  /** The name of a pipeline, which its ARN has in lower case; undefined for one that is not there. */
  async #nameOf(arn: string): Promise<string | undefined> {
    try {
      const input = { PipelineName: lastPart(arn) };
      const { PipelineName, PipelineArn } = await this.#sagemaker.call("DescribePipeline", input);
      return PipelineArn === arn ? PipelineName : undefined;
    } catch (error) {
      // What could not be asked for is asked for again; what is not there may come.
      this.#names.delete(arn);
      if (isFault(error, "ResourceNotFound")) return undefined;
      throw error;
    }
  }
}

function metricsFiles({ ModelMetrics }: DescribeModelPackageOutput) {
  const statistics = [
    ["model quality", ModelMetrics?.ModelQuality?.Statistics?.S3Uri],
    ["model data quality", ModelMetrics?.ModelDataQuality?.Statistics?.S3Uri],
    ["bias", ModelMetrics?.Bias?.Report?.S3Uri],
  ] as const;
  return statistics.flatMap(([name, uri]) => (uri === undefined ? [] : [{ name, uri }]));
}
