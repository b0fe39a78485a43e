/** Definitions as nobody should write them, and as somebody will. */
export const odd: Readonly<Record<string, string>> = {
  "names that are no names of constants": pipeline([
    ...[
      "class",
      "2nd-step",
      "my-step",
      "my_step",
      "MyStep",
      "join",
      "await",
      "Role",
      "ABC_Def",
    ].map((name) => fail(name, name)),
    {
      Name: "A1-b2-EMRStep",
      Type: "Lambda",
      Arguments: {},
      FunctionArn: "f",
      OutputParameters: [],
    },
  ]),

  "parameters called like steps, words and functions": pipeline(
    [fail("Stage", { Get: "Parameters.Stage" }), fail("equals", { Get: "Parameters.delete" })],
    [
      { Name: "Stage", Type: "String" },
      { Name: "delete", Type: "String", DefaultValue: "x" },
      { Name: "stage", Type: "Integer", DefaultValue: 1 },
      { Name: "1-2_3", Type: "Float", DefaultValue: 0.5 },
    ],
  ),

  "text that could end a string, a template or a comment": pipeline([
    fail("Quotes", `"double" and 'single' and \`back\` \\ \${x}`),
    fail("Doubles", 'only "double" "ones"'),
    fail("Unseen", "a\nb\rc\td\u0000e\u2028f\u2029g\ufeffh\u202ei\u00a0j\ud800k é 😀 */ // x"),
    fail("Template", join("", "`${a}` \\ \n", { Get: "Execution.PipelineName" }, "\u2028")),
    lambda("Keys", {
      "": 1,
      'a"b': 1,
      "a'b": 2,
      "a\nimport 'x'; //": { "Std:Join": { On: "\n", Values: [null] } },
      日本: 3,
    }),
  ]),

  "numbers whose text matters": `{
    "Version": "2020-12-01",
    "Metadata": {},
    "Parameters": [
      { "Name": "Big", "Type": "Integer", "DefaultValue": 12345678901234567890 },
      { "Name": "Whole", "Type": "Float", "DefaultValue": 6 },
      { "Name": "Exact", "Type": "Float", "DefaultValue": 1E-7 },
      { "Name": "Python", "Type": "Float", "DefaultValue": 1e-07 }
    ],
    "PipelineExperimentConfig": null,
    "Steps": [
      { "Name": "L", "Type": "Lambda", "Arguments": {
          "numbers": [1.0, 1e22, 1e+22, 1E5, -0, -0.0, 0.10, 9007199254740993, 1e400, 100000000000000000000000, -5, 2.50],
          "join": { "Std:Join": { "On": "", "Values": ["a", 2.0, { "Get": "Parameters.Big" }, 9007199254740993] } }
        }, "FunctionArn": "f", "OutputParameters": [] },
      { "Name": "C", "Type": "Condition", "Arguments": { "Conditions": [
          { "Type": "LessThan", "LeftValue": { "Get": "Parameters.Whole" }, "RightValue": 6.0 },
          { "Type": "Equals", "LeftValue": 1e5, "RightValue": { "Get": "Parameters.Exact" } }
        ], "IfSteps": [], "ElseSteps": [] } }
    ]
  }`,

  "keys that JavaScript treats in its own way": `{
    "Version": "2020-12-01",
    "Metadata": {},
    "Parameters": [],
    "PipelineExperimentConfig": null,
    "Steps": [
      { "Name": "L", "Type": "Lambda", "Arguments": {
          "__proto__": { "toString": 1 }, "constructor": { "a": [] }, "then": 2,
          "ordered": { "10": 1, "9": 2, "x": 3, "1": { "2": 1, "1": 2 } },
          "inOrder": { "1": 1, "2": 2 }
        }, "FunctionArn": "f", "OutputParameters": [] }
    ]
  }`,

  "deep nesting and long lists": pipeline([
    lambda("Deep", { deep: nested(60), numbers: Array.from({ length: 60 }, (_, i) => i * 97) }),
    lambda("Wide", {
      matrix: [
        [1, 2],
        [3, 4],
      ],
      empty: [[], {}, [[]], { a: {} }],
      words: Array(40).fill("word"),
    }),
  ]),

  "steps listed back to front": pipeline([
    lambda(
      "Last",
      { of: { Get: "Steps.Middle.OutputParameters['a b']" } },
      { DependsOn: ["First"] },
    ),
    lambda(
      "Middle",
      { of: { Get: "Steps.First.OutputParameters['x']" } },
      {
        OutputParameters: [{ OutputName: "a b", OutputType: "Integer" }],
      },
    ),
    lambda("First", {}, { OutputParameters: [{ OutputName: "x", OutputType: "Boolean" }] }),
  ]),

  "a branch that refers to its own condition": pipeline([
    condition("Outer", [equals(1, 1)], {
      IfSteps: [
        lambda("Inside", { outcome: { Get: "Steps.Outer.Outcome" } }, { DependsOn: ["Outer"] }),
        condition("Inner", [equals({ Get: "Steps.Outer.Outcome" }, true)], {
          ElseSteps: [fail("Stop", "inner")],
        }),
      ],
    }),
    lambda("After", { outcome: { Get: "Steps.Inner.Outcome" } }, { DependsOn: ["Stop2", "Outer"] }),
    lambda("Stop2", {}),
  ]),

  "a step type that is not known": pipeline(
    [
      {
        Name: "New",
        Type: "QuantumJob",
        Arguments: {
          Qubits: { Get: "Parameters.Qubits" },
          Of: { Get: "Steps.Other.Any[3]['k'].Thing" },
        },
        DependsOn: ["Known"],
        Extra: { Image: join("/", "a", { Get: "Steps.Known.OutputParameters['x']" }) },
      },
      { Name: "Other", Type: "QuantumJob", Arguments: {}, DependsOn: [] },
      lambda("Known", {}, { OutputParameters: [{ OutputName: "x", OutputType: "String" }] }),
      lambda("Reader", { of: { Get: "Steps.New.Result.Value" } }),
    ],
    [{ Name: "Qubits", Type: "Integer", DefaultValue: 2 }],
  ),

  "arguments that the API does not have": pipeline(
    [
      processing("P", {
        ProcessingResources: {
          ClusterConfig: {
            InstanceType: "ml.not-yet.huge",
            InstanceCount: "2",
            VolumeSizeInGB: { Get: "Parameters.Text" },
            Shape: "Ring",
          },
        },
        ProcessingInputs: null,
        Environment: { COUNT: 1, NUMBER: { Get: "Parameters.Number" }, it: "y" },
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: "a-b",
              Unknown: { x: { Get: "Parameters.Text" } },
              S3Output: { S3Uri: "s3://bucket-one/x", LocalPath: "/x", S3UploadMode: "Sometimes" },
            },
          ],
        },
      }),
      processing("Empty", {}),
      lambda("Reader", {
        known: { Get: "Steps.P.ProcessingOutputConfig.Outputs['a-b'].S3Output.S3Uri" },
        quoted: { Get: 'Steps.P.ProcessingOutputConfig.Outputs["a-b"].S3Output.S3Uri' },
        position: { Get: "Steps.P.ProcessingOutputConfig.Outputs[0].S3Output.S3Uri" },
        variable: { Get: "Steps.P.Environment['it']" },
        unknown: { Get: "Steps.P.Nope.Nope" },
        whole: { Get: "Steps.P.ProcessingOutputConfig" },
        own: { Get: "Steps.P.toString" },
        none: { Get: "Steps.Empty.Environment['X']" },
      }),
      {
        Name: "Train",
        Type: "Training",
        Arguments: {
          HyperParameters: { depth: { Get: "Parameters.Number" } },
          InputDataConfig: "none",
        },
      },
    ],
    [
      { Name: "Text", Type: "String" },
      { Name: "Number", Type: "Integer" },
    ],
  ),

  "steps without what they must have": pipeline([
    { Name: "Bare", Type: "Lambda", Arguments: {}, OutputParameters: [] },
    { Name: "Barer", Type: "Callback", Arguments: {} },
    { ...processing("P", { ProcessingOutputConfig: { Outputs: [{ AppManaged: false }] } }) },
    {
      ...processing("Q", { ProcessingOutputConfig: { Outputs: [{ OutputName: null }] } }),
      PropertyFiles: [],
    },
    lambda("Reader", {
      a: { Get: "Steps.P.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri" },
      b: { Get: "Steps.Q.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri" },
    }),
  ]),

  "conditions that core does not write": pipeline([
    condition("C", [
      { Type: "Weird", X: { Get: "Execution.PipelineName" } },
      { Type: "Or", Conditions: [] },
      { Type: "Or", Conditions: [equals(1, null), { Type: "Not", Condition: equals(1, 2) }] },
      { Type: "Not", Condition: { Type: "Or", Conditions: [{ Type: "Weird" }] } },
      { Type: "In", QueryValue: "a", Values: [] },
      { Type: "NotIn", QueryValue: { Get: "Execution.PipelineName" }, Values: ["a", null] },
      { Type: "LessThan", LeftValue: "1", RightValue: { Get: "Execution.PipelineName" } },
      { Type: "Equals", RightValue: 1, LeftValue: 2 },
    ]),
    {
      Name: "Bare",
      Type: "Condition",
      Arguments: { Conditions: [equals(1, 1)], ElseSteps: [], IfSteps: [] },
    },
    { Name: "Barer", Type: "Condition", Arguments: { Conditions: [] } },
  ]),

  "functions of other forms": pipeline([
    lambda("L", {
      empty: join(""),
      one: join("", "x"),
      only: join("", { Get: "Execution.PipelineName" }),
      texts: join("", "a", "b", { Get: "Execution.PipelineName" }),
      blank: join("", "", { Get: "Execution.PipelineName" }),
      nested: join("", "a", join("", "b", { Get: "Execution.PipelineName" }), true, 1),
      swapped: { "Std:Join": { Values: ["a"], On: "" } },
      more: { "Std:Join": { On: "", Values: ["a"], Extra: 1 } },
      json: { "Std:JsonGet": { S3Uri: "s3://b/x.json", Path: "a[0]['b c']" } },
      noPath: { "Std:JsonGet": { S3Uri: { Get: "Execution.PipelineName" }, Path: "" } },
      noFile: { "Std:JsonGet": { PropertyFile: "x", Path: "y" } },
      both: { Get: "Execution.PipelineName", Std: 1 },
      notText: { Get: 5 },
    }),
  ]),

  "only what a definition must have": '{ "Steps": [], "Version": "2020-12-01" }',

  "other members around the steps": JSON.stringify({
    Version: "2019-01-01",
    Steps: [fail("F", { Get: "Parameters.A" })],
    Metadata: { a: { b: [1, { Get: "Parameters.A" }] } },
    Parameters: [
      { Name: "A", Type: "String", EnumValues: ["x"], DefaultValue: "x" },
      { Type: "Integer", Name: "B" },
      { Name: "C", Type: "String", DefaultValue: null, Owner: "me" },
    ],
    Unknown: { __typename: "x" },
  }),

  "an experiment, MLflow and notes": JSON.stringify({
    Version: "2020-12-01",
    Metadata: { team: "ocean", "2": "b", "1": "a" },
    Parameters: [
      { Name: "A", Type: "String", Description: "what\nfor", DefaultValue: "s3://bucket-one/a" },
    ],
    PipelineExperimentConfig: {
      ExperimentName: join("-", "a", { Get: "Parameters.A" }),
      TrialName: "t",
    },
    MlflowConfig: { MlflowResourceArn: "arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/a" },
    Steps: [fail("F", join("", "run of ", { Get: "PipelineExperimentConfig.ExperimentName" }))],
  }),
};

function pipeline(steps: readonly unknown[], parameters: readonly unknown[] = []): string {
  return JSON.stringify({
    Version: "2020-12-01",
    Metadata: {},
    Parameters: parameters,
    PipelineExperimentConfig: null,
    Steps: steps,
  });
}

function fail(name: string, message: unknown): object {
  return { Name: name, Type: "Fail", Arguments: { ErrorMessage: message } };
}

function lambda(name: string, args: object, members: object = {}): object {
  const { DependsOn, ...others } = { DependsOn: undefined, ...members };
  return {
    Name: name,
    Type: "Lambda",
    Arguments: args,
    ...(DependsOn === undefined ? {} : { DependsOn }),
    FunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:f",
    OutputParameters: [],
    ...others,
  };
}

function processing(name: string, args: object): object {
  return { Name: name, Type: "Processing", Arguments: args };
}

function condition(name: string, conditions: readonly unknown[], branches: object = {}): object {
  const steps = { IfSteps: [], ElseSteps: [], ...branches };
  return { Name: name, Type: "Condition", Arguments: { Conditions: conditions, ...steps } };
}

function equals(left: unknown, right: unknown): object {
  return { Type: "Equals", LeftValue: left, RightValue: right };
}

function join(on: string, ...values: readonly unknown[]): object {
  return { "Std:Join": { On: on, Values: values } };
}

function nested(depth: number): unknown {
  return depth === 0 ? "bottom" : { a: [nested(depth - 1)] };
}
