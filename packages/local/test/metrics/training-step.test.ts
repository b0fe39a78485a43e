import { expect, test } from "vitest";
import { bucket, definition, image, runHere } from "../pipelines.ts";

test("later steps read the final metrics of a Training step by their names", async () => {
  const program = [
    "for loss in (3, 2, 1.5): print('loss =', loss)",
    "open('/opt/ml/model/model', 'w').write('m')",
  ].join("\n");
  const { execution } = await runHere(
    definition([
      {
        Name: "Train",
        Type: "Training",
        Arguments: {
          AlgorithmSpecification: {
            TrainingImage: image,
            TrainingInputMode: "File",
            ContainerEntrypoint: ["python3", "-c", program],
            MetricDefinitions: [{ Name: "val:loss", Regex: "loss = ([0-9.]+)" }],
          },
          OutputDataConfig: { S3OutputPath: `${bucket}/models` },
          ResourceConfig: { InstanceCount: 1, InstanceType: "ml.m5.large", VolumeSizeInGB: 5 },
          StoppingCondition: { MaxRuntimeInSeconds: 60 },
        },
      },
      {
        Name: "Check",
        Type: "Condition",
        Arguments: {
          Conditions: [
            {
              Type: "LessThan",
              LeftValue: { Get: "Steps.Train.FinalMetricDataList['val:loss'].Value" },
              RightValue: 2,
            },
          ],
          IfSteps: [{ Name: "Good", Type: "Fail", Arguments: { ErrorMessage: "good enough" } }],
          ElseSteps: [],
        },
      },
    ]),
  );
  expect(execution.failureReason).toBe("good enough");
});
