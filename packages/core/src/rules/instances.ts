import { nearest } from "../definition/suggest.ts";
import { tryParseReference } from "../definition/reference.ts";
import { ProcessingInstanceType } from "../generated/shapes/shared-enums/processing-instance-type.ts";
import { ProductionVariantInstanceType } from "../generated/shapes/shared-enums/production-variant-instance-type.ts";
import { TrainingInstanceType } from "../generated/shapes/shared-enums/training-instance-type.ts";
import { TransformInstanceType } from "../generated/shapes/shared-enums/transform-instance-type.ts";
import type { JsonValue } from "../json.ts";
import type { CheckedParameter, CheckedStep } from "./checked-definition.ts";
import { InStep, none } from "./found.ts";
import type { Rule } from "./rule.ts";
import { example, processing } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { once } from "./support/once.ts";
import { at, functionOf, objectsIn, textOf, type Placed } from "./support/values.ts";

const api = "https://docs.aws.amazon.com/sagemaker/latest/APIReference";
const pricing = "https://aws.amazon.com/sagemaker/pricing/";

/** `ml.`, a family and a size that AWS gives to some instance type. */
const form =
  /^ml\.[a-z][a-z\d-]*\.(?:nano|micro|small|medium|large|xlarge|\d{1,3}xlarge|metal[a-z\d-]*)$/;

let sets: Readonly<Record<string, ReadonlySet<string>>> | undefined;

/** The instance types of the API, by what they are for. */
function known(): Readonly<Record<string, ReadonlySet<string>>> {
  sets ??= {
    processing: new Set(Object.values(ProcessingInstanceType)),
    training: new Set(Object.values(TrainingInstanceType)),
    transform: new Set(Object.values(TransformInstanceType)),
    hosting: new Set(Object.values(ProductionVariantInstanceType)),
  };
  return sets;
}

/** Rules on instance types. */
export const instanceRules: readonly Rule[] = [
  {
    id: "INSTANCE_TYPE_INVALID",
    severity: "error",
    reason: "Instance types of SageMaker look like ml.m5.xlarge: ml, a family and a size.",
    source: pricing,
    fix: "Give an instance type such as ml.m5.xlarge.",
    get passing() {
      return onInstance("ml.m5.xlarge");
    },
    get failing() {
      return onInstance("m5.xlarge");
    },
    check(definition, report) {
      for (const { step, thing } of instancesIn(definition)) {
        const { value, path } = thing;
        if (form.test(value) || value === "local" || value === "local_gpu") continue;
        report({
          message: `${shown(value)} is no instance type; they look like ml.m5.xlarge.`,
          path,
          step: step.name,
          ...helpFor(value),
        });
      }
    },
  },
  {
    id: "INSTANCE_TYPE_UNKNOWN",
    severity: "warning",
    reason:
      "An instance type that SageMaker does not offer for the job makes the step fail at its start.",
    source: `${api}/API_ProcessingClusterConfig.html`,
    doubt: "The API model of botocore 1.44.5 lists the types; AWS adds some several times a year.",
    fix: "Choose an instance type that is offered for this kind of job.",
    get passing() {
      return onInstance("ml.m5.xlarge");
    },
    get failing() {
      return onInstance("ml.m5.3xlarge");
    },
    check(definition, report) {
      for (const { step, thing } of instancesIn(definition)) {
        const { value, path, purpose } = thing;
        if (!form.test(value) || known()[purpose]?.has(value) === true) continue;
        const others = Object.keys(known()).filter((other) => known()[other]?.has(value) === true);
        report({
          message:
            others.length === 0
              ? `There is no instance type ${shown(value)}, as far as known.`
              : `The instance type ${shown(value)} is for ${others.join(", ")}, not for ${purpose}, as far as known.`,
          path,
          step: step.name,
          ...helpFor(value, purpose),
        });
      }
    },
  },
  {
    id: "INSTANCE_LOCAL",
    severity: "error",
    reason:
      "The instance types local and local_gpu are for the SDK's local mode; SageMaker has none such.",
    source: "https://sagemaker.readthedocs.io/en/stable/overview.html",
    fix: "Give an instance type such as ml.m5.xlarge.",
    get passing() {
      return onInstance("ml.m5.xlarge");
    },
    get failing() {
      return onInstance("local");
    },
    check(definition, report) {
      for (const { step, thing } of instancesIn(definition)) {
        const { value, path } = thing;
        if (value !== "local" && value !== "local_gpu") continue;
        report({
          message: `The instance type ${shown(value)} works in the local mode of AWS's SDK only.`,
          path,
          step: step.name,
        });
      }
    },
  },
];

interface Instance extends Placed<string> {
  readonly purpose: string;
}

/** Instance types that are given as text, or by the default and enum values of a parameter. */
const instancesIn = once((definition): readonly InStep<Instance>[] => {
  const found: InStep<Instance>[] = [];
  for (const step of definition.steps) {
    for (const field of fieldsOf(step)) {
      const { value, purpose } = field;
      if (isText(field)) {
        found.push(new InStep(step, field));
        continue;
      }
      const text = functionOf(value) === "Get" ? textOf(at(value, "Get")) : undefined;
      const reference = text === undefined ? undefined : tryParseReference(text);
      if (reference?.kind !== "parameter") continue;
      const parameter = definition.parameterNamed(reference.name);
      if (parameter?.type !== "String") continue;
      for (const given of valuesOf(parameter)) found.push(new InStep(step, { purpose, ...given }));
    }
  }
  return found;
});

/** The texts that a parameter may have, as far as it says. */
function valuesOf({ defaultValue, enumValues = [], path }: CheckedParameter): Placed<string>[] {
  const values: Placed<string>[] = [];
  if (typeof defaultValue === "string" && !enumValues.includes(defaultValue)) {
    values.push({ value: defaultValue, path: `${path}.DefaultValue` });
  }
  for (const [index, value] of enumValues.entries()) {
    if (typeof value === "string") values.push({ value, path: `${path}.EnumValues[${index}]` });
  }
  return values;
}

interface Field extends Placed {
  readonly purpose: string;
}

function isText(field: Field): field is Field & Instance {
  return typeof field.value === "string";
}

function fieldsOf({ type, path, arguments: args }: CheckedStep): readonly Field[] {
  const where = `${path}.Arguments`;
  switch (type) {
    case "Processing":
    case "ClarifyCheck":
    case "QualityCheck":
      return fields(
        at(args, "ProcessingResources", "ClusterConfig"),
        `${where}.ProcessingResources.ClusterConfig`,
        "processing",
      );
    case "Training":
      return trainingFields(args["ResourceConfig"], `${where}.ResourceConfig`);
    case "Transform":
      return fields(args["TransformResources"], `${where}.TransformResources`, "transform");
    case "Tuning":
      return tuningFields(args, where);
    case "EndpointConfig":
      return objectsIn(args["ProductionVariants"], `${where}.ProductionVariants`).flatMap((one) =>
        fields(one.value, one.path, "hosting"),
      );
    default:
      return none;
  }
}

function tuningFields(args: JsonValue, where: string): readonly Field[] {
  const definitions = [
    {
      value: at(args, "TrainingJobDefinition"),
      path: `${where}.TrainingJobDefinition`,
    },
    ...objectsIn(at(args, "TrainingJobDefinitions"), `${where}.TrainingJobDefinitions`),
  ];
  return definitions.flatMap(({ value, path }) => {
    const name = "HyperParameterTuningResourceConfig";
    const configs = objectsIn(
      at(value, name, "InstanceConfigs"),
      `${path}.${name}.InstanceConfigs`,
    );
    return [
      ...trainingFields(at(value, "ResourceConfig"), `${path}.ResourceConfig`),
      ...fields(at(value, name), `${path}.${name}`, "training"),
      ...configs.flatMap((one) => fields(one.value, one.path, "training")),
    ];
  });
}

function trainingFields(config: JsonValue | undefined, path: string): readonly Field[] {
  const own = fields(config, path, "training");
  const groups = objectsIn(at(config, "InstanceGroups"), `${path}.InstanceGroups`);
  if (groups.length === 0) return own;
  return [...own, ...groups.flatMap((one) => fields(one.value, one.path, "training"))];
}

function fields(owner: JsonValue | undefined, path: string, purpose: string): readonly Field[] {
  const value = at(owner, "InstanceType");
  return value === undefined ? none : [{ value, path: `${path}.InstanceType`, purpose }];
}

function helpFor(value: string, purpose?: string): { readonly help?: string } {
  if (value.length > 40) return {};
  const types =
    purpose === undefined
      ? new Set(Object.values(known()).flatMap((set) => [...set]))
      : (known()[purpose] ?? new Set<string>());
  const near = types.has(`ml.${value}`) ? `ml.${value}` : nearest(value, types);
  return near === undefined ? {} : { help: `Did you mean "${near}"?` };
}

function onInstance(type: string): string {
  const cluster = { InstanceCount: 1, InstanceType: type, VolumeSizeInGB: 30 };
  return example([processing("Clean", { ProcessingResources: { ClusterConfig: cluster } })]);
}
