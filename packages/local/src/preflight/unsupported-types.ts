import type { Unsupported } from "./problem.ts";

const inSageMaker = "Run this pipeline in SageMaker";
const selected = `${inSageMaker}, or run here only the steps that do not need it`;

/** Why steps of a type do not run on any machine of the user's, and what can be done instead. */
const types: Readonly<Record<string, Unsupported>> = {
  EMR: {
    reason: "it runs on a cluster of Amazon EMR",
    cure: `${selected}; a Processing step with PySpark in local mode does the same work on one machine.`,
  },
  EMRServerless: {
    reason: "it runs on an application of Amazon EMR Serverless",
    cure: `${selected}; a Processing step with PySpark in local mode does the same work on one machine.`,
  },
  AutoML: {
    reason: "SageMaker Autopilot, which it starts, is not published",
    cure: `${selected}, or put a Training or a Tuning step in its place.`,
  },
  ClarifyCheck: {
    reason: "the image of SageMaker Clarify does not run here, and nothing else gives its reports",
    cure: `${selected}; a Processing step may compute what you compare.`,
  },
  EndpointConfig: {
    reason: "there are no endpoints here",
    cure: `${selected}; a Transform step tries the model on data.`,
  },
  Endpoint: {
    reason: "there are no endpoints here",
    cure: `${selected}; a Transform step tries the model on data.`,
  },
  InferenceComponent: {
    reason: "there are no endpoints here",
    cure: `${selected}; a Transform step tries the model on data.`,
  },
  Lineage: {
    reason: "there is no lineage tracking here",
    cure: `${selected}.`,
  },
};

/** Why steps of a type do not run here, and what to do. */
export function unsupportedType(type: string, runnable: readonly string[]): Unsupported {
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  const reason = `steps of type ${type} do not run here`;
  if (known !== undefined) return { reason: `${reason}: ${known.reason}`, cure: known.cure };
  const cure = `Step types that run here: ${runnable.join(", ")}. ${inSageMaker}, or leave the step out.`;
  return { reason, cure };
}
