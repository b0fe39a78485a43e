import { existsSync } from "node:fs";
import type { SessionInput } from "../aws/options.ts";
import { userError } from "../errors.ts";

/**
 * The same input, where a state folder means the local service. What only reads makes no such folder.
 *
 * @throws NacreError `HOME_NOT_FOUND`
 */
export function localPlace<Input extends SessionInput>(input: Input): Input {
  if (input.home === undefined) return input;
  if (!existsSync(input.home)) {
    throw userError("HOME_NOT_FOUND", `there is no state folder ${input.home}`, {
      help: "--home is the folder that nacre run or nacre serve was given, else .nacre beside the app",
    });
  }
  return { ...input, local: true };
}
