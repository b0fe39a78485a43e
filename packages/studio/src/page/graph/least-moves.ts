/**
 * Places in a row that keep its order and gaps and are, in the sum of weighted squares, as near as can
 * be to where each would rather be (isotonic regression by pooling neighbours).
 *
 * @param wanted - where each would rather be
 * @param weights - how much each counts
 * @param gaps - the least distance of each from the one before; the first is not read
 * @see https://en.wikipedia.org/wiki/Isotonic_regression
 */
export function leastMoves(
  wanted: readonly number[],
  weights: readonly number[],
  gaps: readonly number[],
): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, gap] of gaps.entries()) {
    offset += index === 0 ? 0 : gap;
    offsets.push(offset);
  }
  const pools: { mean: number; weight: number; count: number }[] = [];
  for (const [index, place] of wanted.entries()) {
    let pool = { mean: place - (offsets[index] ?? 0), weight: weights[index] ?? 1, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  const base = pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
  return base.map((place, index) => place + (offsets[index] ?? 0));
}
