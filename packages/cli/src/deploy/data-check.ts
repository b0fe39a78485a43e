import { s3UsesOf } from "../policy/s3-uses.ts";
import type { AssetStore } from "./asset-store.ts";
import type { Desired } from "./desired.ts";

/** Data that the default value of a parameter names and that is not there. */
export interface MissingData {
  readonly parameter: string;
  readonly uri: string;
}

/**
 * The data that steps read by default and that is not in S3: of the parameters that the app declares as
 * data, and of those that stand where a step reads. A start may of course give other values.
 */
export async function missingData(
  store: AssetStore,
  desired: Pick<Desired, "definition" | "data">,
): Promise<MissingData[]> {
  const { definition, data } = desired;
  const read = s3UsesOf(definition).flatMap(({ access, parameter }) =>
    access === "read" && parameter !== undefined ? [parameter] : [],
  );
  const names = new Set([...Object.keys(data), ...read]);
  const wanted = (definition.Parameters ?? []).flatMap(({ Name, DefaultValue }) =>
    names.has(Name) && typeof DefaultValue === "string" && DefaultValue.startsWith("s3://")
      ? [{ parameter: Name, uri: DefaultValue }]
      : [],
  );
  const there = await Promise.all(wanted.map(({ uri }) => store.holdsAny(uri)));
  return wanted.filter((_, index) => there[index] === false);
}
