import type { Explained, KnownDifference } from "./accepted.ts";
import type { Difference } from "./compare.ts";
import type { SdkDifference } from "./sdk-drift.ts";

/** Places named for one reason before the rest is only counted. */
const namedPlaces = 4;

/** What a maintainer reads of a comparison of schemas. */
export function schemaReport({ known, unknown, outOfDate }: Explained): string {
  const byReason = Map.groupBy(known, ({ reason, source }) => `${reason}\n  ${source}`);
  const parts = [
    ...[...byReason].map(([reason, of]) => [reason, ...lines(of)].join("\n")),
    ...(unknown.length === 0
      ? []
      : [
          [
            "WITHOUT A REASON. Take it over into our schema, or say why not: with `departure` where",
            "ours differs, in data/accepted-drift.json for what only the given one has.",
            ...unknown.map((one) => `  ${line(one)}`),
          ].join("\n"),
        ]),
    ...(outOfDate.length === 0
      ? []
      : [
          [
            "OUT OF DATE. The two no longer differ here: remove the reason, and what it was for.",
            ...outOfDate.map(({ place, reason }) => `  ${place}: ${reason}`),
          ].join("\n"),
        ]),
    `${known.length} differences with a reason, ${unknown.length} without; ` +
      `${outOfDate.length} reasons out of date.`,
  ];
  return parts.join("\n\n");
}

/** What a maintainer reads of a comparison of two versions of the SDK. */
export function sdkReport(
  differences: readonly SdkDifference[],
  notes: readonly string[],
  [pinned, newer]: readonly [pinned: string, newer: string],
): string {
  const byPlace = Map.groupBy(differences, ({ change, place }) => `${change.padEnd(8)}${place}`);
  return [
    ...[...byPlace].map(([place, of]) => `${place}: ${of.map(({ what }) => what).join(", ")}`),
    ...notes.map((note) => `OUT OF DATE. ${note}`),
    `${differences.length} differences between ${pinned} and ${newer} in what our schema uses; ` +
      `${notes.length} notes out of date.`,
  ].join("\n");
}

function lines(differences: readonly KnownDifference[]): string[] {
  const alike = Map.groupBy(differences, (one) => `${where[one.in]}: ${one.what}`);
  return [...alike].map(([what, of]) => {
    const places = of.slice(0, namedPlaces).map(({ place }) => place);
    const rest = of.length - places.length;
    return `  ${what} of ${places.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
  });
}

function line(difference: Difference): string {
  const { place, what } = difference;
  const values =
    difference.in === "both"
      ? `: ${JSON.stringify(difference.ours)} in ours, ${JSON.stringify(difference.theirs)} in the given one`
      : "";
  return `${where[difference.in]}: ${what} of ${place}${values}`;
}

const where: Readonly<Record<Difference["in"], string>> = {
  ours: "only in ours",
  theirs: "only in the given one",
  both: "not alike",
};
