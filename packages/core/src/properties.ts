import { NacreError } from "./errors.ts";
import { describe, Expression, toDefinition } from "./expression.ts";
import type { JsonValue } from "./json.ts";
import type { AnyStep } from "./step.ts";

class PropertyExpression extends Expression<unknown> {
  readonly #reference: string;

  constructor(reference: string) {
    super();
    this.#reference = reference;
    const definition = { Get: reference };
    // Own values, not `this` at call time: through the proxy `this` would not have the private field.
    Object.defineProperty(this, toDefinition, { value: () => definition });
    Object.defineProperty(this, describe, { value: () => reference });
    Object.freeze(this);
  }

  override [toDefinition](): JsonValue {
    return { Get: this.#reference };
  }

  override [describe](): string {
    return this.#reference;
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
  return path(`Steps.${step.name}`, "", new Set(keyed)) as T;
}

function path(reference: string, dotted: string, keyed: ReadonlySet<string>): Expression {
  return new Proxy(new PropertyExpression(reference), {
    get(target, key) {
      if (typeof key === "symbol" || key === "toString" || key === "toJSON" || key === "valueOf") {
        return Reflect.get(target, key, target);
      }
      // A promise is recognised by `then`: awaiting a property must not call into the path.
      if (key === "then") return undefined;
      if (keyed.has(dotted)) return path(`${reference}${quoted(key, reference)}`, dotted, keyed);
      if (/^\d+$/.test(key)) return path(`${reference}[${key}]`, dotted, keyed);
      const inner = dotted === "" ? key : `${dotted}.${key}`;
      return path(`${reference}.${key}`, inner, keyed);
    },
  });
}

function quoted(key: string, reference: string): string {
  if (!key.includes("'")) return `['${key}']`;
  throw new NacreError(
    "PROPERTY_KEY_INVALID",
    `${reference} cannot be addressed by ${JSON.stringify(key)}: a name in a property path has no quote.`,
    { help: "Give the member a name without a quote." },
  );
}
