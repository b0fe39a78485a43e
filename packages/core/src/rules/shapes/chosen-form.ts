import { nearest } from "../../definition/suggest.ts";
import { isJsonObject, type JsonValue } from "../../json.ts";
import type { Reports } from "./reports.ts";
import type { ObjectShape } from "./shape.ts";

const nothing: ObjectShape = { type: "object", members: new Map() };

/** The one of several shapes that an object has; where that is none or several, what they share. */
export function chosenForm(
  shapes: readonly ObjectShape[],
  value: JsonValue,
  reports: Reports,
): ObjectShape {
  const [first = nothing, ...others] = shapes;
  if (others.length === 0 || !isJsonObject(value)) return first;
  const shared = (first.required ?? []).filter((name) =>
    others.every(({ required }) => required?.includes(name)),
  );
  const own = shapes.map(({ required = [] }) => required.filter((one) => !shared.includes(one)));
  const isBegun = own.map((names) => names.some((name) => Object.hasOwn(value, name)));
  const begun = shapes.filter((_, index) => isBegun[index]);
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return only;
  const forms = own.map((names) => names.join(" and "));
  if (begun.length > 1) {
    const second = own.flatMap((names, index) => (isBegun[index] === true ? [names] : []))[1];
    const key = second?.find((name) => Object.hasOwn(value, name)) ?? "";
    const message = () => `Only one of ${forms.join(", ")} can be given.`;
    reports.addAt(key, "VALUE_NOT_ALLOWED", message);
  } else if (!Object.keys(value).some((key) => nearest(key, own.flat()) !== undefined)) {
    reports.add("MISSING_FIELD", (name) => `${name} needs ${forms.join(" or ")}.`);
  }
  const members = new Map(shapes.flatMap((shape) => [...shape.members]));
  return { type: "object", members, required: shared };
}
