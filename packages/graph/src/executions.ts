/**
 * What executions tell beside their graph: the series of numbers in logs, the critical path and how long
 * something took. Apart from the drawings, so that who needs only this loads no layout.
 *
 * @packageDocumentation
 */
export { CurveReader } from "./executions/curves.ts";
export type { Curve } from "./executions/curves.ts";
export { criticalPath } from "./executions/critical-path.ts";
export type { TimedStep } from "./executions/critical-path.ts";
export { durationText } from "./status.ts";
