import type { ModelStep } from "../generated/steps/model.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { Value } from "../value.ts";
import type { ClarifyAnalysis } from "./clarify-check.ts";
import { defined } from "./defined.ts";

/** The data that Clarify looks at. */
export interface ClarifyDataset {
  /** S3 URI of the data. */
  readonly source: Value<string>;
  /** The column with the label: its name, or its index where there are no names. */
  readonly label?: string | number;
  /** The names of the columns. */
  readonly headers?: readonly string[];
  /** @default `text/csv` */
  readonly datasetType?: string;
  /** For JSON Lines: where the features are, as a JMESPath expression. */
  readonly features?: string;
  /** Whether each instance gets all the data or a part of it. @default `FullyReplicated` */
  readonly distribution?: Value<"FullyReplicated" | "ShardedByS3Key">;
  /** @default `None` */
  readonly compression?: Value<"None" | "Gzip">;
}

/** The groups that are compared. */
export interface ClarifyBias {
  /** The labels that are the good outcome, or the threshold above which they are. */
  readonly labelValuesOrThreshold?: readonly (string | number)[];
  readonly facets: readonly ClarifyFacet[];
  /** A column for conditional demographic disparity: its name or index. */
  readonly groupVariable?: string | number;
}

/** A column that tells groups apart. */
export interface ClarifyFacet {
  /** The column: its name, or its index where there are no names. */
  readonly nameOrIndex: string | number;
  /** The values of the group at a disadvantage, or the threshold above which it begins. */
  readonly valuesOrThreshold?: readonly (string | number)[];
}

/** How Clarify runs the model for the time of the check. */
export interface ClarifyModel {
  /** The step that creates the model, or the name of a model. */
  readonly modelName: ModelStep | Value<string>;
  readonly instanceType: string;
  /** @default 1 */
  readonly instanceCount?: number;
  /** The MIME type that the model answers with. */
  readonly acceptType?: string;
  /** The MIME type that the model takes. */
  readonly contentType?: string;
  /** For JSON: how the features are put into a request. */
  readonly contentTemplate?: string;
}

/** How a prediction is read from what the model answers. */
export interface ClarifyPrediction {
  /** Where the label is: an index or a JMESPath expression. */
  readonly label?: string | number;
  /** Where the probability is: an index or a JMESPath expression. */
  readonly probability?: string | number;
  /** Above it the prediction is true. @default 0.5, by Clarify */
  readonly probabilityThreshold?: number;
  /** The labels, in the order of the probabilities. */
  readonly labelHeaders?: readonly string[];
}

/** Methods of explaining, with their settings as Clarify's configuration file has them. */
export interface ExplainabilityMethods {
  /** Such as `{ baseline: [[0, 0]], num_samples: 100, agg_method: "mean_abs" }`. */
  readonly shap?: JsonObject;
  /** Such as `{ features: ["sex"], grid_resolution: 10 }`. */
  readonly pdp?: JsonObject;
}

/**
 * The configuration file of Clarify.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-processing-job-configure-analysis.html
 */
export function analysisConfig(dataset: ClarifyDataset, analysis: ClarifyAnalysis): JsonObject {
  const report = { name: "report", title: "Analysis Report" };
  return {
    dataset_type: dataset.datasetType ?? "text/csv",
    ...defined({ features: dataset.features, headers: dataset.headers, label: dataset.label }),
    ...("bias" in analysis ? biasConfig(analysis.bias) : {}),
    methods: { ...methods(analysis), report },
    ...("model" in analysis ? predictorConfig(analysis.model, analysis.prediction ?? {}) : {}),
  };
}

function methods(analysis: ClarifyAnalysis): JsonObject {
  switch (analysis.type) {
    case "DATA_BIAS":
      return { pre_training_bias: { methods: analysis.methods ?? "all" } };
    case "MODEL_BIAS":
      return { post_training_bias: { methods: analysis.methods ?? "all" } };
    case "MODEL_EXPLAINABILITY":
      return defined({ ...analysis.methods });
  }
}

function biasConfig({ labelValuesOrThreshold, facets, groupVariable }: ClarifyBias): JsonObject {
  const facet: JsonValue = facets.map(({ nameOrIndex, valuesOrThreshold }) =>
    defined({ name_or_index: nameOrIndex, value_or_threshold: valuesOrThreshold }),
  );
  return {
    ...defined({ label_values_or_threshold: labelValuesOrThreshold }),
    facet,
    ...defined({ group_variable: groupVariable }),
  };
}

function predictorConfig(model: ClarifyModel, prediction: ClarifyPrediction): JsonObject {
  return {
    predictor: {
      ...defined({
        label: prediction.label,
        probability: prediction.probability,
        label_headers: prediction.labelHeaders,
      }),
      instance_type: model.instanceType,
      initial_instance_count: model.instanceCount ?? 1,
      ...defined({
        accept_type: model.acceptType,
        content_type: model.contentType,
        content_template: model.contentTemplate,
      }),
    },
    ...defined({ probability_threshold: prediction.probabilityThreshold }),
  };
}
