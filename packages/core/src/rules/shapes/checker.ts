import { nearest, suggester } from "../../definition/suggest.ts";
import { isJsonArray, isJsonObject, kindOf, type JsonObject, type JsonValue } from "../../json.ts";
import { deepest } from "../build-definition.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import { shown } from "../shown.ts";
import { checkExpression, isExpressionLike, mustBeWrittenOut } from "./check-expression.ts";
import { checkLeaf, leafKinds } from "./check-leaf.ts";
import type { Place } from "./faults.ts";
import { pathOf, Reports } from "./reports.ts";
import {
  alternativesOf,
  shapeOf,
  type AnyOfShape,
  type ListShape,
  type MapShape,
  type ObjectShape,
  type Shape,
  type ShapeOrName,
} from "./shape.ts";

/** Checks every field of a definition against its shape, in one walk. */
export function checkShapes({ value }: CheckedDefinition): Reports {
  const reports = new Reports();
  if (isJsonObject(value)) new Checker(reports).object(value, rootShape(), "$");
  return reports;
}

function rootShape(): ObjectShape {
  const shape = shapeOf("Definition");
  return "members" in shape ? shape : { type: "object", members: {} };
}

class Checker {
  readonly #reports: Reports;
  readonly #suggesters = new WeakMap<ObjectShape, (given: string) => string>();
  #depth = 0;

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  #check(value: JsonValue, shapeOrName: ShapeOrName, place: Place): void {
    const shape = shapeOf(shapeOrName);
    if ("byType" in shape) {
      this.#choice(value, shape.byType, place, shapeOrName === "Step");
    } else if ("any" in shape) {
      this.#anyOf(value, shape, place);
    } else if (shape.type === undefined) {
      return;
    } else if (shape.type === "list" || shape.type === "map" || shape.type === "object") {
      this.#structure(value, shape, place);
    } else if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), place, this.#reports);
    } else if (isExpressionLike(value)) {
      this.#noExpression(place);
    } else {
      checkLeaf(value, [shape], place, this.#reports);
    }
  }

  #structure(value: JsonValue, shape: ListShape | MapShape | ObjectShape, place: Place): void {
    const isList = shape.type === "list";
    if (isList ? isJsonArray(value) : isJsonObject(value) && !isExpressionLike(value)) {
      this.#depth += 1;
      if (this.#depth <= deepest) this.#inside(value, shape, place);
      this.#depth -= 1;
    } else if (isExpressionLike(value)) {
      this.#noExpression(place, isList ? "a list" : "an object");
    } else {
      this.#reports.add(
        "WRONG_TYPE",
        place,
        (name) => `${name} is ${shown(value)}, but must be ${isList ? "a list" : "an object"}.`,
      );
    }
  }

  #inside(value: JsonValue, shape: ListShape | MapShape | ObjectShape, place: Place): void {
    const path = pathOf(place);
    if (shape.type === "list" && isJsonArray(value)) this.#list(value, shape, path, place);
    if (shape.type === "map" && isJsonObject(value)) this.#map(value, shape, path, place);
    if (shape.type === "object" && isJsonObject(value)) this.object(value, shape, path);
  }

  #list(list: readonly JsonValue[], shape: ListShape, path: string, place: Place): void {
    this.#count(list.length, shape, "items", place);
    list.forEach((item, index) => this.#check(item, shape.of, { owner: path, key: index }));
  }

  #map(map: JsonObject, shape: MapShape, path: string, place: Place): void {
    const keys = Object.keys(map);
    this.#count(keys.length, shape, "entries", place);
    for (const key of keys) {
      const value = map[key];
      if (value === undefined) continue;
      const at: Place = { owner: path, key };
      if (shape.keys !== undefined) this.#reports.key(key, shape.keys, at);
      this.#check(value, shape.of, at);
    }
  }

  /** The members of an object; public, since the definition itself is one. */
  object(object: JsonObject, shape: ObjectShape, path: string): void {
    const missing = missingOf(object, shape);
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined) continue;
      if (Object.hasOwn(shape.members, key)) {
        this.#check(value, shape.members[key] ?? {}, { owner: path, key });
        continue;
      }
      // A misspelt name is one fault: it is not also missing.
      const meant = missing === undefined ? undefined : nearest(key, missing);
      if (meant !== undefined) missing?.delete(meant);
      this.#reports.add(
        "UNKNOWN_FIELD",
        { owner: path, key },
        () => `There is no field ${shown(key)} here.`,
        meant === undefined ? this.#suggest(key, shape) : `Did you mean "${meant}"?`,
      );
    }
    for (const key of missing ?? []) {
      this.#reports.add("MISSING_FIELD", { owner: path, key }, () => `${key} is missing.`);
    }
  }

  #suggest(key: string, shape: ObjectShape): string {
    const suggest = this.#suggesters.get(shape) ?? suggester(Object.keys(shape.members));
    this.#suggesters.set(shape, suggest);
    return suggest(key);
  }

  #choice(
    value: JsonValue,
    byType: Readonly<Record<string, string>>,
    place: Place,
    isStep: boolean,
  ): void {
    if (!isJsonObject(value) || isExpressionLike(value)) {
      this.#structure(value, { type: "object", members: {} }, place);
      return;
    }
    const type = Object.hasOwn(value, "Type") ? value["Type"] : undefined;
    const name = Object.hasOwn(value, "Name") ? value["Name"] : undefined;
    this.#reports.inStep(isStep && typeof name === "string" ? name : undefined, () => {
      const owner = pathOf(place);
      const at: Place = { owner, key: "Type" };
      if (type === undefined) {
        // What else is wrong cannot be told without it.
        const misspelt = Object.keys(value).find((key) => nearest(key, ["Type"]) !== undefined);
        if (misspelt === undefined) {
          this.#reports.add("MISSING_FIELD", at, () => "Type is missing.");
        } else {
          const help = 'Did you mean "Type"?';
          const message = () => `There is no field ${shown(misspelt)} here.`;
          this.#reports.add("UNKNOWN_FIELD", { owner, key: misspelt }, message, help);
        }
        return;
      }
      const target = typeof type === "string" && Object.hasOwn(byType, type) && byType[type];
      if (typeof target === "string") this.#check(value, target, place);
      else this.#check(type, { type: "string", values: Object.keys(byType) }, at);
    });
  }

  #anyOf(value: JsonValue, shape: AnyOfShape, place: Place): void {
    const shapes = alternativesOf(shape);
    const objects = shapes.filter(isObjectShape);
    if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), place, this.#reports);
      return;
    }
    if (isExpressionLike(value)) {
      this.#noExpression(place, objects.length > 0 ? "an object" : undefined);
      return;
    }
    if (objects.length > 0 && (isJsonObject(value) || kindOf(value) !== "null")) {
      this.#structure(value, this.#chosen(objects, value, place), place);
      return;
    }
    checkLeaf(value, shapes, place, this.#reports);
  }

  /** The one of several shapes that an object has; where that is none or several, what they share. */
  #chosen(shapes: readonly ObjectShape[], value: JsonValue, place: Place): ObjectShape {
    const [first = { type: "object", members: {} }, ...others] = shapes;
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
      const message = () => `Only one of ${forms.join(", ")} can be given.`;
      const second = own.flatMap((names, index) => (isBegun[index] === true ? [names] : []))[1];
      const key = second?.find((name) => Object.hasOwn(value, name)) ?? "";
      this.#reports.add("VALUE_NOT_ALLOWED", { owner: pathOf(place), key }, message);
    } else if (!Object.keys(value).some((key) => nearest(key, own.flat()) !== undefined)) {
      const message = (name: string) => `${name} needs ${forms.join(" or ")}.`;
      this.#reports.add("MISSING_FIELD", place, message);
    }
    const members = Object.assign({}, ...shapes.map((shape) => shape.members));
    return { type: "object", members, required: shared };
  }

  #noExpression(place: Place, wanted?: string): void {
    if (wanted !== undefined && pathOf(place).includes(".Arguments")) {
      this.#reports.add(
        "EXPRESSION_FOR_STRUCTURE",
        place,
        (name) => `${name} is an expression, where ${wanted} is expected.`,
      );
      return;
    }
    this.#reports.add("EXPRESSION_NOT_ALLOWED", place, mustBeWrittenOut);
  }

  #count(
    count: number,
    { min, max }: { readonly min?: number; readonly max?: number },
    what: string,
    place: Place,
  ): void {
    if (max !== undefined && count > max) {
      const message = (name: string) => `${name} has ${count} ${what}; at most ${max} are allowed.`;
      this.#reports.add("TOO_MANY_ITEMS", place, message);
    } else if (min !== undefined && count < min) {
      const message = (name: string) => `${name} has ${count} ${what}; at least ${min} are needed.`;
      this.#reports.add("TOO_FEW_ITEMS", place, message);
    }
  }
}

function isObjectShape(shape: Shape): shape is ObjectShape {
  return "members" in shape;
}

/** The required members that an object has not; a set that the caller may change. */
function missingOf(object: JsonObject, { required = [] }: ObjectShape): Set<string> | undefined {
  let missing: Set<string> | undefined;
  for (const name of required) {
    if (!Object.hasOwn(object, name) || object[name] === undefined) {
      missing = (missing ?? new Set()).add(name);
    }
  }
  return missing;
}
