import { nearest, suggester } from "../../definition/suggest.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../json.ts";
import { deepest } from "../collector.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import { shown } from "../shown.ts";
import { checkExpression, isExpressionLike, mustBeWrittenOut } from "./check-expression.ts";
import { checkLeaf, checkText, leafKinds } from "./check-leaf.ts";
import { chosenForm } from "./chosen-form.ts";
import { Reports } from "./reports.ts";
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
  const shape = shapeOf("Definition");
  if (isJsonObject(value) && "members" in shape) new Checker(reports).object(value, shape);
  return reports;
}

const anyObject: ObjectShape = { type: "object", members: new Map() };

/** Walks along; the trail of the reports says where it is, and is made a path for faults only. */
class Checker {
  readonly #reports: Reports;
  readonly #suggesters = new WeakMap<ObjectShape, (given: string) => string>();

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  #check(value: JsonValue, shapeOrName: ShapeOrName): void {
    const shape = shapeOf(shapeOrName);
    if ("byType" in shape) {
      this.#choice(value, shape.byType, shapeOrName === "Step");
    } else if ("any" in shape) {
      this.#anyOf(value, shape);
    } else if (shape.type === "string" && typeof value === "string") {
      checkText(value, shape, this.#reports);
    } else if (shape.type === undefined) {
      return;
    } else if (shape.type === "list" || shape.type === "map" || shape.type === "object") {
      this.#structure(value, shape);
    } else if (typeof value !== "object") {
      checkLeaf(value, [shape], this.#reports);
    } else if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), this.#reports);
    } else if (isExpressionLike(value)) {
      this.#noExpression();
    } else {
      checkLeaf(value, [shape], this.#reports);
    }
  }

  #structure(value: JsonValue, shape: ListShape | MapShape | ObjectShape): void {
    const isList = shape.type === "list";
    if (isList ? isJsonArray(value) : isJsonObject(value) && !isExpressionLike(value)) {
      if (this.#reports.trail.depth > deepest) return;
      if (shape.type === "list" && isJsonArray(value)) this.#list(value, shape);
      if (shape.type === "map" && isJsonObject(value)) this.#map(value, shape);
      if (shape.type === "object" && isJsonObject(value)) this.object(value, shape);
    } else if (isExpressionLike(value)) {
      this.#noExpression(isList ? "a list" : "an object");
    } else {
      const wanted = isList ? "a list" : "an object";
      const message = (name: string): string =>
        `${name} is ${shown(value)}, but must be ${wanted}.`;
      this.#reports.add("WRONG_TYPE", message);
    }
  }

  #list(list: readonly JsonValue[], shape: ListShape): void {
    this.#count(list.length, shape, "items");
    const { trail } = this.#reports;
    const { of } = shape;
    for (let index = 0; index < list.length; index += 1) {
      trail.enter(index);
      this.#check(list[index] ?? null, of);
      trail.leave();
    }
  }

  #map(map: JsonObject, shape: MapShape): void {
    const keys = Object.keys(map);
    this.#count(keys.length, shape, "entries");
    const { trail } = this.#reports;
    for (const key of keys) {
      const value = map[key];
      if (value === undefined) continue;
      trail.enter(key);
      if (shape.keys !== undefined) this.#reports.key(key, shape.keys);
      this.#check(value, shape.of);
      trail.leave();
    }
  }

  /** The members of an object; public, since the definition itself is one. */
  object(object: JsonObject, shape: ObjectShape): void {
    const missing = missingOf(object, shape);
    const { trail } = this.#reports;
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined) continue;
      const member = shape.members.get(key);
      if (member === undefined) {
        this.#unknown(key, shape, missing);
        continue;
      }
      trail.enter(key);
      this.#check(value, member);
      trail.leave();
    }
    if (missing === undefined) return;
    for (const key of missing) {
      this.#reports.addAt(key, "MISSING_FIELD", () => `${key} is missing.`);
    }
  }

  #unknown(key: string, shape: ObjectShape, missing: Set<string> | undefined): void {
    // A misspelt name is one fault: it is not also missing.
    const meant = missing === undefined ? undefined : nearest(key, missing);
    if (meant !== undefined) missing?.delete(meant);
    const suggest = this.#suggesters.get(shape) ?? suggester(shape.members.keys());
    this.#suggesters.set(shape, suggest);
    this.#reports.addAt(
      key,
      "UNKNOWN_FIELD",
      () => `There is no field ${shown(key)} here.`,
      meant === undefined ? suggest(key) : `Did you mean "${meant}"?`,
    );
  }

  #choice(value: JsonValue, byType: ReadonlyMap<string, string>, isStep: boolean): void {
    if (!isJsonObject(value) || isExpressionLike(value)) {
      this.#structure(value, anyObject);
      return;
    }
    const type = Object.hasOwn(value, "Type") ? value["Type"] : undefined;
    const name = isStep && Object.hasOwn(value, "Name") ? value["Name"] : undefined;
    if (typeof name !== "string") {
      this.#chosen(value, type, byType);
      return;
    }
    const outer = this.#reports.inStep(name);
    this.#chosen(value, type, byType);
    this.#reports.inStep(outer);
  }

  #chosen(
    value: JsonObject,
    type: JsonValue | undefined,
    byType: ReadonlyMap<string, string>,
  ): void {
    const { trail } = this.#reports;
    if (type === undefined) {
      // What else is wrong cannot be told without it.
      const misspelt = Object.keys(value).find((key) => nearest(key, ["Type"]) !== undefined);
      if (misspelt === undefined) {
        this.#reports.addAt("Type", "MISSING_FIELD", () => "Type is missing.");
      } else {
        const message = () => `There is no field ${shown(misspelt)} here.`;
        this.#reports.addAt(misspelt, "UNKNOWN_FIELD", message, 'Did you mean "Type"?');
      }
      return;
    }
    const target = typeof type === "string" ? byType.get(type) : undefined;
    if (target !== undefined) {
      this.#check(value, target);
      return;
    }
    trail.enter("Type");
    this.#check(type, { type: "string", values: [...byType.keys()] });
    trail.leave();
  }

  #anyOf(value: JsonValue, shape: AnyOfShape): void {
    const shapes = alternativesOf(shape);
    const [only] = shapes;
    if (typeof value === "string" && shapes.length === 1 && only !== undefined) {
      this.#check(value, only);
      return;
    }
    const objects = shapes.filter(isObjectShape);
    if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), this.#reports);
    } else if (isExpressionLike(value)) {
      this.#noExpression(objects.length > 0 ? "an object" : undefined);
    } else if (objects.length > 0 && value !== null) {
      this.#structure(value, chosenForm(objects, value, this.#reports));
    } else {
      checkLeaf(value, shapes, this.#reports);
    }
  }

  #noExpression(wanted?: string): void {
    if (wanted !== undefined && this.#reports.trail.path().includes(".Arguments")) {
      this.#reports.add(
        "EXPRESSION_FOR_STRUCTURE",
        (name) => `${name} is an expression, where ${wanted} is expected.`,
      );
      return;
    }
    this.#reports.add("EXPRESSION_NOT_ALLOWED", mustBeWrittenOut);
  }

  #count(
    count: number,
    { min, max }: { readonly min?: number; readonly max?: number },
    what: string,
  ): void {
    if (max !== undefined && count > max) {
      const message = (name: string) => `${name} has ${count} ${what}; at most ${max} are allowed.`;
      this.#reports.add("TOO_MANY_ITEMS", message);
    } else if (min !== undefined && count < min) {
      const message = (name: string) => `${name} has ${count} ${what}; at least ${min} are needed.`;
      this.#reports.add("TOO_FEW_ITEMS", message);
    }
  }
}

function isObjectShape(shape: Shape): shape is ObjectShape {
  return "members" in shape;
}

/** The required members that an object has not; a set that the caller may change. */
function missingOf(object: JsonObject, { required }: ObjectShape): Set<string> | undefined {
  if (required === undefined) return undefined;
  let missing: Set<string> | undefined;
  for (const name of required) {
    if (!Object.hasOwn(object, name) || object[name] === undefined) {
      missing = (missing ?? new Set()).add(name);
    }
  }
  return missing;
}
