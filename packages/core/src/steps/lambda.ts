import type { AnyArgument, OutputParameter } from "../generated/index.ts";
import type { Closed } from "../generated/types.ts";
import { CallbackStep, type CallbackStepProps } from "../generated/steps/callback.ts";
import { LambdaStep, type LambdaStepProps } from "../generated/steps/lambda.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";

/** The type of an output that a function or a callback gives. */
export type OutputType = OutputParameter["OutputType"];

/** Outputs by name, in their order. */
export type OutputTypes = Readonly<Record<string, OutputType>>;

/** The outputs as the step lists them: a union of one shape for each name. */
export type NamedOutput<Outputs extends OutputTypes> = {
  readonly [Key in keyof Outputs & string]: {
    readonly OutputName: Key;
    readonly OutputType: Outputs[Key];
  };
}[keyof Outputs & string];

/** What {@link lambda} takes. */
export interface LambdaProps<Outputs extends OutputTypes = OutputTypes> extends Omit<
  LambdaStepProps,
  "arguments" | "functionArn" | "outputParameters"
> {
  /** The ARN of the function; it must be in the region of the pipeline. */
  readonly functionArn: Value<string>;
  /** What the function is called with. @default nothing */
  readonly inputs?: Readonly<Record<string, AnyArgument>>;
  /** Names and types of what the function gives back. At most 50. @default none */
  readonly outputs?: Outputs;
}

/**
 * A step that calls a Lambda function, which must end within 10 minutes.
 *
 * The function itself is made elsewhere, such as with the AWS CDK.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-lambda
 *
 * @example
 * ```ts
 * import { lambda } from "@nacre/core";
 *
 * const count = lambda("Count", {
 *   functionArn: "arn:aws:lambda:us-east-1:111122223333:function:count",
 *   inputs: { uri: "s3://my-bucket/data" },
 *   outputs: { rows: "Integer", header: "Boolean" },
 * });
 * const rows = count.properties.OutputParameters.rows;
 * ```
 */
export function lambda<
  const Name extends string,
  const Outputs extends OutputTypes = Record<never, OutputType>,
>(name: Name, props: LambdaProps<Outputs>): LambdaStep<Name, NamedOutput<Outputs>> {
  const { functionArn, inputs = {}, dependsOn, displayName, description, cacheConfig } = props;
  return new LambdaStep<Name, NamedOutput<Outputs>>(name, {
    arguments: inputs,
    ...defined({ dependsOn, displayName, description, cacheConfig }),
    functionArn,
    outputParameters: listed(props.outputs),
  });
}

/** What {@link callback} takes. */
export interface CallbackProps<Outputs extends OutputTypes = OutputTypes> extends Omit<
  CallbackStepProps,
  "arguments" | "sqsQueueUrl" | "outputParameters"
> {
  /** The URL of the Amazon SQS queue that gets the message. */
  readonly sqsQueueUrl: Value<string>;
  /** What the message holds. @default nothing */
  readonly inputs?: Readonly<Record<string, AnyArgument>>;
  /** Names and types of what the answer gives. At most 50. @default none */
  readonly outputs?: Outputs;
}

/**
 * A step that sends a message to a queue and waits until someone answers for it with
 * `SendPipelineExecutionStepSuccess` or `SendPipelineExecutionStepFailure`, for at most 7 days.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html#step-type-callback
 *
 * @example
 * ```ts
 * import { callback } from "@nacre/core";
 *
 * const approve = callback("Approve", {
 *   sqsQueueUrl: "https://sqs.us-east-1.amazonaws.com/111122223333/approvals",
 *   inputs: { model: "s3://my-bucket/model.tar.gz" },
 *   outputs: { approved: "Boolean" },
 * });
 * const approved = approve.properties.OutputParameters.approved;
 * ```
 */
export function callback<
  const Name extends string,
  const Outputs extends OutputTypes = Record<never, OutputType>,
>(name: Name, props: CallbackProps<Outputs>): CallbackStep<Name, NamedOutput<Outputs>> {
  const { sqsQueueUrl, inputs = {}, dependsOn, displayName, description, cacheConfig } = props;
  return new CallbackStep<Name, NamedOutput<Outputs>>(name, {
    arguments: inputs,
    ...defined({ dependsOn, displayName, description, cacheConfig }),
    sqsQueueUrl,
    outputParameters: listed(props.outputs),
  });
}

function listed<Outputs extends OutputTypes>(
  outputs: Outputs | undefined,
): readonly Closed<NamedOutput<Outputs>, OutputParameter>[] {
  const list: readonly OutputParameter[] = Object.entries(outputs ?? {}).map(([name, type]) => ({
    OutputName: name,
    OutputType: type,
  }));
  // One for each name, with its type: more than the compiler can follow.
  return list as readonly Closed<NamedOutput<Outputs>, OutputParameter>[];
}
