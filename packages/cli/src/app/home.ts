import { resolve } from "node:path";
import { findApp, folderOfApp } from "./find.ts";

/**
 * The state folder of the local service: `--home`, else `.nacre` beside the app, else `.nacre` here.
 */
export function homeOf(input: {
  readonly home: string | undefined;
  readonly app?: string | undefined;
}): string {
  if (input.home !== undefined) return resolve(input.home);
  try {
    return resolve(folderOfApp(findApp(input.app)), ".nacre");
  } catch (error) {
    if (input.app !== undefined) throw error;
    return resolve(".nacre");
  }
}
