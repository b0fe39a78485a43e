import type { DriftCheckBaselines, MetricsSource, ModelMetrics } from "../generated/index.ts";
import { isExpression } from "../expression.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";

/** A file with metrics or constraints: its S3 URI where it is JSON, or else with its content type. */
export type MetricsFile = Value<string> | MetricsSource;

/** What is known of how good a model is. Each is a file in S3. */
export interface ModelMetricsFiles {
  /** Statistics of the model's quality, as an evaluation step writes them. */
  readonly modelStatistics?: MetricsFile;
  readonly modelConstraints?: MetricsFile;
  /** Statistics of the data the model was trained on. */
  readonly modelDataStatistics?: MetricsFile;
  readonly modelDataConstraints?: MetricsFile;
  /** The report of Clarify on bias. */
  readonly bias?: MetricsFile;
  readonly biasPreTraining?: MetricsFile;
  readonly biasPostTraining?: MetricsFile;
  /** The report of Clarify on what the predictions depend on. */
  readonly explainability?: MetricsFile;
}

/** What later checks compare with. Each is a file in S3. */
export interface DriftCheckFiles {
  readonly modelStatistics?: MetricsFile;
  readonly modelConstraints?: MetricsFile;
  readonly modelDataStatistics?: MetricsFile;
  readonly modelDataConstraints?: MetricsFile;
  readonly biasConfigFile?: MetricsFile;
  readonly biasPreTrainingConstraints?: MetricsFile;
  readonly biasPostTrainingConstraints?: MetricsFile;
  readonly explainabilityConstraints?: MetricsFile;
  readonly explainabilityConfigFile?: MetricsFile;
}

/** Metrics as a registration has them, with the empty members that AWS's own SDK writes. */
export function modelMetrics(files: ModelMetricsFiles): ModelMetrics {
  return defined({
    ModelQuality: filled({
      Statistics: source(files.modelStatistics),
      Constraints: source(files.modelConstraints),
    }),
    ModelDataQuality: filled({
      Statistics: source(files.modelDataStatistics),
      Constraints: source(files.modelDataConstraints),
    }),
    Bias: defined({
      Report: source(files.bias),
      PreTrainingReport: source(files.biasPreTraining),
      PostTrainingReport: source(files.biasPostTraining),
    }),
    Explainability: defined({ Report: source(files.explainability) }),
  });
}

/** Baselines as a registration has them. */
export function driftCheckBaselines(files: DriftCheckFiles): DriftCheckBaselines {
  return defined({
    ModelQuality: filled({
      Statistics: source(files.modelStatistics),
      Constraints: source(files.modelConstraints),
    }),
    ModelDataQuality: filled({
      Statistics: source(files.modelDataStatistics),
      Constraints: source(files.modelDataConstraints),
    }),
    Bias: filled({
      ConfigFile: configFile(files.biasConfigFile),
      PreTrainingConstraints: source(files.biasPreTrainingConstraints),
      PostTrainingConstraints: source(files.biasPostTrainingConstraints),
    }),
    Explainability: filled({
      Constraints: source(files.explainabilityConstraints),
      ConfigFile: configFile(files.explainabilityConfigFile),
    }),
  });
}

function source(file: MetricsFile | undefined): MetricsSource | undefined {
  if (file === undefined) return undefined;
  return isUri(file) ? { ContentType: "application/json", S3Uri: file } : file;
}

function configFile(file: MetricsFile | undefined): MetricsSource | undefined {
  if (file === undefined) return undefined;
  // AWS's own SDK writes these two the other way round.
  return isUri(file) ? { S3Uri: file, ContentType: "application/json" } : file;
}

function isUri(file: MetricsFile): file is Value<string> {
  return typeof file === "string" || isExpression(file);
}

/** The members that are not undefined, if any. */
function filled<T extends object>(members: T): ReturnType<typeof defined<T>> | undefined {
  const some = defined(members);
  return Object.keys(some).length === 0 ? undefined : some;
}
