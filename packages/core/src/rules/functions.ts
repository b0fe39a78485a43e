import { nearest } from "../definition/suggest.ts";
import { tryParseReference } from "../definition/reference.ts";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Report, Rule } from "./rule.ts";
import {
  condition,
  example,
  fail,
  get,
  join,
  lambda,
  output,
  processing,
} from "./support/examples.ts";
import type { FunctionUse } from "./support/facts.ts";
import { shown } from "./shown.ts";
import { at, eachIn, functionNames, functionOf } from "./support/values.ts";

const guide = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-pipeline.html";
const files = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html";
const sdk =
  "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.7/src/sagemaker/workflow/functions.py";

/** Rules on the functions Get, Std:Join and Std:JsonGet. */
export const functionRules: readonly Rule[] = [
  {
    id: "FUNCTION_UNKNOWN",
    severity: "error",
    reason: "The functions of a pipeline definition are Get, Std:Join and Std:JsonGet.",
    source: guide,
    fix: "Use one of these functions.",
    get passing() {
      return withValue(join("-", "a", "b"));
    },
    get failing() {
      return withValue({ "Std:Concat": { Values: ["a", "b"] } });
    },
    check: eachUse(isUnknown, ({ name, path }, report) => {
      const near = nearest(name.slice(0, 64), functionNames);
      report({
        message: `There is no function ${shown(name)}; there are Get, Std:Join and Std:JsonGet.`,
        path,
        ...(near === undefined ? {} : { help: `Did you mean "${near}"?` }),
      });
    }),
  },
  {
    id: "FUNCTION_NOT_ALONE",
    severity: "error",
    reason: "A function is the only member of its object.",
    source: guide,
    fix: "Remove the other members, or put the function into a member of its own.",
    get passing() {
      return withValue(join("-", "a", "b"));
    },
    get failing() {
      return withValue({ ...join("-", "a", "b"), Default: "c" });
    },
    check: eachUse(hasCompany, ({ name, path, others }, report) => {
      report({
        message: `${shown(name)} stands beside ${shown(others[0])}; it has to be the only member of its object.`,
        path,
      });
    }),
  },
  {
    id: "GET_NOT_TEXT",
    severity: "error",
    reason: "Get is given the text of a reference.",
    source: guide,
    fix: 'Write a reference such as "Parameters.Name".',
    get passing() {
      return withValue(get("Execution.PipelineName"));
    },
    get failing() {
      return withValue({ Get: 5 });
    },
    check: eachUse(isGetOfOther, ({ argument, path }, report) => {
      report({ message: `Get is given ${shown(argument)}, not text.`, path: `${path}.Get` });
    }),
  },
  {
    id: "JOIN_INVALID",
    severity: "error",
    reason: "Std:Join is given On, a plain text, and Values, a list.",
    source: sdk,
    fix: 'Write {"Std:Join": {"On": "/", "Values": [...]}}.',
    get passing() {
      return withValue(join("-", "a", "b"));
    },
    get failing() {
      return withValue({ "Std:Join": { On: "-", Values: "a" } });
    },
    check: eachUse(isJoin, ({ argument, path }, report) => {
      const where = `${path}['Std:Join']`;
      const [on, values] = [at(argument, "On"), at(argument, "Values")];
      if (!isJsonObject(argument)) {
        report({
          message: `Std:Join is given ${shown(argument)}, not an object with On and Values.`,
          path: where,
        });
        return;
      }
      if (on !== undefined && typeof on !== "string") {
        report({ message: `On of Std:Join is ${shown(on)}, not plain text.`, path: `${where}.On` });
      }
      if (!isJsonArray(values)) {
        report({
          message: `Values of Std:Join is ${shown(values)}, not a list.`,
          path: `${where}.Values`,
        });
      }
    }),
  },
  {
    id: "JOIN_VALUE_INVALID",
    severity: "error",
    reason: "Std:Join joins texts, numbers, booleans and what functions give.",
    source: sdk,
    fix: "Join the items of the list one by one; leave null out.",
    get passing() {
      return withValue(join("-", "a", 1, true));
    },
    get failing() {
      return withValue(join("-", "a", ["b"]));
    },
    check: eachUse(isJoin, ({ argument, path }, report) => {
      const values = at(argument, "Values");
      if (!isJsonArray(values)) return;
      for (const [index, value] of values.entries()) {
        const isList = isJsonArray(value) || value === null;
        const isObject = isJsonObject(value) && !isCall(value);
        if (!isList && !isObject) continue;
        report({
          message: `Std:Join cannot join ${shown(value)}.`,
          path: `${path}['Std:Join'].Values[${index}]`,
        });
      }
    }),
  },
  {
    id: "JOIN_EMPTY",
    severity: "info",
    reason: "A join of no values is an empty text.",
    source: sdk,
    fix: "Add values, or write the text as it is.",
    get passing() {
      return withValue(join("-", "a"));
    },
    get failing() {
      return withValue(join("-"));
    },
    check: eachUse(isJoin, ({ argument, path }, report) => {
      const values = at(argument, "Values");
      if (!isJsonArray(values) || values.length > 0) return;
      report({ message: "Std:Join joins nothing, which gives an empty text.", path });
    }),
  },
  {
    id: "JSON_GET_SOURCE_INVALID",
    severity: "error",
    reason: "Std:JsonGet reads a property file or a file in S3, exactly one of them.",
    source: files,
    fix: "Give PropertyFile or S3Uri.",
    get passing() {
      return withReport({ PropertyFile: get("Steps.Evaluate.PropertyFiles.Report") });
    },
    get failing() {
      return withReport({
        PropertyFile: get("Steps.Evaluate.PropertyFiles.Report"),
        S3Uri: "s3://example-bucket/report.json",
      });
    },
    check: eachUse(isJsonGet, ({ argument, path }, report) => {
      if (!isJsonObject(argument)) {
        report({
          message: `Std:JsonGet is given ${shown(argument)}, not an object.`,
          path: `${path}['Std:JsonGet']`,
        });
        return;
      }
      const given = ["PropertyFile", "S3Uri"].filter((key) => Object.hasOwn(argument, key));
      if (given.length === 1) return;
      report({
        message: `Std:JsonGet has ${given.length === 0 ? "neither PropertyFile nor" : "both PropertyFile and"} S3Uri; exactly one is allowed.`,
        path,
      });
    }),
  },
  {
    id: "JSON_GET_FILE_INVALID",
    severity: "error",
    reason: "The property file that Std:JsonGet reads is named by a reference to it.",
    source: files,
    fix: 'Write {"Get": "Steps.<step>.PropertyFiles.<name>"}.',
    get passing() {
      return withReport({ PropertyFile: get("Steps.Evaluate.PropertyFiles.Report") });
    },
    get failing() {
      return withReport({ PropertyFile: "Report" });
    },
    check: eachUse(isJsonGet, ({ argument, path }, report) => {
      const file = at(argument, "PropertyFile");
      if (file === undefined) return;
      const text = functionOf(file) === "Get" ? at(file, "Get") : undefined;
      const reference = typeof text === "string" ? tryParseReference(text) : undefined;
      if (reference?.kind === "propertyFile") return;
      // What is no reference at all is another rule's.
      if (typeof text === "string" && reference === undefined) return;
      report({
        message: `Std:JsonGet reads ${shown(file)}, which is no reference to a property file.`,
        path: `${path}['Std:JsonGet'].PropertyFile`,
      });
    }),
  },
  {
    id: "JSON_GET_PATH_INVALID",
    severity: "error",
    reason: "The path that Std:JsonGet reads is plain text, known before the pipeline runs.",
    source: files,
    fix: 'Write a path such as "metrics.mse.value" or "list[0][\'a key\']".',
    get passing() {
      return withReport({ PropertyFile: get("Steps.Evaluate.PropertyFiles.Report") });
    },
    get failing() {
      return withReport({
        PropertyFile: get("Steps.Evaluate.PropertyFiles.Report"),
        Path: get("Execution.PipelineName"),
      });
    },
    check: eachUse(isJsonGet, ({ argument, path }, report) => {
      if (!isJsonObject(argument)) return;
      const wanted = argument["Path"];
      if (typeof wanted === "string" && isJsonPath(wanted)) return;
      report({
        message: `Std:JsonGet reads the path ${shown(wanted)}; a plain text such as "metrics.mse.value" is wanted.`,
        path: `${path}['Std:JsonGet'].Path`,
      });
    }),
  },
  {
    id: "JSON_GET_S3_URI_INVALID",
    severity: "error",
    reason:
      "The S3 URI that Std:JsonGet reads is text, a reference, or a join of texts, parameters, " +
      "execution variables and properties.",
    source: sdk,
    fix: "Make the URI of texts and references.",
    get passing() {
      return withReport({ S3Uri: join("/", "s3://example-bucket", get("Execution.PipelineName")) });
    },
    get failing() {
      return withReport({
        S3Uri: join("/", "s3://example-bucket", {
          "Std:JsonGet": {
            PropertyFile: get("Steps.Evaluate.PropertyFiles.Report"),
            Path: "folder",
          },
        }),
      });
    },
    check: eachUse(isJsonGet, ({ argument, path, inside }, report) => {
      if (inside.includes("Std:JsonGet")) {
        report({ message: "Std:JsonGet stands in the S3 URI of another Std:JsonGet.", path });
      }
      const uri = at(argument, "S3Uri");
      if (uri === undefined || typeof uri === "string" || isCall(uri)) return;
      report({
        message: `Std:JsonGet reads the S3 URI ${shown(uri)}; text, a reference or a join is wanted.`,
        path: `${path}['Std:JsonGet'].S3Uri`,
      });
    }),
  },
];

/** A check of the uses that it concerns: of thousands, most concern few checks. */
function eachUse(
  isConcerned: (use: FunctionUse) => boolean,
  check: (use: FunctionUse, report: Report) => void,
): Rule["check"] {
  return eachIn(
    ({ facts }) => facts.functions,
    (use, report) => {
      if (isConcerned(use)) check(use, report);
    },
  );
}

function isUnknown({ name }: FunctionUse): boolean {
  return !functionNames.some((known) => known === name);
}

function hasCompany({ others }: FunctionUse): boolean {
  return others.length > 0;
}

function isGetOfOther({ name, argument }: FunctionUse): boolean {
  return name === "Get" && typeof argument !== "string";
}

function isJoin({ name }: FunctionUse): boolean {
  return name === "Std:Join";
}

function isJsonGet({ name }: FunctionUse): boolean {
  return name === "Std:JsonGet";
}

/** Whether an object calls a function, known or not. */
function isCall(value: JsonValue): boolean {
  if (functionOf(value) !== undefined) return true;
  return isJsonObject(value) && Object.keys(value).some((key) => key.startsWith("Std:"));
}

/** Anything, but that brackets hold an index or a quoted key. */
const jsonPath = /^(?:[^[\]]|\[(?:-?\d+|\*|'[^']*'|"[^"]*")\])+$/;

function isJsonPath(text: string): boolean {
  return text.length <= 10_000 && jsonPath.test(text);
}

function withValue(value: JsonValue): string {
  return example([lambda("Step", { Arguments: { value } })]);
}

/** A definition with a report, and a condition that reads something by Std:JsonGet. */
function withReport(read: JsonObject): string {
  return example([
    processing("Evaluate", output("s3://example-bucket/report"), {
      PropertyFiles: [{ PropertyFileName: "Report", OutputName: "out", FilePath: "report.json" }],
    }),
    condition(
      "Check",
      [
        {
          Type: "LessThan",
          LeftValue: { "Std:JsonGet": { Path: "metrics.mse.value", ...read } },
          RightValue: 6,
        },
      ],
      [fail("Stop")],
    ),
  ]);
}
