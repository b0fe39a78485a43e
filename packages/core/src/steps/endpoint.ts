import type { DataCaptureConfig, ProductionVariantInstanceType, Tag } from "../generated/index.ts";
import {
  EndpointConfigStep,
  type EndpointConfigStepProps,
} from "../generated/steps/endpoint-config.ts";
import { EndpointStep, type EndpointStepProps } from "../generated/steps/endpoint.ts";
import type { ModelStep } from "../generated/steps/model.ts";
import { isStep } from "../step.ts";
import type { Value } from "../value.ts";
import { defined } from "./defined.ts";

/** A model behind an endpoint. */
export interface EndpointVariant {
  /** @default `AllTraffic` */
  readonly variantName?: Value<string>;
  /** The step that creates the model, or the name of a model. */
  readonly model: ModelStep | Value<string>;
  readonly instanceType: Value<ProductionVariantInstanceType>;
  /** @default 1 */
  readonly initialInstanceCount?: Value<number>;
  /** The share of the requests, seen against the other variants. @default 1 */
  readonly initialWeight?: Value<number>;
}

/** What {@link endpointConfig} takes. */
export interface EndpointConfigProps extends Omit<EndpointConfigStepProps, "arguments"> {
  /** @default Pipelines chooses it */
  readonly endpointConfigName?: Value<string>;
  /** 1 to 10. */
  readonly variants: readonly EndpointVariant[];
  /** At most 50. */
  readonly tags?: readonly Tag[];
  /** The key that the disks are encrypted with. */
  readonly kmsKey?: Value<string>;
  /** What is kept of requests and answers. @default nothing */
  readonly dataCaptureConfig?: DataCaptureConfig;
}

/**
 * A step that creates the configuration of an endpoint: which models, on what.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 *
 * @example
 * ```ts
 * import { endpoint, endpointConfig } from "@nacre/core";
 *
 * const config = endpointConfig("Config", {
 *   variants: [{ model: "my-model", instanceType: "ml.m5.large" }],
 * });
 * const live = endpoint("Live", { config, endpointName: "my-endpoint" });
 * ```
 */
export function endpointConfig<const Name extends string>(
  name: Name,
  props: EndpointConfigProps,
): EndpointConfigStep<Name> {
  const { dependsOn, displayName, description, retryPolicies, cacheConfig } = props;
  return new EndpointConfigStep<Name>(name, {
    arguments: defined({
      EndpointConfigName: props.endpointConfigName,
      ProductionVariants: props.variants.map((variant) => ({
        VariantName: variant.variantName ?? "AllTraffic",
        ModelName: isStep(variant.model) ? variant.model.properties.ModelName : variant.model,
        InitialVariantWeight: variant.initialWeight ?? 1,
        InitialInstanceCount: variant.initialInstanceCount ?? 1,
        InstanceType: variant.instanceType,
      })),
      Tags: props.tags,
      KmsKeyId: props.kmsKey,
      DataCaptureConfig: props.dataCaptureConfig,
    }),
    ...defined({ dependsOn, displayName, description, retryPolicies, cacheConfig }),
  });
}

/** What {@link endpoint} takes. */
export interface EndpointProps extends Omit<EndpointStepProps, "arguments"> {
  /** The step that creates the configuration, or the name of one. */
  readonly config: EndpointConfigStep | Value<string>;
  /** An endpoint of this name is updated, or else made. @default Pipelines chooses it */
  readonly endpointName?: Value<string>;
  /** At most 50. */
  readonly tags?: readonly Tag[];
}

/**
 * A step that creates an endpoint, or updates the one of that name. See {@link endpointConfig}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 */
export function endpoint<const Name extends string>(
  name: Name,
  props: EndpointProps,
): EndpointStep<Name> {
  const { config, dependsOn, displayName, description, cacheConfig } = props;
  return new EndpointStep<Name>(name, {
    arguments: defined({
      EndpointName: props.endpointName,
      EndpointConfigName: isStep(config) ? config.properties.EndpointConfigName : config,
      Tags: props.tags,
    }),
    ...defined({ dependsOn, displayName, description, cacheConfig }),
  });
}
