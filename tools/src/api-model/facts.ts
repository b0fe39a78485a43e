/** A shape of an API: what the model says of it, without its documentation. */
interface Facts {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** An operation: its shapes and the errors it declares. */
interface OperationFacts {
  readonly input: string;
  readonly output?: string;
  readonly errors: readonly string[];
}

interface Reference {
  readonly shape: string;
}

interface ModelShape extends Omit<Facts, "members" | "member" | "key" | "value"> {
  readonly members?: Readonly<Record<string, Reference>>;
  readonly member?: Reference;
  readonly key?: Reference;
  readonly value?: Reference;
}

/** A model of botocore. */
export interface Model {
  readonly metadata: { readonly targetPrefix: string };
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly input: Reference;
        readonly output?: Reference;
        readonly errors?: readonly Reference[];
      }
    >
  >;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** What is kept of a model. */
export interface ModelFacts {
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, OperationFacts>>;
  readonly shapes: Readonly<Record<string, Facts>>;
}

/** The facts of some operations and of every shape that can be reached from them. */
export function factsOf(
  model: Model,
  names: readonly string[],
  keptMembers: Readonly<Record<string, readonly string[]>>,
): ModelFacts {
  const shapes = new Map<string, Facts>();
  const visit = (name: string): void => {
    if (shapes.has(name)) return;
    const shape = model.shapes[name];
    if (shape === undefined) throw new Error(`The API model has no shape named ${name}.`);
    const facts = shapeFacts(shape, keptMembers[name]);
    shapes.set(name, facts);
    const next = [facts.member, facts.key, facts.value, ...Object.values(facts.members ?? {})];
    for (const reached of next) if (reached !== undefined) visit(reached);
  };
  const operations = names.map((name): [string, OperationFacts] => {
    const operation = model.operations[name];
    if (operation === undefined) throw new Error(`The API model has no operation named ${name}.`);
    const { input, output, errors = [] } = operation;
    visit(input.shape);
    if (output !== undefined) visit(output.shape);
    return [
      name,
      {
        input: input.shape,
        ...(output !== undefined && { output: output.shape }),
        errors: errors.map(({ shape }) => shape),
      },
    ];
  });
  return {
    targetPrefix: model.metadata.targetPrefix,
    operations: Object.fromEntries(operations),
    shapes: Object.fromEntries([...shapes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function shapeFacts(shape: ModelShape, kept: readonly string[] | undefined): Facts {
  const { type, required, members, member, key, value, min, max, pattern } = shape;
  return {
    type,
    ...(required !== undefined && required.length > 0 && { required }),
    ...(members !== undefined && {
      members: Object.fromEntries(
        Object.entries(members)
          .filter(([name]) => kept?.includes(name) ?? true)
          .map(([name, reference]) => [name, reference.shape]),
      ),
    }),
    ...(member !== undefined && { member: member.shape }),
    ...(key !== undefined && { key: key.shape }),
    ...(value !== undefined && { value: value.shape }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(pattern !== undefined && { pattern }),
    ...(shape.enum !== undefined && { enum: shape.enum }),
  };
}
