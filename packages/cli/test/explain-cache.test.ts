import { describe, expect, it } from "vitest";
import { folderWith, nacre } from "./support/nacre.ts";

const cached = { CacheConfig: { Enabled: true, ExpireAfter: "30d" } };

const definition = JSON.stringify({
  Version: "2020-12-01",
  Parameters: [{ Name: "Rate", Type: "Float", DefaultValue: 0.5 }],
  Steps: [
    {
      Name: "Train",
      Type: "Training",
      Arguments: {
        AlgorithmSpecification: {
          TrainingImage:
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3",
          TrainingInputMode: "File",
          ContainerEntrypoint: ["python3", "-c", "print('trained')"],
        },
        HyperParameters: { eta: { Get: "Parameters.Rate" } },
        OutputDataConfig: { S3OutputPath: "s3://a-bucket/models" },
        ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 5 },
        StoppingCondition: { MaxRuntimeInSeconds: 60 },
      },
      ...cached,
    },
    {
      Name: "Check",
      Type: "Condition",
      Arguments: {
        Conditions: [{ Type: "Equals", LeftValue: { Get: "Parameters.Rate" }, RightValue: 0.5 }],
        IfSteps: [],
        ElseSteps: [],
      },
    },
  ],
});

interface Explained {
  readonly step: string;
  readonly result: string;
  readonly reason?: string;
  readonly source?: { readonly execution: string; readonly time: string };
  readonly difference?: object;
  readonly text: string;
}

async function explain(cwd: string, args: readonly string[] = []): Promise<readonly Explained[]> {
  const { code, stdout, stderr } = await nacre(["explain-cache", "--json", ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const parsed: { steps: readonly Explained[] } = JSON.parse(stdout);
  return parsed.steps;
}

async function runHere(cwd: string, args: readonly string[] = []): Promise<string> {
  const { code, stdout } = await nacre(["run", "d.json", "--json", ...args], { cwd });
  expect(code).toBe(0);
  const parsed: { executionId: string } = JSON.parse(stdout);
  return parsed.executionId;
}

describe("nacre explain-cache", () => {
  it("says that nothing has run yet, and makes no state", async () => {
    const cwd = folderWith({ "d.json": definition });
    const { code, stdout, stderr } = await nacre(["explain-cache", "d.json"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      "Train  Training   miss  no earlier run of the step in this pipeline has succeeded\n" +
        "Check  Condition  miss  caching is off: the step has no CacheConfig with Enabled true\n",
    );
    expect(await explain(cwd, ["d.json"])).toMatchObject([{ reason: "first" }, { reason: "off" }]);
  });

  it("says what the next run takes, and the first attribute that differs", async () => {
    const cwd = folderWith({ "d.json": definition });
    const first = await runHere(cwd);
    const [hit] = await explain(cwd, ["d.json"]);
    expect(hit).toMatchObject({ step: "Train", result: "hit", source: { execution: first } });
    expect(hit?.text).toBe(`taken from execution ${first} (${hit?.source?.time})`);
    expect(await explain(cwd, ["d.json", "--pipeline", "other"])).toMatchObject([
      { reason: "first" },
      { reason: "off" },
    ]);
    const [miss] = await explain(cwd, ["d.json", "--param", "Rate=0.7"]);
    expect(miss).toMatchObject({
      result: "miss",
      reason: "different",
      source: { execution: first },
      difference: { path: "Arguments.HyperParameters.eta", before: "0.5", now: "0.7" },
    });
    expect(miss?.text).toMatch(
      /^Arguments\.HyperParameters\.eta is "0\.7"; in execution .* it was "0\.5"$/,
    );

    const second = await runHere(cwd);
    const shown = await nacre(["run", "d.json"], { cwd });
    expect(shown.stderr).toContain(`cached, from execution ${first}`);
    expect(shown.stdout).toMatch(/^Train +Training +Succeeded \(cached\) +/m);
    const [taken, check] = await explain(cwd, ["--home", ".nacre", "--execution", second]);
    expect(taken).toMatchObject({ result: "hit", source: { execution: first } });
    expect(check).toMatchObject({ reason: "off" });
    const third = await runHere(cwd, ["--param", "Rate=0.7"]);
    expect((await explain(cwd, ["--home", ".nacre", "--execution", third]))[0]).toMatchObject({
      reason: "different",
      difference: { before: "0.5", now: "0.7" },
    });
  }, 300_000);

  it.each([
    [["--execution", "none"], "error EXECUTION_NOT_FOUND: There is no execution none in "],
    [
      ["d.json", "--execution", "none"],
      "error BAD_OPTION: a definition, --pipeline, --param and --context do not go with --execution",
    ],
    [["none.json"], "error CANNOT_READ: "],
    [["d.json", "--param", "Rate=fast"], "error PARAMETER_TYPE: "],
  ])("refuses %j", async (args, message) => {
    const cwd = folderWith({ "d.json": definition });
    const { code, stdout, stderr } = await nacre(["explain-cache", ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("nacre's configuration of this machine", () => {
  const lambda = JSON.stringify({
    Version: "2020-12-01",
    Steps: [
      {
        Name: "Ask",
        Type: "Lambda",
        FunctionArn: "arn:aws:lambda:us-east-1:111122223333:function:ask",
        Arguments: { who: "ops" },
        OutputParameters: [{ OutputName: "said", OutputType: "String" }],
      },
      {
        Name: "Tell",
        Type: "Fail",
        Arguments: { ErrorMessage: { Get: "Steps.Ask.OutputParameters['said']" } },
      },
    ],
  });
  const handler =
    "export const handler = ({ who }: { who: string }) => ({ said: `hello ${who}` });\n";
  const config = { lambda: { ask: { module: "ask.ts#handler" } } };

  it.each([
    ["nacre.json", { "nacre.json": JSON.stringify(config) }],
    ["package.json", { "package.json": JSON.stringify({ type: "module", nacre: config }) }],
  ])("is read from %s", async (_, files) => {
    const cwd = folderWith({ "d.json": lambda, "ask.ts": handler, ...files });
    const { stdout } = await nacre(["run", "d.json", "--json"], { cwd });
    const result: { failureReason: string } = JSON.parse(stdout);
    expect(result.failureReason).toBe("hello ops");
  });

  it("that is wrong is refused with its file and place", async () => {
    const cwd = folderWith({ "d.json": lambda, "nacre.json": '{ "lambda": { "ask": {} } }' });
    const { code, stderr } = await nacre(["run", "d.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('error LOCAL_CONFIG_INVALID: lambda["ask"].command is missing');
    expect(stderr).toContain("nacre.json");
  });

  it("that is no JSON is refused", async () => {
    const cwd = folderWith({ "d.json": lambda, "nacre.json": "lambda: ask" });
    const { code, stderr } = await nacre(["run", "d.json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("error CONFIG_INVALID: nacre's configuration: cannot read it: ");
  });
});
