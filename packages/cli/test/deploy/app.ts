import { folderWith, importCore } from "../support/nacre.ts";

/** What of the app a test chooses. */
export interface AppChoice {
  readonly name?: string;
  /** Steps of the Lambda type, by name, with the function each calls. */
  readonly lambdas?: Readonly<Record<string, string>>;
  /** Content of the script of the Processing step. */
  readonly script?: string;
  /** The export `deployment`, as source. */
  readonly deployment?: string;
  /** Default of the parameter that the Processing step reads. */
  readonly input?: string;
  /** Further parameters with a long default each, to make the definition as long as one likes. */
  readonly padding?: number;
}

/** The source of an app with a Processing step and its script, and Lambda steps. */
function appSource(choice: AppChoice): string {
  const { lambdas = {}, padding = 0 } = choice;
  return `
import { lambda, Pipeline, sklearnProcessor, stringParameter } from ${JSON.stringify(importCore)};
import { fileURLToPath } from "node:url";
export default (context) => {
  const env = {
    region: context.get("region"),
    role: context.get("role"),
    bucket: \`sagemaker-\${context.get("region")}-\${context.get("account")}\`,
  };
  const input = stringParameter("InputData", {
    defaultValue: ${choice.input === undefined ? "`s3://${env.bucket}/data/in.csv`" : JSON.stringify(choice.input)},
  });
  const prepare = sklearnProcessor("Prepare", {
    env,
    frameworkVersion: "0.23-1",
    instanceType: "ml.m5.xlarge",
    code: fileURLToPath(new URL("prepare.py", import.meta.url)),
    inputs: [{ source: input, destination: "/opt/ml/processing/input" }],
    outputs: [{ name: "out", source: "/opt/ml/processing/out" }],
  });
  const lambdas = Object.entries(${JSON.stringify(lambdas)}).map(([name, functionArn]) =>
    lambda(name, { functionArn, inputs: {} }));
  const padding = Array.from({ length: ${padding} }, (_, index) =>
    stringParameter("Padding" + index, { defaultValue: "x".repeat(900) }));
  return new Pipeline(${JSON.stringify(choice.name ?? "Example")}, {
    parameters: [input, ...padding],
    steps: [prepare, ...lambdas],
    ignore: [{ rule: "UNUSED_PARAMETER", reason: "padding" }],
  });
};
${choice.deployment === undefined ? "" : `export const deployment = ${choice.deployment};`}
`;
}

/** The files of such an app. */
export function appFiles(choice: AppChoice): Readonly<Record<string, string>> {
  return { "app.mts": appSource(choice), "prepare.py": choice.script ?? "print('prepare')\n" };
}

/** A folder with such an app, gone after the test. */
export function appFolder(choice: AppChoice = {}): string {
  return folderWith(appFiles(choice));
}
