/**
 * Runs SageMaker pipeline definitions on this machine: real processes, no account, no Docker.
 *
 * @packageDocumentation
 */
export { resume, run } from "./run.ts";
export type { ResumeOptions } from "./run.ts";
export { Engine } from "./engine/engine.ts";
export type { EngineOptions, StartCheck } from "./engine/engine.ts";
export { Database } from "./state/database.ts";
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
export { emptyConfig, readLocalConfig } from "./config/local-config.ts";
export type {
  ConfigOrigin,
  LocalConfig,
  LocalModule,
  LocalProgram,
} from "./config/local-config.ts";
export { ensurePythonEnvironment } from "./python/environment.ts";
export type { PythonEnvironment, PythonEnvironmentOptions } from "./python/environment.ts";
export { pythonFolder } from "./python/python-folder.ts";
