import type { Primitive } from "../condition.ts";
import { checkParameter } from "../definition/check-parameters.ts";
import type { ParameterDefinition } from "../definition/types.ts";
import { NacreError, throwProblems } from "../errors.ts";
import { describe, Expression, toDefinition } from "../expression.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { announceMade } from "../made.ts";
import { NumberText, pythonFloatText } from "../number-text.ts";

/** The types that a pipeline parameter can have. */
export type ParameterType = "String" | "Integer" | "Float" | "Boolean";

/**
 * A pipeline parameter: a value that whoever starts the pipeline may give. Made by
 * {@link stringParameter}, {@link integerParameter}, {@link floatParameter} and
 * {@link booleanParameter}; listed in the `parameters` of the pipeline.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html
 */
export class Parameter<
  Name extends string = string,
  out T extends Primitive = Primitive,
> extends Expression<T> {
  readonly name: Name;
  readonly type: ParameterType;
  /** The parameter as the definition declares it. */
  readonly definition: ParameterDefinition;

  /** Use one of the functions named above, which know the type of the default. */
  constructor(
    name: Name,
    type: ParameterType,
    defaultValue?: JsonValue,
    enumValues?: readonly string[],
    description?: string,
  ) {
    super();
    if (!/^[A-Za-z0-9\-_]{1,256}$/.test(name)) {
      throw new NacreError(
        "PARAMETER_NAME_INVALID",
        `A parameter cannot be named ${JSON.stringify(name)}: ` +
          "a parameter name has 1 to 256 letters, digits, hyphens and underscores.",
        { help: "Choose a name of such characters." },
      );
    }
    this.name = name;
    this.type = type;
    this.definition = Object.freeze({
      Name: name,
      Type: type,
      ...(description === undefined ? {} : { Description: description }),
      ...(defaultValue === undefined ? {} : { DefaultValue: defaultValue }),
      ...(enumValues === undefined ? {} : { EnumValues: Object.freeze([...enumValues]) }),
    });
    throwProblems(checkParameter(this.definition, `Parameters.${name}`));
    Object.freeze(this);
    announceMade("parameter", name);
  }

  override [toDefinition](): JsonObject {
    return { Get: `Parameters.${this.name}` };
  }

  override [describe](): string {
    return `Parameters.${this.name}`;
  }
}

/** What a parameter that has a default has besides: a start need not give it. */
export interface HasDefault {
  readonly definition: ParameterDefinition & { readonly DefaultValue: JsonValue };
}

/** A parameter, and whether it has a default: `Default` is the type of it, or never. */
export type ParameterWith<Name extends string, T extends Primitive, Default> = [Default] extends [
  never,
]
  ? Parameter<Name, T>
  : Parameter<Name, T> & HasDefault;

/** What a string parameter may be given. */
export interface StringParameterOptions<V extends string, Default extends V = V> {
  /** The value when none is given at the start. Without it, a value must be given. */
  readonly defaultValue?: Default;
  /** The only values allowed. At most 16. */
  readonly enumValues?: readonly V[];
  /** What the parameter is for. At most 4096 characters. */
  readonly description?: string;
}

/** What a parameter of another type may be given. */
export interface ParameterOptions<T> {
  /** The value when none is given at the start. Without it, a value must be given. */
  readonly defaultValue?: T;
  /** What the parameter is for. At most 4096 characters. */
  readonly description?: string;
}

/**
 * A parameter that holds text.
 *
 * @throws NacreError `PARAMETER_NAME_INVALID`, `DEFAULT_WRONG_TYPE`, `PARAMETER_ENUM_WRONG_TYPE` or
 * `DEFAULT_NOT_IN_ENUM`.
 *
 * @example
 * ```ts
 * import { stringParameter } from "@nacre/core";
 *
 * const approval = stringParameter("ModelApprovalStatus", {
 *   defaultValue: "PendingManualApproval",
 *   enumValues: ["PendingManualApproval", "Approved", "Rejected"],
 * });
 * ```
 */
export function stringParameter<
  const Name extends string,
  const V extends string = string,
  Default extends NoInfer<V> = never,
>(name: Name, options: StringParameterOptions<V, Default> = {}): ParameterWith<Name, V, Default> {
  const { defaultValue, enumValues, description } = options;
  return withDefault<Name, V, Default>(
    new Parameter(name, "String", defaultValue, enumValues, description),
  );
}

/**
 * A parameter that holds a whole number.
 *
 * @throws NacreError `PARAMETER_NAME_INVALID`, or `DEFAULT_WRONG_TYPE` for a default with a fraction.
 *
 * @example
 * ```ts
 * import { integerParameter } from "@nacre/core";
 *
 * const instanceCount = integerParameter("ProcessingInstanceCount", { defaultValue: 1 });
 * ```
 */
export function integerParameter<const Name extends string, Default extends number = never>(
  name: Name,
  options: ParameterOptions<Default> = {},
): ParameterWith<Name, number, Default> {
  const { defaultValue, description } = options;
  return withDefault<Name, number, Default>(
    new Parameter(name, "Integer", defaultValue, undefined, description),
  );
}

/**
 * A parameter that holds a number. The default prints as AWS's own SDK prints it: 6 as `6.0`.
 *
 * @throws NacreError `PARAMETER_NAME_INVALID`, or `DEFAULT_WRONG_TYPE` for NaN and infinity.
 *
 * @example
 * ```ts
 * import { floatParameter } from "@nacre/core";
 *
 * const threshold = floatParameter("MseThreshold", { defaultValue: 6 });
 * ```
 */
export function floatParameter<const Name extends string, Default extends number = never>(
  name: Name,
  options: ParameterOptions<Default> = {},
): ParameterWith<Name, number, Default> {
  const { defaultValue, description } = options;
  const written =
    typeof defaultValue === "number" && Number.isFinite(defaultValue)
      ? floatJson(defaultValue)
      : defaultValue;
  return withDefault<Name, number, Default>(
    new Parameter(name, "Float", written, undefined, description),
  );
}

/**
 * A parameter that is true or false.
 *
 * @throws NacreError `PARAMETER_NAME_INVALID` or `DEFAULT_WRONG_TYPE`.
 *
 * @example
 * ```ts
 * import { booleanParameter } from "@nacre/core";
 *
 * const useSpot = booleanParameter("UseSpot", { defaultValue: false });
 * ```
 */
export function booleanParameter<const Name extends string, Default extends boolean = never>(
  name: Name,
  options: ParameterOptions<Default> = {},
): ParameterWith<Name, boolean, Default> {
  const { defaultValue, description } = options;
  return withDefault<Name, boolean, Default>(
    new Parameter(name, "Boolean", defaultValue, undefined, description),
  );
}

/** A parameter with what the types of its options say of it. */
function withDefault<Name extends string, T extends Primitive, Default>(
  parameter: Parameter<Name>,
): ParameterWith<Name, T, Default> {
  // It was made of these very options; that a default is there follows from no type.
  return parameter as ParameterWith<Name, T, Default>;
}

/** A number that is written with a fraction even where it is whole. Made by {@link float}. */
export class FloatLiteral extends Expression<number> {
  readonly #number: number;

  constructor(number: number) {
    super();
    this.#number = number;
    Object.freeze(this);
  }

  override [toDefinition](): JsonValue {
    return floatJson(this.#number);
  }

  override [describe](): string {
    return `float(${this.#number})`;
  }
}

/**
 * A number that is written with a fraction even where it is whole, as Python writes a float: 6 as
 * `6.0`. Wanted only where a definition must be the very same text as one from AWS's own SDK.
 *
 * @throws NacreError `NUMBER_NOT_FINITE` for NaN and infinity.
 *
 * @example
 * ```ts
 * import { float, floatParameter, lessThan } from "@nacre/core";
 *
 * const condition = lessThan(floatParameter("Score"), float(6));
 * ```
 */
export function float(value: number): FloatLiteral {
  if (!Number.isFinite(value)) {
    throw new NacreError("NUMBER_NOT_FINITE", `float() takes a finite number, not ${value}.`, {
      help: "JSON has no such number.",
    });
  }
  return new FloatLiteral(value);
}

function floatJson(value: number): number | NumberText {
  const text = pythonFloatText(value);
  return String(value) === text ? value : new NumberText(text, value);
}
