import { fileURLToPath } from "node:url";
import {
  type AppContext,
  type AppData,
  condition,
  fail,
  greaterThanOrEqualTo,
  integerParameter,
  join,
  jsonGet,
  Pipeline,
  sklearnProcessor,
  stringParameter,
} from "@nacre/core";

const python = fileURLToPath(new URL("../python/", import.meta.url));

/** Counts the rows of a file, and fails when there are too few to learn from. */
export default function app(context: AppContext): Pipeline {
  const region = context.get("region");
  const bucket = context.get("bucket") ?? `sagemaker-${region}-${context.get("account")}`;
  const env = { region, role: context.get("role"), bucket };

  const inputData = stringParameter("InputData", { defaultValue: `s3://${bucket}/input/data.csv` });
  const minimumRows = integerParameter("MinimumRows", { defaultValue: 10 });

  const summarize = sklearnProcessor("Summarize", {
    env,
    frameworkVersion: "1.2-1",
    instanceType: "ml.m5.large",
    instanceCount: 1,
    code: `${python}summarize.py`,
    inputs: [{ source: inputData, destination: "/opt/ml/processing/input" }],
    outputs: [{ name: "summary", source: "/opt/ml/processing/summary" }],
    propertyFiles: [
      { PropertyFileName: "Summary", OutputName: "summary", FilePath: "summary.json" },
    ],
  });

  const enough = condition("EnoughRows", {
    conditions: [
      greaterThanOrEqualTo(jsonGet(summarize.propertyFiles.Summary, "rows"), minimumRows),
    ],
    ifSteps: [],
    elseSteps: [
      fail("TooFewRows", { message: join(" ", ["There are fewer rows than", minimumRows]) }),
    ],
  });

  return new Pipeline("NACRE_NAME", {
    parameters: [inputData, minimumRows],
    steps: [summarize, enough],
  });
}

/** What `npm start` puts where InputData points, unless --data gives it a file. */
export const data: AppData = {
  InputData: { option: "data", sample: () => `size\n${"1\n2\n3\n".repeat(4)}` },
};
