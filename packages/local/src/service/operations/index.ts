import type { Handlers } from "../context.ts";
import { executionHandlers } from "./executions.ts";
import { executionStepHandlers } from "./execution-steps.ts";
import { jobHandlers } from "./jobs.ts";
import { modelPackageGroupHandlers } from "./model-package-groups.ts";
import { modelPackageHandlers } from "./model-packages.ts";
import { modelHandlers } from "./models.ts";
import { pipelineHandlers } from "./pipelines.ts";
import { pipelineVersionHandlers } from "./pipeline-versions.ts";
import { searchHandlers } from "./search.ts";
import { startHandlers } from "./start-execution.ts";
import { tagHandlers } from "./tags.ts";

/** What each operation does. */
export const handlers: Handlers = {
  ...pipelineHandlers,
  ...pipelineVersionHandlers,
  ...startHandlers,
  ...executionHandlers,
  ...executionStepHandlers,
  ...tagHandlers,
  ...modelHandlers,
  ...modelPackageGroupHandlers,
  ...modelPackageHandlers,
  ...jobHandlers,
  ...searchHandlers,
};
