import type { CheckedDefinition } from "./checked-definition.ts";
import type { Rule } from "./rule.ts";
import { condition, example, fail, get, output, processing, training } from "./support/examples.ts";
import { shown } from "./shown.ts";
import { stepTypes } from "./shapes/step-types.ts";
import { at, eachStep, eachStepWith, functionOf, objectsIn } from "./support/values.ts";

const source = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html";

/** Rules on the files whose values a pipeline reads. */
export const propertyFileRules: readonly Rule[] = [
  {
    id: "PROPERTY_FILE_NOT_PROCESSING",
    severity: "error",
    reason: "Only processing steps have property files.",
    source,
    fix: "Write the file in a processing step, or read it by its S3 URI.",
    get passing() {
      return withFile("report.json");
    },
    get failing() {
      return example([
        training(
          "Train",
          {},
          {
            PropertyFiles: [{ PropertyFileName: "Report", OutputName: "out", FilePath: "a.json" }],
          },
        ),
      ]);
    },
    check: eachStepWith("PropertyFiles", ({ type, path, value }, report) => {
      if (type === "Processing" || value["PropertyFiles"] === undefined) return;
      // Of a type that does not exist, that is said.
      if (!stepTypes().has(type)) return;
      report({
        message: `A step of type ${shown(type)} cannot have property files; only Processing steps can.`,
        path: `${path}.PropertyFiles`,
      });
    }),
  },
  {
    id: "PROPERTY_FILE_UNUSED",
    severity: "info",
    isAboutAbsence: true,
    reason: "A property file that nothing reads has no effect on a run.",
    source,
    fix: "Read it with Std:JsonGet, or remove it.",
    get passing() {
      return withFile("report.json");
    },
    get failing() {
      return withFile("report.json", false);
    },
    check(definition, report) {
      const used = filesUsed(definition);
      if (used === undefined) return;
      for (const step of definition.steps) {
        if (step.type !== "Processing") continue;
        for (const { name, path } of step.propertyFiles) {
          if (used.has(`${step.name}.${name}`)) continue;
          report({
            message: `Nothing reads the property file ${shown(name)} of step ${shown(step.name)}.`,
            path,
            step: step.name,
          });
        }
      }
    },
  },
  {
    id: "PROPERTY_FILE_PATH_INVALID",
    severity: "warning",
    reason: "FilePath is the path of the file inside its output.",
    source,
    doubt: "What the service does with other paths is not written down; it finds no file there.",
    fix: "Give the path below the folder of the output, such as report.json.",
    get passing() {
      return withFile("report.json");
    },
    get failing() {
      return withFile("/opt/ml/processing/out/report.json");
    },
    check: eachStep(["Processing"], ({ propertyFiles }, report) => {
      for (const { filePath, path } of propertyFiles) {
        const isOutside =
          filePath.startsWith("/") || /(?:^|\/)\.\.(?:\/|$)|^\w+:\/\//.test(filePath);
        if (!isOutside) continue;
        report({
          message: `FilePath is ${shown(filePath)}; a path inside the output is wanted, such as "report.json".`,
          path: `${path}.FilePath`,
        });
      }
    }),
  },
  {
    id: "PROPERTY_FILE_OUTPUT_NOT_IN_S3",
    severity: "warning",
    reason: "A property file is read from S3, so its output has to go there.",
    source,
    doubt: "What the service does otherwise is not written down; there is no file to read.",
    fix: "Write the file to an output with S3Output.",
    get passing() {
      return withFile("report.json");
    },
    get failing() {
      return example([
        processing(
          "Evaluate",
          {
            ProcessingOutputConfig: {
              Outputs: [
                {
                  OutputName: "out",
                  AppManaged: true,
                  FeatureStoreOutput: { FeatureGroupName: "features" },
                },
              ],
            },
          },
          reportFile("report.json"),
        ),
        reading(),
      ]);
    },
    check: eachStep(["Processing"], ({ propertyFiles, path, arguments: args }, report) => {
      if (propertyFiles.length === 0) return;
      const outputs = objectsIn(at(args, "ProcessingOutputConfig", "Outputs"), path);
      const elsewhereNames = new Set(
        outputs
          .filter(({ value }) => !("S3Output" in value) && "FeatureStoreOutput" in value)
          .map(({ value }) => value["OutputName"]),
      );
      for (const file of propertyFiles) {
        if (!elsewhereNames.has(file.outputName)) continue;
        report({
          message: `The output ${shown(file.outputName)} of property file ${shown(file.name)} does not go to S3.`,
          path: `${file.path}.OutputName`,
        });
      }
    }),
  },
];

/** The property files that are read, as `step.file`; undefined where a reference leads nowhere. */
function filesUsed(definition: CheckedDefinition): ReadonlySet<string> | undefined {
  const isAnyLost = definition.facts.functions.some(
    ({ name, argument }) =>
      name === "Std:JsonGet" &&
      at(argument, "PropertyFile") !== undefined &&
      functionOf(at(argument, "PropertyFile")) !== "Get",
  );
  if (isAnyLost) return undefined;
  const used = new Set<string>();
  for (const { parsed, exists } of definition.references) {
    if (parsed === undefined) return undefined;
    if (parsed.kind !== "propertyFile") continue;
    if (!exists) return undefined;
    used.add(`${parsed.step}.${parsed.name}`);
  }
  return used;
}

function reportFile(filePath: string): Parameters<typeof processing>[2] {
  return {
    PropertyFiles: [{ PropertyFileName: "Report", OutputName: "out", FilePath: filePath }],
  };
}

function reading(): ReturnType<typeof condition> {
  const value = {
    "Std:JsonGet": { PropertyFile: get("Steps.Evaluate.PropertyFiles.Report"), Path: "mse" },
  };
  return condition(
    "Check",
    [{ Type: "LessThan", LeftValue: value, RightValue: 6 }],
    [fail("Stop")],
  );
}

function withFile(filePath: string, isRead = true): string {
  return example([
    processing("Evaluate", output("s3://example-bucket/report"), reportFile(filePath)),
    ...(isRead ? [reading()] : []),
  ]);
}
