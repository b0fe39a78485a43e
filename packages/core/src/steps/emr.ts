import type {
  EmrClusterConfig,
  EmrKeyValue,
  EmrServerlessApplicationConfig,
  EmrServerlessJobConfig,
} from "../generated/index.ts";
import {
  EMRServerlessStep,
  type EMRServerlessStepProps,
} from "../generated/steps/emr-serverless.ts";
import { EMRStep, type EMRStepProps } from "../generated/steps/emr.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";
import type { StepEnvironment } from "./step-environment.ts";

/** What {@link emr} takes: a cluster that runs, or what one is started with for the step alone. */
export type EmrProps = EmrOptions &
  (
    | {
        /** The cluster. */
        readonly clusterId: Value<string>;
        /** The ARN of a role for the step, on a cluster that is set up for it. */
        readonly executionRole?: Value<string>;
        readonly clusterConfig?: never;
      }
    | {
        /** The cluster that is started for the step and ended after it. */
        readonly clusterConfig: EmrClusterConfig;
        readonly clusterId?: never;
        readonly executionRole?: never;
      }
  );

interface EmrOptions extends Omit<EMRStepProps, "arguments"> {
  /** S3 URI of the jar that is run; `command-runner.jar` runs a command such as `spark-submit`. */
  readonly jar: Value<string>;
  /** What the jar is given on its command line. */
  readonly args?: readonly Value<string>[];
  /** The class whose main method is run, where the jar names none. */
  readonly mainClass?: Value<string>;
  /** Java properties. */
  readonly properties?: readonly EmrKeyValue[];
}

/**
 * A step that runs a job on an Amazon EMR cluster.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-emr
 *
 * @example
 * ```ts
 * import { emr } from "@nacre/core";
 *
 * const count = emr("Count", {
 *   clusterId: "j-2AXXXXXXGAPLF",
 *   jar: "command-runner.jar",
 *   args: ["spark-submit", "s3://my-bucket/count.py"],
 * });
 * const state = count.properties.Status.State;
 * ```
 */
export function emr<const Name extends string>(name: Name, props: EmrProps): EMRStep<Name> {
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  const step = {
    HadoopJarStep: defined({
      Jar: props.jar,
      Args: props.args,
      MainClass: props.mainClass,
      Properties: props.properties,
    }),
  };
  return new EMRStep<Name>(name, {
    arguments:
      props.clusterConfig === undefined
        ? defined({
            StepConfig: step,
            ClusterId: props.clusterId,
            ExecutionRoleArn: props.executionRole,
          })
        : { StepConfig: step, ClusterConfig: props.clusterConfig },
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

/** What {@link emrServerless} takes: an application, or what one is made from for the step alone. */
export type EmrServerlessProps = EmrServerlessOptions &
  (
    | { readonly applicationId: Value<string>; readonly applicationConfig?: never }
    | {
        /** The application that is made for the step and deleted after it. */
        readonly applicationConfig: EmrServerlessApplicationConfig;
        readonly applicationId?: never;
      }
  );

interface EmrServerlessOptions extends Omit<EMRServerlessStepProps, "arguments"> {
  readonly env: Pick<StepEnvironment, "role">;
  /** What is run and how; as the role of the environment unless it names another. */
  readonly job: Omit<EmrServerlessJobConfig, "executionRoleArn"> &
    Partial<Pick<EmrServerlessJobConfig, "executionRoleArn">>;
}

/**
 * A step that runs a job on Amazon EMR Serverless, as the role of the environment.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-serverless
 *
 * @example
 * ```ts
 * import { emrServerless } from "@nacre/core";
 *
 * const count = emrServerless("Count", {
 *   env: { role: "arn:aws:iam::111122223333:role/Jobs" },
 *   applicationId: "00fabc123def456",
 *   job: { jobDriver: { sparkSubmit: { entryPoint: "s3://my-bucket/count.py" } } },
 * });
 * ```
 */
export function emrServerless<const Name extends string>(
  name: Name,
  props: EmrServerlessProps,
): EMRServerlessStep<Name> {
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  const { role } = props.env;
  const start = { ExecutionRoleArn: role, JobConfig: { executionRoleArn: role, ...props.job } };
  return new EMRServerlessStep<Name>(name, {
    arguments:
      props.applicationConfig === undefined
        ? { ...start, ApplicationId: props.applicationId }
        : { ...start, ApplicationConfig: props.applicationConfig },
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}
