/**
 * What executions tell beside their graph: the numbers in files and logs, the critical path, how long
 * something took and where a job prints. Apart from the drawings, so that who needs only this loads no layout.
 *
 * @packageDocumentation
 */
export { CurveReader } from "./executions/curves.ts";
export type { Curve } from "./executions/curves.ts";
export { criticalPath } from "./executions/critical-path.ts";
export type { TimedStep } from "./executions/critical-path.ts";
export { logGroupOf } from "./executions/log-group.ts";
export { numbersIn } from "./executions/numbers.ts";
export { durationText } from "./status.ts";
