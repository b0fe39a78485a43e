import { type Box, LINE_HEIGHT, type Layout, edgeText, layOut } from "./layout.ts";
import type { Drawing, DrawnStep } from "./model.ts";

interface Colors {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly step: string;
  readonly condition: string;
  readonly fail: string;
  readonly branch: string;
}

const light: Colors = {
  paper: "#ffffff",
  ink: "#1b2330",
  soft: "#5b6675",
  line: "#4a6fa5",
  step: "#eef3fb",
  condition: "#fff4d6",
  fail: "#fde7e7",
  branch: "#f7f8fa",
};

const dark: Colors = {
  paper: "#12161d",
  ink: "#e6eaf0",
  soft: "#9aa6b5",
  line: "#7fa6e0",
  step: "#1d2735",
  condition: "#3a3016",
  fail: "#43201f",
  branch: "#181d26",
};

// Colours are written out, not as CSS variables, which some SVG renderers do not know.
const style = `
text { font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-anchor: middle; }
.soft { font-size: 12px; }
.name { font-weight: 600; }
.side rect { stroke-dasharray: 2 3; }
.edge path { fill: none; stroke-width: 1.4; }
.order path { stroke-dasharray: 6 4; }
${rules(light)}
@media (prefers-color-scheme: dark) {
${rules(dark)}
}
`;

function rules(colors: Colors): string {
  return `.paper, .label { fill: ${colors.paper}; }
text { fill: ${colors.ink}; }
.soft { fill: ${colors.soft}; }
.step rect { fill: ${colors.step}; stroke: ${colors.line}; }
.condition rect { fill: ${colors.condition}; }
.fail rect { fill: ${colors.fail}; }
.side rect { fill: ${colors.branch}; stroke: ${colors.soft}; }
.edge path { stroke: ${colors.line}; }
.order path { stroke: ${colors.soft}; }
#arrow path { fill: ${colors.line}; }`;
}

/** The graph as an SVG document: light or dark as the reader's screen, and told to screen readers. */
export function drawSvg(drawing: Drawing): string {
  const layout = layOut(drawing);
  const size = `${pixels(layout.width)} ${pixels(layout.height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${pixels(layout.width)}" height="${pixels(layout.height)}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(drawing.title)}</title>`,
    `<desc id="desc">${escape(describe(drawing))}</desc>`,
    `<style>${style}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z"/></marker></defs>',
    '<rect class="paper" width="100%" height="100%"/>',
    ...branchGroups(layout),
    ...edgeGroups(layout),
    ...stepGroups(layout),
    "</svg>",
    "",
  ].join("\n");
}

function branchGroups(layout: Layout): string[] {
  return layout.branches.map(({ branch, box }) => {
    const title = escape(`${branch.condition}: ${branch.when}`);
    return `<g class="side"><title>${title}</title>${rectangle(box, 10)}</g>`;
  });
}

function stepGroups(layout: Layout): string[] {
  return layout.steps.map(({ step, lines, box }) => {
    const top = box.y - ((lines.length - 1) * LINE_HEIGHT) / 2;
    const text = lines.map((line, i) => {
      const weight = i === 0 ? "name" : "soft";
      const y = pixels(top + i * LINE_HEIGHT + 4.5);
      return `<text class="${weight}" x="${pixels(box.x)}" y="${y}">${escape(line)}</text>`;
    });
    const radius = step.type === "Fail" ? box.height / 2 : 6;
    return `<g class="${stepClass(step)}"><title>${escape(stepTitle(step))}</title>${rectangle(box, radius)}${text.join("")}</g>`;
  });
}

function edgeGroups(layout: Layout): string[] {
  return layout.edges.map(({ edge, points, label }) => {
    const d = points
      .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${pixels(x)} ${pixels(y)}`)
      .join("");
    const text = edgeText(edge);
    const labelled = text && label ? labelAt(text, label) : "";
    return `<g class="edge ${edge.kind}"><path d="${d}" marker-end="url(#arrow)"/>${labelled}</g>`;
  });
}

function labelAt(text: string, { x, y }: { x: number; y: number }): string {
  const width = text.length * 7 + 6;
  const back = `<rect class="label" x="${pixels(x - width / 2)}" y="${pixels(y - 9)}" width="${width}" height="18"/>`;
  return `${back}<text class="soft" x="${pixels(x)}" y="${pixels(y + 4)}">${escape(text)}</text>`;
}

function rectangle({ x, y, width, height }: Box, radius: number): string {
  return `<rect x="${pixels(x - width / 2)}" y="${pixels(y - height / 2)}" width="${pixels(width)}" height="${pixels(height)}" rx="${pixels(radius)}"/>`;
}

function stepClass({ type }: DrawnStep): string {
  if (type === "Condition") return "step condition";
  return type === "Fail" ? "step fail" : "step";
}

function stepTitle({ name, type, question }: DrawnStep): string {
  return `${name} (${type})${question ? `: ${question}` : ""}`;
}

/** The whole graph in sentences, for those who hear it. */
function describe({ steps, edges }: Drawing): string {
  const sentences = steps.map((step) => {
    const from = edges.filter(({ to }) => to === step.name).map((edge) => edge.from);
    const branch = step.branch ? `, ${step.branch.when} branch of ${step.branch.condition}` : "";
    return `${stepTitle(step)}${branch}${from.length > 0 ? `, after ${from.join(", ")}` : ""}.`;
  });
  return [`A pipeline of ${steps.length} steps.`, ...sentences].join(" ");
}

/** A number of pixels, with at most one digit after the point. */
function pixels(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as XML takes it; characters that XML does not allow at all become U+FFFD. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
