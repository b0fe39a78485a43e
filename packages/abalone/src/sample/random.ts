/**
 * A source of numbers that look random and are the same on every machine: only integer operations and
 * exact divisions, no function whose last digit depends on the engine.
 */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  uniform(): number;
  /** A number with mean 0 and standard deviation 1, between -6 and 6, nearly normally distributed. */
  normal(): number;
}

/** Numbers that depend on the seed alone; its lowest 32 bits count. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // A Weyl sequence whose members are mixed by multiplications and shifts ("mulberry32").
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  // Twelve uniform numbers have a variance of twelve twelfths.
  const normal = (): number => {
    let sum = -6;
    for (let index = 0; index < 12; index += 1) sum += uniform();
    return sum;
  };
  return { uniform, normal };
}
