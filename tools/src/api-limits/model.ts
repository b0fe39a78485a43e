/** Limits of a value, as packages/codegen/data/api-limits.json has them. */
interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly integer?: true;
  readonly items?: Limits;
  readonly keys?: Limits;
}

/** A shape of botocore's model of an API. */
interface ModelShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

/** The shapes of an API by name. */
export type ModelShapes = Readonly<Record<string, ModelShape>>;

/** Limits by shape and member. */
export type LimitsOfShapes = Readonly<Record<string, Readonly<Record<string, Limits>>>>;

/** The limits of every structure that can be reached from some shapes; those without are left out. */
export function limitsOf(shapes: ModelShapes, roots: readonly string[]): LimitsOfShapes {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const shape = find(shapes, name);
    const next = [shape.member, shape.value, ...Object.values(shape.members ?? {})];
    for (const reference of next) if (reference !== undefined) visit(reference.shape);
  };
  for (const root of roots) visit(root);
  const entries = [...reached].toSorted(byCodeUnit).map((name) => {
    const members = Object.entries(find(shapes, name).members ?? {})
      .map(([member, { shape }]): [string, Limits] => [member, limits(shapes, shape)])
      .filter(([, own]) => Object.keys(own).length > 0);
    return [name, Object.fromEntries(members)] as const;
  });
  return Object.fromEntries(entries.filter(([, members]) => Object.keys(members).length > 0));
}

function limits(shapes: ModelShapes, name: string): Limits {
  const { type, min, max, pattern, member, key, value } = find(shapes, name);
  if (type === "structure") return {};
  const items = nested(shapes, member ?? value);
  const keys = nested(shapes, key);
  return {
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...((type === "integer" || type === "long") && { integer: true as const }),
    ...(keys !== undefined && { keys }),
    ...(items !== undefined && { items }),
  };
}

function nested(shapes: ModelShapes, reference: { readonly shape: string } | undefined) {
  const own = reference === undefined ? {} : limits(shapes, reference.shape);
  return Object.keys(own).length === 0 ? undefined : own;
}

function find(shapes: ModelShapes, name: string): ModelShape {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`The API model has no shape named ${name}.`);
  return shape;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
