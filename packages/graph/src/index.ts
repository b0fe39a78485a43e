/**
 * Draws SageMaker pipelines, their executions and the difference of two of them: a model, where
 * everything lies, and the formats. Pure: nothing of Node or of a browser is needed.
 *
 * @packageDocumentation
 */
export { drawingOf, withRuns } from "./model.ts";
export type {
  Drawing,
  DrawnChange,
  DrawnEdge,
  DrawnParameter,
  DrawnStep,
  StepMark,
  StepRun,
} from "./model.ts";
export type { Branch } from "./branch.ts";
export { drawingOfDifference } from "./difference.ts";
export { edgeText, layOut } from "./layout.ts";
export type { EdgePlace, Layout, LayoutOptions, Size, StepPlace } from "./layout.ts";
export type { Box, Point } from "./layout/routes.ts";
export type { Chip, Line } from "./node-text.ts";
export { textWidth } from "./text-width.ts";
export { durationText, signOf, toneOf } from "./status.ts";
export type { Tone } from "./status.ts";
export { palettes, svgStyle } from "./colors.ts";
export type { Palette, Theme } from "./colors.ts";
export { drawSvg, edgePath, edgeTitle, stepTone } from "./svg.ts";
export type { SvgOptions } from "./svg.ts";
export { describeDrawing, stepTitle } from "./describe.ts";
export { escapeXml } from "./xml.ts";
export { drawMermaid } from "./mermaid.ts";
export { drawDot } from "./dot.ts";
export { drawText } from "./text.ts";
