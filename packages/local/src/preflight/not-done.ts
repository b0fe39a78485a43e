import { isJsonArray, isJsonObject, type JsonValue } from "@nacre/core";
import type { PlannedStep } from "../plan.ts";

/** What steps ask for that a local run leaves out, each with the steps that ask: sentences for the user. */
export function notDoneHere(steps: readonly PlannedStep[]): string[] {
  const asking = (asks: (step: PlannedStep) => boolean): string =>
    steps
      .filter(asks)
      .map(({ name }) => name)
      .join(", ");
  const cached = asking(({ definition: { CacheConfig } }) => isEnabled(CacheConfig));
  const retried = asking(({ definition: { RetryPolicies } }) => isFilledList(RetryPolicies));
  return [
    ...(cached === "" ? [] : [`Steps are not cached here: every run runs ${cached} again.`]),
    ...(retried === "" ? [] : [`Steps are not retried here: the first fault ends ${retried}.`]),
  ];
}

function isEnabled(config: JsonValue | undefined): boolean {
  return isJsonObject(config) && config["Enabled"] === true;
}

function isFilledList(list: JsonValue | undefined): boolean {
  return isJsonArray(list) && list.length > 0;
}
