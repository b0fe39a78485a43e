/**
 * The Abalone pipeline, for those who want to build on it.
 *
 * @packageDocumentation
 */
export { createAbalonePipeline } from "./pipeline.ts";
export type { AbalonePipelineOptions } from "./pipeline.ts";
export { createSampleData } from "./sample/sample-data.ts";
export type { SampleData, SampleOptions } from "./sample/sample-data.ts";
