/**
 * The numbers of a JSON value, such as a property file, each with its path in dots. Those of lists are data,
 * such as the points of a curve, and left out.
 *
 * @example
 * ```ts
 * import { numbersIn } from "@nacre/graph/executions";
 *
 * const numbers = numbersIn({ regression_metrics: { mse: { value: 4.9 } }, roc: [0, 0.5, 1] });
 * console.assert(String(numbers) === "regression_metrics.mse.value,4.9");
 * ```
 */
export function numbersIn(value: unknown, path = ""): [path: string, value: number][] {
  if (typeof value === "number") return Number.isFinite(value) ? [[path, value]] : [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    numbersIn(inner, path === "" ? key : `${path}.${key}`),
  );
}
