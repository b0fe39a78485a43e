import { nearest, suggester } from "../../definition/suggest.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../json.ts";
import { deepest } from "../collector.ts";
import type { CheckedDefinition } from "../checked-definition.ts";
import { shown } from "../shown.ts";
import {
  checkExpression,
  isExpressionLike,
  isFunctionCall,
  mustBeWrittenOut,
  wrongType,
} from "./check-expression.ts";
import { checkLeaf, checkText, leafKinds, textTest } from "./check-leaf.ts";
import { chosenForm } from "./chosen-form.ts";
import { Reports } from "./reports.ts";
import {
  alternativesOf,
  shapeOf,
  type AnyOfShape,
  type LeafShape,
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
  readonly reports: Reports;
  readonly #suggesters = new Map<ObjectShape, (given: string) => string>();

  constructor(reports: Reports) {
    this.reports = reports;
  }

  /** Checks a value that is to be a list, a map or an object. */
  structure(value: JsonValue, shape: ListShape | MapShape | ObjectShape): void {
    const wanted = shape.type === "list" ? "a list" : "an object";
    if (shape.type === "list" && isJsonArray(value)) {
      if (this.reports.trail.depth <= deepest) this.#list(value, shape);
    } else if (isJsonObject(value) && isFunctionCall(value)) {
      this.#noExpression(wanted);
    } else if (shape.type !== "list" && isJsonObject(value)) {
      if (this.reports.trail.depth > deepest) return;
      if (shape.type === "map") this.#map(value, shape);
      else this.object(value, shape);
    } else {
      wrongType(value, wanted, this.reports);
    }
  }

  /** Checks a value that is to be a text, a number or the like. */
  leaf(value: JsonValue, shape: LeafShape): void {
    if (typeof value !== "object") {
      checkLeaf(value, [shape], this.reports);
    } else if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), this.reports);
    } else if (isExpressionLike(value)) {
      this.#noExpression();
    } else {
      checkLeaf(value, [shape], this.reports);
    }
  }

  #list(list: readonly JsonValue[], shape: ListShape): void {
    this.#count(list.length, shape, "items");
    const { trail } = this.reports;
    const check = checkOf(shape.of);
    for (let index = 0; index < list.length; index += 1) {
      trail.enter(index);
      check(list[index] ?? null, this);
      trail.leave();
    }
  }

  #map(map: JsonObject, shape: MapShape): void {
    const keys = Object.keys(map);
    this.#count(keys.length, shape, "entries");
    const check = checkOf(shape.of);
    const { trail } = this.reports;
    for (const key of keys) {
      const value = map[key];
      if (value === undefined) continue;
      trail.enter(key);
      if (shape.keys !== undefined) this.reports.key(key, shape.keys);
      check(value, this);
      trail.leave();
    }
  }

  /** The members of an object; public, since the definition itself is one. */
  object(object: JsonObject, shape: ObjectShape): void {
    const { members, required } = membersOf(shape);
    const { trail } = this.reports;
    let missing: Set<string> | undefined;
    let met = 0;
    for (const key in object) {
      const value = object[key];
      if (value === undefined) continue;
      const member = members.get(key);
      if (member === undefined) {
        missing ??= missingOf(object, shape);
        this.#unknown(key, shape, missing);
        continue;
      }
      if (member.isRequired) met += 1;
      trail.enter(key);
      member.check(value, this);
      trail.leave();
    }
    if (met === required) return;
    missing ??= missingOf(object, shape);
    for (const key of missing) {
      this.reports.addAt(key, "MISSING_FIELD", () => `${key} is missing.`);
    }
  }

  #unknown(key: string, shape: ObjectShape, missing: Set<string>): void {
    // A misspelt name is one fault: it is not also missing.
    const meant = nearest(key, missing);
    if (meant !== undefined) missing.delete(meant);
    const suggest = this.#suggesters.get(shape) ?? suggester(shape.members.keys());
    this.#suggesters.set(shape, suggest);
    this.reports.addAt(
      key,
      "UNKNOWN_FIELD",
      () => `There is no field ${shown(key)} here.`,
      meant === undefined ? suggest(key) : `Did you mean "${meant}"?`,
    );
  }

  /** Checks an object whose `Type` says which shape it has. */
  choice(value: JsonValue, byType: ReadonlyMap<string, string>, isStep: boolean): void {
    if (!isJsonObject(value) || isFunctionCall(value)) {
      this.structure(value, anyObject);
      return;
    }
    const type = Object.hasOwn(value, "Type") ? value["Type"] : undefined;
    const name = isStep && Object.hasOwn(value, "Name") ? value["Name"] : undefined;
    if (typeof name !== "string") {
      this.#chosen(value, type, byType);
      return;
    }
    const outer = this.reports.inStep(name);
    this.#chosen(value, type, byType);
    this.reports.inStep(outer);
  }

  #chosen(
    value: JsonObject,
    type: JsonValue | undefined,
    byType: ReadonlyMap<string, string>,
  ): void {
    const { trail } = this.reports;
    if (type === undefined) {
      // What else is wrong cannot be told without it.
      const misspelt = Object.keys(value).find((key) => nearest(key, ["Type"]) !== undefined);
      if (misspelt === undefined) {
        this.reports.addAt("Type", "MISSING_FIELD", () => "Type is missing.");
      } else {
        const message = () => `There is no field ${shown(misspelt)} here.`;
        this.reports.addAt(misspelt, "UNKNOWN_FIELD", message, 'Did you mean "Type"?');
      }
      return;
    }
    const target = typeof type === "string" ? byType.get(type) : undefined;
    if (target !== undefined) {
      checkOf(target)(value, this);
      return;
    }
    trail.enter("Type");
    this.leaf(type, { type: "string", values: [...byType.keys()] });
    trail.leave();
  }

  /** Checks a value that may have one of several shapes, of which some are those of objects. */
  anyOf(value: JsonValue, shape: AnyOfShape, objects: readonly ObjectShape[]): void {
    if (shape.expression === true && isJsonObject(value)) {
      checkExpression(value, leafKinds(shape), this.reports);
    } else if (isExpressionLike(value)) {
      this.#noExpression(objects.length > 0 ? "an object" : undefined);
    } else if (objects.length > 0 && value !== null) {
      this.structure(value, chosenForm(objects, value, this.reports));
    } else {
      checkLeaf(value, alternativesOf(shape), this.reports);
    }
  }

  #noExpression(wanted?: string): void {
    if (wanted !== undefined && this.reports.trail.path().includes(".Arguments")) {
      this.reports.add(
        "EXPRESSION_FOR_STRUCTURE",
        (name) => `${name} is an expression, where ${wanted} is expected.`,
      );
      return;
    }
    this.reports.add("EXPRESSION_NOT_ALLOWED", mustBeWrittenOut);
  }

  #count(
    count: number,
    { min, max }: { readonly min?: number; readonly max?: number },
    what: string,
  ): void {
    if (max !== undefined && count > max) {
      const most = `at most ${max} are allowed`;
      this.reports.add("TOO_MANY_ITEMS", wrongCount(`${count} ${what}`, most));
    } else if (min !== undefined && count < min) {
      const least = `at least ${min} are needed`;
      this.reports.add("TOO_FEW_ITEMS", wrongCount(`${count} ${what}`, least));
    }
  }
}

function wrongCount(given: string, allowed: string): (name: string) => string {
  return (name) => `${name} has ${given}; ${allowed}.`;
}

function isObjectShape(shape: Shape): shape is ObjectShape {
  return "members" in shape;
}

/** The required members that an object has not; a set that the caller may change. */
function missingOf(object: JsonObject, { required = [] }: ObjectShape): Set<string> {
  return new Set(
    required.filter((name) => !Object.hasOwn(object, name) || object[name] === undefined),
  );
}

/** Checks a value where the walk is; made of a shape once, since looking at shapes takes time. */
type Check = (value: JsonValue, checker: Checker) => void;

/** Codegen writes a few hundred shapes and names; none comes from a definition. */
const checks = new Map<ShapeOrName, Check>();

function checkOf(shape: ShapeOrName): Check {
  const known = checks.get(shape);
  if (known !== undefined) return known;
  const made = makeCheck(shapeOf(shape), shape === "Step");
  checks.set(shape, made);
  return made;
}

function makeCheck(shape: Shape, isStep: boolean): Check {
  if ("byType" in shape) {
    return (value, checker) => checker.choice(value, shape.byType, isStep);
  }
  if ("any" in shape) return checkOfAny(shape);
  const { type } = shape;
  if (type === undefined) return () => {};
  if (type === "list" || type === "map" || type === "object") {
    return (value, checker) => checker.structure(value, shape);
  }
  if (type !== "string") return (value, checker) => checker.leaf(value, shape);
  // Of a text of which nothing is asked there is nothing to test.
  const { values, min, max, pattern } = shape;
  if ((values ?? min ?? max ?? pattern) === undefined) {
    return (value, checker) => {
      if (typeof value !== "string") checker.leaf(value, shape);
    };
  }
  const isRight = textTest(shape);
  return (value, checker) => {
    if (typeof value !== "string") checker.leaf(value, shape);
    else if (!isRight(value)) checkText(value, shape, checker.reports);
  };
}

function checkOfAny(shape: AnyOfShape): Check {
  const shapes = alternativesOf(shape);
  const [only] = shapes;
  const objects = shapes.filter(isObjectShape);
  if (only === undefined || shapes.length > 1) {
    return (value, checker) => checker.anyOf(value, shape, objects);
  }
  const checkOnly = makeCheck(only, false);
  return (value, checker) => {
    if (typeof value === "string") checkOnly(value, checker);
    else checker.anyOf(value, shape, objects);
  };
}

/** A member of an object; shapes hold each other, so its check is made when it is asked for. */
class Member {
  readonly isRequired: boolean;
  readonly #shape: ShapeOrName;
  #check: Check | undefined;

  constructor(shape: ShapeOrName, isRequired: boolean) {
    this.#shape = shape;
    this.isRequired = isRequired;
  }

  check(value: JsonValue, checker: Checker): void {
    this.#check ??= checkOf(this.#shape);
    this.#check(value, checker);
  }
}

/** The members of an object, and how many are required. */
interface Members {
  readonly members: ReadonlyMap<string, Member>;
  readonly required: number;
}

const membersOfShapes = new WeakMap<ObjectShape, Members>();

function membersOf(shape: ObjectShape): Members {
  const known = membersOfShapes.get(shape);
  if (known !== undefined) return known;
  const required = new Set(shape.required);
  const members = new Map<string, Member>();
  for (const [name, of] of shape.members) members.set(name, new Member(of, required.has(name)));
  const made = { members, required: required.size };
  membersOfShapes.set(shape, made);
  return made;
}
