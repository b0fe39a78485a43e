import { NacreError } from "./errors.ts";
import { describe, Expression, toDefinition } from "./expression.ts";
import type { JsonValue } from "./json.ts";
import type { AnyStep } from "./step.ts";

const reference: unique symbol = Symbol("reference");

class PropertyExpression extends Expression<unknown> {
  readonly [reference]: string;

  constructor(text: string) {
    super();
    this[reference] = text;
    Object.freeze(this);
  }

  override [toDefinition](): JsonValue {
    return { Get: this[reference] };
  }

  override [describe](): string {
    return this[reference];
  }
}

/**
 * The properties of a step as paths: `stepProperties(step, keyed).A.B` is the expression
 * `{ "Get": "Steps.Name.A.B" }`. Every path is an expression; the type `T` says which ones exist.
 *
 * @param keyed - dotted paths of the members that are addressed by name: lists keyed by a name, and
 * maps. A child of such a member is written `['name']`. Elements add nothing to a dotted path: the
 * member `Tags` of the elements of `Inputs` is `Inputs.Tags`. In other lists a number is an index.
 */
export function stepProperties<T>(step: AnyStep, keyed: readonly string[]): T {
  // The one place where a path proxy becomes the interface that describes it.
  return memberPath(`Steps.${step.name}`, "", new Set(keyed)) as T;
}

/** The members of an object or the elements of a plain list. */
function memberPath(text: string, dotted: string, keyed: ReadonlySet<string>): Expression {
  return pathProxy(text, (key) => {
    if (/^\d+$/.test(key)) return memberPath(`${text}[${key}]`, dotted, keyed);
    const inner = dotted === "" ? key : `${dotted}.${key}`;
    const path = keyed.has(inner) ? namedPath : memberPath;
    return path(`${text}.${key}`, inner, keyed);
  });
}

/** The elements of a list or map that are addressed by name. */
function namedPath(text: string, dotted: string, keyed: ReadonlySet<string>): Expression {
  return pathProxy(text, (key) => memberPath(`${text}['${checkedKey(key, text)}']`, dotted, keyed));
}

function pathProxy(text: string, child: (key: string) => Expression): Expression {
  return new Proxy(new PropertyExpression(text), {
    get(target, key) {
      // What every object has: these throw, since an expression is not a string.
      if (typeof key === "symbol" || key === "toString" || key === "toJSON" || key === "valueOf") {
        return Reflect.get(target, key, target);
      }
      // A promise is recognised by `then`: awaiting a property must not call into the path.
      return key === "then" ? undefined : child(key);
    },
  });
}

function checkedKey(key: string, text: string): string {
  if (!key.includes("'")) return key;
  throw new NacreError(
    "PROPERTY_KEY_INVALID",
    `${text} cannot be addressed by ${JSON.stringify(key)}: a name in a property path has no quote.`,
    { help: "Give the member a name without a quote." },
  );
}
