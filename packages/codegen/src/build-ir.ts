import { CodegenError } from "./errors.ts";
import type { Ir, IrEnum, IrMember, IrRole, IrShape, IrStep, IrType } from "./ir.ts";
import { nodeLimits, type TypeContext } from "./build-context.ts";
import { apiShape, schemaType } from "./build-types.ts";
import type { ApiFacts } from "./limits.ts";
import { byCodeUnit, reserved } from "./names.ts";
import type { AdjustedSchema, SchemaNode, StepNode } from "./schema-node.ts";
import type { Sdk } from "./sdk.ts";

/** Fourth phase: the schema with the API's shapes put in for `apiShape`. */
export function buildIr(schema: AdjustedSchema, sdk: Sdk, facts: ApiFacts): Ir {
  const shapes = new Map<string, IrShape>();
  const enums = new Map<string, IrEnum>();
  const begun = new Map<string, string>();
  /** Whether a name is new; a second origin with the same name is a fault of the schema. */
  const begin = (name: string, origin: string): boolean => {
    const other = begun.get(name) ?? (reserved.has(name) ? "a type of @nacre/core" : undefined);
    if (other !== undefined && other !== origin) throw twice(name, other, origin);
    begun.set(name, origin);
    return other === undefined;
  };
  const context: TypeContext = {
    schema,
    sdk,
    facts,
    // A shape may hold itself: it has begun before it is made.
    shape: (name, origin, make) => {
      if (begin(name, origin)) shapes.set(name, make());
    },
    enum: (value, origin) => {
      if (begin(value.name, origin)) enums.set(value.name, value);
    },
  };
  const steps = schema.steps.map((step) => buildStep(step, context));
  return { steps, shapes: sorted(shapes), enums: sorted(enums) };
}

function buildStep(step: StepNode, context: TypeContext): IrStep {
  const { className, type, description, see } = step;
  return {
    className,
    type,
    description,
    see,
    members: step.members.map((member): IrMember => {
      const isArguments = member.name === "Arguments";
      const role: IrRole = isArguments ? "arguments" : "envelope";
      return {
        name: member.name,
        type: memberType(member.node, role, className + member.name, context),
        required: member.required,
        limits: nodeLimits(member.node, context.schema),
        description: member.description,
        default: member.default,
      };
    }),
    properties: propertiesShape(step, context),
    names: step.names.map(({ name, givenAt, address, repeatedAt, items }) => ({
      name,
      items,
      givenAt: givenAt.split("."),
      address: address.map((path) => path.split(".")),
      repeatedAt: repeatedAt.map((path) => path.split(".")),
    })),
  };
}

/** Arguments that follow a request get a name of their own: they are this step's. */
function memberType(node: SchemaNode, role: IrRole, name: string, context: TypeContext): IrType {
  if (role !== "arguments" || node.kind !== "api") return schemaType(node, role, name, context);
  apiShape(node, role, name, context);
  return { kind: "shape", name };
}

function propertiesShape(step: StepNode, context: TypeContext): string | undefined {
  const { properties, className } = step;
  if (properties === undefined) return undefined;
  const name = `${className}Properties`;
  if (properties.kind === "api") {
    apiShape(properties, "properties", name, context);
    return name;
  }
  const type = schemaType(properties, "properties", name, context);
  if (type.kind === "shape") return type.name;
  throw new CodegenError(
    "SCHEMA_STEP_PROPERTIES",
    `definitions/${className}/stepProperties is not an object with members.`,
    "Name an API shape, or write the members out.",
  );
}

function twice(name: string, one: string, other: string): CodegenError {
  return new CodegenError(
    "NAME_TWICE",
    `Two different things would be named ${name}: ${one} and ${other}.`,
    "Rename a definition, or give the object written out within another a title of its own.",
  );
}

function sorted<V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  return new Map([...map].toSorted(([a], [b]) => byCodeUnit(a, b)));
}
