/**
 * The page of nacre and its server: pipelines and executions of SageMaker, on this machine or in AWS.
 *
 * @packageDocumentation
 */
export { createStudio } from "./server/http/studio.ts";
export type { Studio, StudioOptions } from "./server/http/studio.ts";
export type { HubOptions } from "./server/events/event-hub.ts";
export { sageMakerSource } from "./server/sagemaker/sagemaker-source.ts";
export type {
  AwsCall,
  LogsOperation,
  SageMakerOperation,
  StudioClients,
} from "./server/sagemaker/clients.ts";
export type { ExecutionRef, ObjectRef, Source } from "./server/source.ts";
