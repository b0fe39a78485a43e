import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  diffDefinitions,
  type DefinitionDiff,
  isNumberText,
  type JsonValue,
  readDefinition,
} from "../../src/index.ts";

const text = readFileSync(join(import.meta.dirname, "../fixtures/abalone-definition.json"), "utf8");
const abalone = readDefinition(text);

/** Abalone with texts replaced, each of which must be there. */
function edited(...edits: readonly (readonly [from: string | RegExp, to: string])[]) {
  return readDefinition(
    edits.reduce(
      (json, [from, to]) => {
        const changed = json.replaceAll(from, to);
        if (changed === json) throw new Error(`${String(from)} is not in the definition`);
        return changed;
      },
      JSON.stringify(JSON.parse(text)),
    ),
  );
}

function shown(value: JsonValue | undefined): string | undefined {
  return isNumberText(value) ? value.text : JSON.stringify(value);
}

/** An attribute in a line. */
const attribute = (
  owner: string,
  { kind, path, before, after, ...effects }: DefinitionDiff["definition"][number],
): string =>
  [
    `${owner}${kind} ${path}: ${shown(before)} -> ${shown(after)}`,
    ...(effects.caching ? ["caching"] : []),
    ...effects.permissions,
  ].join(" | ");

/** A diff in a line for each change, as a reader would tell it. */
function told({ definition, parameters, steps, caching, permissions }: DefinitionDiff): string[] {
  return [
    ...definition.map((change) => attribute("definition ", change)),
    ...parameters.flatMap(({ kind, name, attributes }) =>
      attributes.length === 0
        ? [`${kind} parameter ${name}`]
        : attributes.map((change) => attribute(`${name} `, change)),
    ),
    ...steps.flatMap(({ kind, name, previousName, attributes, branch }) => [
      ...(kind === "changed"
        ? []
        : [`${kind} step ${previousName ? `${previousName} -> ` : ""}${name}`]),
      ...(branch
        ? [`${name} moved: ${JSON.stringify(branch.before)} -> ${JSON.stringify(branch.after)}`]
        : []),
      ...attributes.map((change) => attribute(`${name} `, change)),
    ]),
    ...caching.map(
      ({ step, effect, because }) => `cache of ${step}: ${effect}: ${because.join(", ")}`,
    ),
    ...permissions.map(
      ({ kind, about, value, steps: by }) => `${kind} need ${about} ${value}: ${by.join(", ")}`,
    ),
  ];
}

const cache = '"CacheConfig":{"Enabled":true,"ExpireAfter":"P30D"},';
/** Caching on for the first three steps. */
const cached = [
  ['"Name":"AbaloneProcess",', `"Name":"AbaloneProcess",${cache}`],
  ['"Name":"AbaloneTrain",', `"Name":"AbaloneTrain",${cache}`],
  ['"Name":"AbaloneEval",', `"Name":"AbaloneEval",${cache}`],
] as const;

const hash = /AbaloneProcess-[0-9a-f]{32}/g;

const cases: readonly (readonly [
  title: string,
  before: ReturnType<typeof readDefinition>,
  after: ReturnType<typeof readDefinition>,
  wanted: readonly string[],
])[] = [
  ["nothing", abalone, edited(['"DefaultValue":6', '"DefaultValue":6.0']), []],
  [
    "a parameter's default",
    abalone,
    edited(['"DefaultValue":6', '"DefaultValue":7']),
    ["MseThreshold changed DefaultValue: 6.0 -> 7"],
  ],
  [
    "a new parameter and one that is gone",
    abalone,
    edited(
      ['{"Name":"BatchData"', '{"Name":"Batch"'],
      ["Parameters.BatchData", "Parameters.Batch"],
    ),
    [
      "added parameter Batch",
      "removed parameter BatchData",
      'AbaloneTransform changed Arguments.TransformInput.DataSource.S3DataSource.S3Uri: {"Get":"Parameters.BatchData"} -> {"Get":"Parameters.Batch"}',
    ],
  ],
  [
    "a hyperparameter of a step that is not cached",
    abalone,
    edited(['"num_round":"50"', '"num_round":"60"']),
    ['AbaloneTrain changed Arguments.HyperParameters.num_round: "50" -> "60"'],
  ],
  [
    "a hyperparameter: the step runs again, and so does the one that reads its model",
    edited(...cached),
    edited(...cached, ['"num_round":"50"', '"num_round":"60"']),
    [
      'AbaloneTrain changed Arguments.HyperParameters.num_round: "50" -> "60" | caching',
      "cache of AbaloneTrain: rerun: Arguments.HyperParameters.num_round",
      "cache of AbaloneEval: rerun: Steps.AbaloneTrain.ModelArtifacts.S3ModelArtifacts",
    ],
  ],
  [
    "what does not count for the cache: the disk",
    edited(...cached),
    edited(...cached, [
      '"VolumeSizeInGB":30,"InstanceCount":1',
      '"VolumeSizeInGB":40,"InstanceCount":1',
    ]),
    ["AbaloneTrain changed Arguments.ResourceConfig.VolumeSizeInGB: 30 -> 40"],
  ],
  [
    "a default that a cached step reads",
    edited(...cached),
    edited(...cached, ["abalone/abalone-dataset.csv", "abalone/new.csv"]),
    [
      expect.stringMatching(/^InputData changed DefaultValue: .* \| caching$/) as string,
      "cache of AbaloneProcess: rerun: Parameters.InputData.DefaultValue",
    ],
  ],
  [
    "caching turned on, and off",
    edited(cached[0]),
    edited(cached[1]),
    [
      'AbaloneProcess removed CacheConfig: {"Enabled":true,"ExpireAfter":"P30D"} -> undefined | caching',
      'AbaloneTrain added CacheConfig: undefined -> {"Enabled":true,"ExpireAfter":"P30D"} | caching',
      "cache of AbaloneProcess: turned off: CacheConfig",
      "cache of AbaloneTrain: turned on: CacheConfig",
    ],
  ],
  [
    "how long an outcome may be taken",
    edited(cached[0]),
    edited(cached[0], ["P30D", "P1D"]),
    [
      'AbaloneProcess changed CacheConfig.ExpireAfter: "P30D" -> "P1D" | caching',
      "cache of AbaloneProcess: expiry: CacheConfig.ExpireAfter",
    ],
  ],
  [
    "an image of another account",
    abalone,
    edited([
      "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit",
      "111122223333.dkr.ecr.us-east-1.amazonaws.com/scikit",
    ]),
    [
      expect.stringMatching(
        /^AbaloneProcess changed Arguments.AppSpecification.ImageUri: .* \| image$/,
      ) as string,
      "added need image 111122223333.dkr.ecr.us-east-1.amazonaws.com/scikit-learn: AbaloneProcess",
      "removed need image 683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn: AbaloneProcess",
    ],
  ],
  [
    "another tag of the same image, which needs nothing new",
    abalone,
    edited(["scikit-learn:0.23-1-cpu-py3", "scikit-learn:1.2-1-cpu-py3"]),
    [
      expect.stringMatching(
        /^AbaloneProcess changed Arguments.AppSpecification.ImageUri: [^|]*$/,
      ) as string,
    ],
  ],
  [
    "a threshold in a condition",
    abalone,
    edited(['"RightValue":{"Get":"Parameters.MseThreshold"}', '"RightValue":5']),
    [
      'AbaloneMSECond changed Arguments.Conditions[0].RightValue: {"Get":"Parameters.MseThreshold"} -> 5',
    ],
  ],
  [
    "a step under another name, which others follow",
    abalone,
    edited(['"AbaloneTrain"', '"Fit"'], ["Steps.AbaloneTrain.", "Steps.Fit."]),
    ["renamed step AbaloneTrain -> Fit"],
  ],
  [
    "a renamed step whose cache may or may not be found",
    edited(...cached),
    edited(...cached, ['"AbaloneTrain"', '"Fit"'], ["Steps.AbaloneTrain.", "Steps.Fit."]),
    ["renamed step AbaloneTrain -> Fit", "cache of Fit: unsure: renamed from AbaloneTrain"],
  ],
  [
    "a step moved to the other branch",
    abalone,
    readDefinition(
      JSON.stringify(JSON.parse(text), (_, value) => {
        if (value?.IfSteps === undefined) return value;
        const [first, ...rest] = value.IfSteps;
        return { ...value, IfSteps: rest, ElseSteps: [...value.ElseSteps, first] };
      }),
    ),
    [
      'AbaloneRegisterModel-RegisterModel moved: {"condition":"AbaloneMSECond","when":"if"} -> {"condition":"AbaloneMSECond","when":"else"}',
    ],
  ],
  [
    "a tag and an input, found by their names",
    edited([
      '"Name":"AbaloneTrain","Type":"Training","Arguments":{',
      '"Name":"AbaloneTrain","Type":"Training","Arguments":{"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}],',
    ]),
    edited([
      '"Name":"AbaloneTrain","Type":"Training","Arguments":{',
      '"Name":"AbaloneTrain","Type":"Training","Arguments":{"Tags":[{"Key":"c","Value":"3"},{"Key":"b","Value":"1"}],',
    ]),
    [
      `AbaloneTrain added Arguments.Tags['c']: undefined -> {"Key":"c","Value":"3"}`,
      `AbaloneTrain changed Arguments.Tags['b'].Value: "2" -> "1"`,
      `AbaloneTrain removed Arguments.Tags['a']: {"Key":"a","Value":"1"} -> undefined`,
    ],
  ],
  [
    "the experiment",
    abalone,
    edited(['"TrialName":{"Get":"Execution.PipelineExecutionId"}', '"TrialName":"one"']),
    [
      'definition changed PipelineExperimentConfig.TrialName: {"Get":"Execution.PipelineExecutionId"} -> "one"',
    ],
  ],
];

const lambda = (list: string) =>
  readDefinition(
    `{"Version":"2020-12-01","Steps":[{"Name":"Call","Type":"Lambda","FunctionArn":"f","Arguments":{"Subnets":${list}}}]}`,
  );

describe("diffDefinitions", () => {
  it.each(cases)("%s", (_, before, after, wanted) => {
    const diff = diffDefinitions(before, after);
    expect(told(diff)).toEqual(wanted);
    expect(diff.isEmpty).toBe(wanted.length === 0);
  });

  it("sees that an edited script reaches the steps that read the outputs under its hash", () => {
    const { caching, permissions } = diffDefinitions(
      edited(...cached),
      edited(...cached, [hash, `AbaloneProcess-${"0".repeat(32)}`]),
    );
    expect(caching.map(({ step, because }) => [step, because[0]])).toEqual([
      ["AbaloneProcess", "Arguments.ProcessingInputs['code'].S3Input.S3Uri"],
      [
        "AbaloneTrain",
        "Steps.AbaloneProcess.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri",
      ],
      ["AbaloneEval", expect.any(String)],
    ]);
    expect(permissions).toEqual([]);
  });

  it("keeps the order of lists in the user's own data", () => {
    expect(diffDefinitions(lambda('["a","b"]'), lambda('["b","a"]')).isEmpty).toBe(false);
  });
});
