/**
 * Runs SageMaker pipeline definitions on this machine: real processes, no account, no Docker.
 *
 * @packageDocumentation
 */
export { resume, run } from "./run.ts";
export type { ResumeOptions } from "./run.ts";
export { Engine } from "./engine/engine.ts";
export type { EngineOptions, StartCheck } from "./engine/engine.ts";
export { interruptedExecutions } from "./engine/interrupted.ts";
export type { InterruptedExecution } from "./engine/interrupted.ts";
export { Database, hasState } from "./state/database.ts";
export { openLocalService } from "./service/local-service.ts";
export type { LocalService, LocalServiceOptions } from "./service/local-service.ts";
export { HomeReader } from "./home/home-reader.ts";
export type {
  HomeExecution,
  HomeExecutionListing,
  HomeExecutions,
} from "./home/home-executions.ts";
export type { HomeAttempt, HomeStep, HomeStepDetail, HomeStepOutcome } from "./home/home-step.ts";
export type { HomeChanges, HomeListener } from "./home/home-changes.ts";
export type { ObjectReader, OpenObject } from "./home/object-files.ts";
export { ServiceFault } from "./service/fault.ts";
export type {
  ConditionOutcome,
  ConditionResult,
  Execution,
  ExecutionStatus,
  ModelPackageReference,
  PutContent,
  PutFile,
  PutObject,
  RunEvent,
  RunOptions,
  StepExecution,
  StepOutput,
  StepStatus,
} from "./execution.ts";
export { executionDirectory } from "./engine/live-execution.ts";
export { executionObjects, openObjects } from "./objects/open-objects.ts";
export type { ObjectsOptions, ObjectStoreKind } from "./objects/open-objects.ts";
export type { FoundObject, Objects } from "./objects/objects.ts";
export { createService } from "./service/service.ts";
export type { Caller, Service, ServiceOptions } from "./service/service.ts";
export { createLogsService } from "./service/logs/logs-service.ts";
export { serveHttp } from "./service/http.ts";
export type {
  AnsweredRequest,
  ClientTimeouts,
  Mount,
  ServeOptions,
  ServiceServer,
} from "./service/http.ts";
export { inProcessRequestHandler } from "./service/request-handler.ts";
export type { InProcessRequestHandler } from "./service/request-handler.ts";
export { explainDefinition, explainExecution } from "./cache/explain-steps.ts";
export type { ExplainOptions, StepExplanation } from "./cache/explain-steps.ts";
export { explanationText } from "./cache/explain.ts";
export type { CacheExplanation, CacheSource } from "./cache/explain.ts";
export type { Difference } from "./cache/difference.ts";
export { emptyConfig, readLocalConfig } from "./config/local-config.ts";
export type {
  ConfigOrigin,
  LocalConfig,
  LocalModule,
  LocalProgram,
} from "./config/local-config.ts";
export type { JobRuntime } from "./jobs/images.ts";
export { ensurePythonEnvironment, lookForPython } from "./python/environment.ts";
export { findInterpreter } from "./python/interpreter.ts";
export type { Interpreter } from "./python/interpreter.ts";
export type { PythonEnvironment, PythonEnvironmentOptions } from "./python/environment.ts";
export { pythonFolder } from "./python/python-folder.ts";
