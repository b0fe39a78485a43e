import { resolve } from "node:path";
import { textSetting } from "./config.ts";
import { findApp, folderOfApp } from "./find.ts";

/**
 * The state folder of the local service: `--home`, else `home` of the configuration, else `.nacre`
 * beside the app, else `.nacre` here.
 */
export function homeOf(input: {
  readonly home: string | undefined;
  readonly app?: string | undefined;
}): string {
  if (input.home !== undefined) return resolve(input.home);
  const configured = textSetting("home");
  if (configured !== undefined) return resolve(configured.folder, configured.value);
  try {
    return resolve(folderOfApp(findApp(input.app)), ".nacre");
  } catch (error) {
    if (input.app !== undefined) throw error;
    return resolve(".nacre");
  }
}
