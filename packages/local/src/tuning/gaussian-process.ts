/** What a Gaussian process expects somewhere. */
interface Prediction {
  /** The value. */
  readonly mean: number;
  /** How unsure it is: the standard deviation. */
  readonly deviation: number;
}

/** A Gaussian process over some results. */
export interface Process {
  /** What it expects at a point. */
  predict(point: readonly number[]): Prediction;
}

/** Over how much of a range results resemble one another; the one that explains the results best is used. */
const lengthScales = [0.1, 0.2, 0.4, 0.8, 1.6];
/** The share of the results' variance that is noise. */
const noise = 1e-3;

/**
 * Fits a Gaussian process (Matérn 5/2 kernel, one length for all axes, chosen by its likelihood) to
 * results.
 *
 * @param points - where they are, each axis from 0 to 1; at least one
 * @param values - what they are
 */
export function fitProcess(
  points: readonly (readonly number[])[],
  values: readonly number[],
): Process {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance =
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length || 1;
  const scale = Math.sqrt(variance);
  const targets = values.map((value) => (value - middle) / scale);
  const fits = lengthScales.map((length) => fitWith(points, targets, length));
  const best = fits.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
  return {
    predict(point) {
      const near = points.map((other) => kernel(point, other, best.length));
      const mean = dot(near, best.weights);
      const solved = solveLower(best.factor, near);
      const left = Math.max(1 - dot(solved, solved), 0);
      return { mean: middle + scale * mean, deviation: scale * Math.sqrt(left) };
    },
  };
}

interface Fit {
  readonly length: number;
  readonly factor: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly likelihood: number;
}

function fitWith(
  points: readonly (readonly number[])[],
  targets: readonly number[],
  length: number,
): Fit {
  const covariance = points.map((a, row) =>
    points.map((b, column) => kernel(a, b, length) + (row === column ? noise : 0)),
  );
  const factor = cholesky(covariance);
  const half = solveLower(factor, targets);
  const weights = solveUpper(factor, half);
  const logDeterminant = factor.reduce((sum, row, index) => sum + Math.log(row[index] ?? 1), 0);
  return { length, factor, weights, likelihood: -dot(half, half) / 2 - logDeterminant };
}

function kernel(a: readonly number[], b: readonly number[], length: number): number {
  const squared = a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
  const distance = Math.sqrt(5 * squared) / length;
  return (1 + distance + distance ** 2 / 3) * Math.exp(-distance);
}

/** The lower triangle L with L·Lᵀ = matrix, which is symmetric and positive. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const current: number[] = [];
    for (let column = 0; column <= row; column += 1) {
      const other = column === row ? current : (lower[column] ?? []);
      let rest = values[column] ?? 0;
      for (let k = 0; k < column; k += 1) rest -= (current[k] ?? 0) * (other[k] ?? 0);
      // Rounding may bring what is left a hair below 0.
      current.push(column === row ? Math.sqrt(Math.max(rest, 1e-12)) : rest / (other[column] ?? 1));
    }
    lower.push(current);
  }
  return lower;
}

function solveLower(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solved: number[] = [];
  for (const [row, values] of lower.entries()) {
    let rest = right[row] ?? 0;
    for (const [column, known] of solved.entries()) rest -= (values[column] ?? 0) * known;
    solved.push(rest / (values[row] ?? 1));
  }
  return solved;
}

function solveUpper(lower: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solved = right.map(() => 0);
  for (let row = lower.length - 1; row >= 0; row -= 1) {
    let rest = right[row] ?? 0;
    for (let below = row + 1; below < lower.length; below += 1) {
      rest -= (lower[below]?.[row] ?? 0) * (solved[below] ?? 0);
    }
    solved[row] = rest / (lower[row]?.[row] ?? 1);
  }
  return solved;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
