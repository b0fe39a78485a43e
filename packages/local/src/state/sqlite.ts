import type * as Sqlite from "node:sqlite";

/**
 * SQLite as Node has it. Loading it makes some versions of Node print that it is experimental, which
 * tells the users of nacre nothing: that one warning is dropped, all others are printed.
 */
export const { DatabaseSync } = loadQuietly();

function loadQuietly(): typeof Sqlite {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
    const isExpected = String(warning).includes("SQLite is an experimental feature");
    // Whatever was given is given on; the overloads of emitWarning cannot say that.
    if (!isExpected) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
