// Made by `node tools/src/image-tables/main.ts`. Do not edit.
// Source: image_uri_config of the SageMaker Python SDK 2.257.7, which AWS keeps.

/** The versions of each framework and algorithm. */
export interface ImageVersions {
  // prettier-ignore
  readonly "autogluon":
    "0.3.1" | "0.3.2" | "0.3" | "0.4.0" | "0.4.2" | "0.4.3" | "0.4" | "0.5.2" | "0.5" | "0.6.1"
    | "0.6.2" | "0.6" | "0.7.0" | "0.7" | "0.8.2" | "0.8" | "1.0.0" | "1.0" | "1.1.0" | "1.1.1"
    | "1.1" | "1.2.0" | "1.2" | "1.3.0" | "1.3";
  // prettier-ignore
  readonly "chainer":
    "4.0.0" | "4.0" | "4.1.0" | "4.1" | "5.0.0" | "5.0";
  // prettier-ignore
  readonly "djl-lmi":
    "0.38.0" | "latest" | "0.36.0" | "0.32.0" | "0.31.0" | "0.30.0" | "0.29.0" | "0.28.0"
    | "0.35.0" | "0.34.0" | "0.33.0";
  // prettier-ignore
  readonly "huggingface":
    "4.4.2" | "4.4" | "4.5.0" | "4.5" | "4.6.1" | "4.6" | "4.10.2" | "4.10" | "4.11.0" | "4.11"
    | "4.12.3" | "4.12" | "4.17.0" | "4.17" | "4.26.0" | "4.26" | "4.28.1" | "4.28" | "4.36.0"
    | "4.36" | "4.46.1" | "4.46" | "4.48.0" | "4.48" | "4.49.0" | "4.49" | "4.55.0" | "4.55"
    | "4.56.2" | "4.56" | "4.37.0" | "4.37" | "4.51.3" | "4.51";
  // prettier-ignore
  readonly "huggingface-llm":
    "0.6.0" | "0.6" | "0.8.2" | "0.8" | "0.9.3" | "0.9" | "1.0.3" | "1.0" | "1.1.0" | "1.1"
    | "1.2.0" | "1.2" | "1.3.1" | "1.3.3" | "1.3" | "1.4.0" | "1.4.2" | "1.4.5" | "1.4"
    | "2.0.0" | "2.0.1" | "2.0.2" | "2.2.0" | "2.3.1" | "2.3" | "3.1.1" | "3.1" | "3.2.0"
    | "3.2.3" | "3.2" | "3.3.4" | "3.3.6" | "3.3" | "2.4.0" | "2.0" | "3.0.1" | "3.0";
  // prettier-ignore
  readonly "huggingface-tei":
    "1.2.3" | "1.2" | "1.4.0" | "1.4" | "1.6.0" | "1.6" | "1.7.0" | "1.7" | "1.8.0" | "1.8.2"
    | "1.8";
  // prettier-ignore
  readonly "huggingface-tei-cpu":
    "1.2.3" | "1.2" | "1.4.0" | "1.4" | "1.6.0" | "1.6" | "1.7.0" | "1.7" | "1.8.0" | "1.8.2"
    | "1.8";
  // prettier-ignore
  readonly "mxnet":
    "0.12.1" | "0.12" | "1.0.0" | "1.0" | "1.1.0" | "1.1" | "1.2.1" | "1.2" | "1.3.0" | "1.3"
    | "1.4.0" | "1.4.1" | "1.4" | "1.7.0" | "1.7" | "1.6.0" | "1.6" | "1.8.0" | "1.8" | "1.9.0"
    | "1.9";
  // prettier-ignore
  readonly "pytorch":
    "0.4.0" | "0.4" | "1.0.0" | "1.0" | "1.1.0" | "1.1" | "1.2.0" | "1.2" | "1.3.1" | "1.3"
    | "1.4.0" | "1.4" | "1.5.0" | "1.5" | "1.6.0" | "1.6" | "1.7.1" | "1.7" | "1.8.0" | "1.8.1"
    | "1.8" | "1.9.0" | "1.9.1" | "1.9" | "1.10.0" | "1.10.2" | "1.10" | "1.11.0" | "1.11"
    | "1.12.0" | "1.12.1" | "1.12" | "1.13.1" | "1.13" | "2.0.0" | "2.0.1" | "2.0" | "2.1.0"
    | "2.1" | "2.2.0" | "2.2" | "2.3.0" | "2.3" | "2.4.0" | "2.4" | "2.5.1" | "2.5" | "2.6.0"
    | "2.6" | "2.2.1" | "2.7.1" | "2.7" | "2.8.0" | "2.8";
  // prettier-ignore
  readonly "sagemaker-distribution":
    "3.2.0" | "3.2";
  // prettier-ignore
  readonly "sagemaker-tritonserver":
    "25.09" | "25.04" | "24.09" | "24.05" | "24.03" | "24.01" | "23.12";
  // prettier-ignore
  readonly "sklearn":
    "0.20.0" | "0.23-1" | "1.0-1" | "1.2-1" | "1.4-2";
  // prettier-ignore
  readonly "spark":
    "2.4" | "3.0" | "3.1" | "3.2" | "3.3" | "3.5";
  // prettier-ignore
  readonly "sparkml-serving":
    "2.2" | "2.4" | "3.3";
  // prettier-ignore
  readonly "tensorflow":
    "1.4.1" | "1.4" | "1.5.0" | "1.5" | "1.6.0" | "1.6" | "1.7.0" | "1.7" | "1.8.0" | "1.8"
    | "1.9.0" | "1.9" | "1.10.0" | "1.10" | "1.11.0" | "1.11" | "1.12.0" | "1.12" | "1.13.0"
    | "1.13" | "1.14.0" | "1.14" | "1.15.0" | "1.15.2" | "1.15.3" | "1.15.4" | "1.15.5" | "1.15"
    | "2.0.0" | "2.0.1" | "2.0.2" | "2.0.3" | "2.0.4" | "2.0" | "2.1.0" | "2.1.1" | "2.1.2"
    | "2.1.3" | "2.1" | "2.2.0" | "2.2.1" | "2.2.2" | "2.2" | "2.3.0" | "2.3.1" | "2.3.2"
    | "2.3" | "2.4.1" | "2.4.3" | "2.4" | "2.5.1" | "2.5" | "2.6.0" | "2.6.3" | "2.6" | "2.7.0"
    | "2.7" | "2.8.0" | "2.8.4" | "2.8" | "2.9.2" | "2.9.3" | "2.9" | "2.10.0" | "2.10.1"
    | "2.10" | "2.11.0" | "2.11.1" | "2.11" | "2.12.1" | "2.12" | "2.13.0" | "2.13" | "2.14.1"
    | "2.14" | "2.16.1" | "2.16" | "2.18.0" | "2.18" | "2.19.0" | "2.19" | "2.9.1" | "1.13.1"
    | "2.5.0" | "2.6.2" | "2.7.1" | "2.12.0" | "2.16.2";
  // prettier-ignore
  readonly "xgboost":
    "1" | "latest" | "0.90-1" | "0.90-2" | "1.0-1" | "1.2-1" | "1.2-2" | "1.3-1" | "1.5-1"
    | "1.7-1" | "3.0-5";
  // prettier-ignore
  readonly "clarify":
    "1.0";
  // prettier-ignore
  readonly "data-wrangler":
    "1.x" | "2.x" | "3.x";
  // prettier-ignore
  readonly "debugger":
    "latest";
  // prettier-ignore
  readonly "detailed-profiler":
    "latest";
  // prettier-ignore
  readonly "model-monitor":
    "";
  // prettier-ignore
  readonly "blazingtext":
    "1";
  // prettier-ignore
  readonly "factorization-machines":
    "1";
  // prettier-ignore
  readonly "forecasting-deepar":
    "1";
  // prettier-ignore
  readonly "image-classification":
    "1";
  // prettier-ignore
  readonly "ipinsights":
    "1";
  // prettier-ignore
  readonly "kmeans":
    "1";
  // prettier-ignore
  readonly "knn":
    "1";
  // prettier-ignore
  readonly "lda":
    "1";
  // prettier-ignore
  readonly "linear-learner":
    "1";
  // prettier-ignore
  readonly "ntm":
    "1";
  // prettier-ignore
  readonly "object-detection":
    "1";
  // prettier-ignore
  readonly "object2vec":
    "1";
  // prettier-ignore
  readonly "pca":
    "1";
  // prettier-ignore
  readonly "randomcutforest":
    "1";
  // prettier-ignore
  readonly "semantic-segmentation":
    "1";
  // prettier-ignore
  readonly "seq2seq":
    "1";
}

/** Those that have one version only, which need not be given. */
// prettier-ignore
export type SingleVersionFramework =
  | "clarify" | "debugger" | "detailed-profiler" | "model-monitor" | "blazingtext"
  | "factorization-machines" | "forecasting-deepar" | "image-classification" | "ipinsights"
  | "kmeans" | "knn" | "lda" | "linear-learner" | "ntm" | "object-detection" | "object2vec"
  | "pca" | "randomcutforest" | "semantic-segmentation" | "seq2seq";
