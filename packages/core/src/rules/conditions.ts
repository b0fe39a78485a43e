import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { Report, Rule } from "./rule.ts";
import type { CheckedDefinition } from "./checked-definition.ts";
import { InStep } from "./found.ts";
import { once } from "./support/once.ts";
import { operandKind, orderings, truthOfAll } from "./support/truth.ts";
import {
  condition,
  example,
  exampleOfParameters,
  fail,
  get,
  lambda,
  someCondition,
} from "./support/examples.ts";
import { shown } from "./shown.ts";
import { eachIn, eachStep, objectsIn, stepsOf, textOf, type Placed } from "./support/values.ts";

const types = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";

const limit = [{ Name: "Limit", Type: "Float", DefaultValue: 6 }];

/** The conditions of all condition steps. */
const conditionsOf = once((definition): readonly InStep<Placed<JsonObject>>[] =>
  stepsOf("Condition", definition).flatMap((step) => {
    const found: Placed<JsonObject>[] = [];
    gatherConditions(step.arguments["Conditions"], `${step.path}.Arguments.Conditions`, found);
    return found.map((one) => new InStep(step, one));
  }),
);

/** Rules on what condition steps compare. */
export const conditionRules: readonly Rule[] = [
  {
    id: "BRANCH_NEVER_TAKEN",
    severity: "warning",
    reason: "Conditions whose result is known beforehand always lead into the same branch.",
    source: types,
    fix: "Compare something that is known only when the pipeline runs, or drop the condition.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([
        condition("Check", [comparison("Equals", 1, 2)], [lambda("Never")], [lambda("Always")]),
      ]);
    },
    check: eachStep(["Condition"], (step, report, definition) => {
      const truth = truthOfAll(step.arguments["Conditions"], definition);
      if (truth === undefined) return;
      const member = truth ? "ElseSteps" : "IfSteps";
      const steps = step.arguments[member];
      if (!isJsonArray(steps) || steps.length === 0) return;
      report({
        message:
          `The conditions of ${shown(step.name)} are ${truth ? "always" : "never"} met, ` +
          `whatever happens: its ${member} never run.`,
        path: `${step.path}.Arguments.${member}`,
      });
    }),
  },
  {
    id: "CONDITION_TYPES_DIFFER",
    severity: "warning",
    reason: "Values of different types are compared, which is hardly meant.",
    source: types,
    doubt: "How the service compares them is not written down.",
    fix: "Write the value as the type of the other has it: text in quotes, numbers and booleans without.",
    get passing() {
      return example(
        [condition("Check", [comparison("LessThan", get("Parameters.Limit"), 6)], [fail("Stop")])],
        { Parameters: limit },
      );
    },
    get failing() {
      return example(
        [condition("Check", [comparison("Equals", get("Parameters.Limit"), "6")], [fail("Stop")])],
        { Parameters: limit },
      );
    },
    check: eachComparison(({ value, path }, report, definition) => {
      const left = operandKind(value["LeftValue"], definition);
      const right = operandKind(value["RightValue"], definition);
      if (left === undefined || right === undefined || left === right) return;
      report({
        message:
          `A ${left} is compared with a ${right}: ` +
          `${shown(value["LeftValue"])} with ${shown(value["RightValue"])}.`,
        path,
      });
    }),
  },
  {
    id: "CONDITION_NOT_ORDERED",
    severity: "warning",
    reason: "Greater and less are for numbers.",
    source: types,
    doubt: "Whether the service orders texts, and how, is not written down.",
    fix: "Compare numbers, or use Equals or In.",
    get passing() {
      return example(
        [condition("Check", [comparison("LessThan", get("Parameters.Limit"), 6)], [fail("Stop")])],
        { Parameters: limit },
      );
    },
    get failing() {
      return example([
        condition(
          "Check",
          [comparison("GreaterThan", get("Execution.StartDateTime"), "2026-01-01")],
          [fail("Stop")],
        ),
      ]);
    },
    check: eachComparison(({ value, path }, report, definition) => {
      const type = textOf(value["Type"]) ?? "";
      if (!Object.hasOwn(orderings, type)) return;
      const left = operandKind(value["LeftValue"], definition);
      if (left === "number" || left !== operandKind(value["RightValue"], definition)) return;
      if (left === undefined) return;
      report({ message: `${type} compares two values that are each a ${left}, no numbers.`, path });
    }),
  },
  {
    id: "CONDITION_NOT",
    severity: "warning",
    reason: "The service was seen to refuse the condition Not, which only AWS's SDK knows.",
    source: "https://github.com/aws/sagemaker-python-sdk/issues/2746",
    doubt: "A user reports it, and AWS's SDK goes on to write it.",
    fix: "Swap the branches, or turn the comparison around: NotEquals, NotIn, LessThan for GreaterThanOrEqualTo.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([
        condition("Check", [{ Type: "Not", Condition: someCondition }], [fail("Stop")]),
      ]);
    },
    check: eachCondition(({ value, path }, report) => {
      if (value["Type"] !== "Not") return;
      report({
        message: 'A condition has the type "Not", which the published schema does not know.',
        path: `${path}.Type`,
      });
    }),
  },
  {
    id: "CONDITION_LIST_EMPTY",
    severity: "warning",
    reason: "Without conditions there is nothing to decide.",
    source: types,
    doubt: "Whether the service refuses an empty list is not written down.",
    fix: "Add a condition.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([condition("Check", [], [fail("Stop")])]);
    },
    check: eachStep(["Condition"], (step, report) => {
      const list = step.arguments["Conditions"];
      if (!isJsonArray(list) || list.length > 0) return;
      report({
        message: `The condition step ${shown(step.name)} has no conditions.`,
        path: `${step.path}.Arguments.Conditions`,
      });
    }),
  },
  {
    id: "CONDITION_WITHOUT_STEPS",
    severity: "info",
    isAboutAbsence: true,
    reason: "A condition step without steps in either branch has no effect.",
    source: types,
    fix: "Put steps into a branch, or remove the condition step.",
    get passing() {
      return example([condition("Check", [someCondition], [fail("Stop")])]);
    },
    get failing() {
      return example([condition("Check", [someCondition], [])]);
    },
    check: eachStep(["Condition"], ({ name, path, arguments: args }, report) => {
      const lists = [args["IfSteps"], args["ElseSteps"]];
      const isEmpty = lists.every(
        (list) => list === undefined || (isJsonArray(list) && list.length === 0),
      );
      if (!isEmpty) return;
      report({ message: `The condition step ${shown(name)} has no steps in its branches.`, path });
    }),
  },
  {
    id: "CONDITION_OPERANDS_EQUAL",
    severity: "warning",
    reason: "A value compared with itself always gives the same result.",
    source: types,
    fix: "Compare two different values.",
    get passing() {
      return exampleOfParameters([{ Name: "Limit", Type: "Float", DefaultValue: 6 }]);
    },
    get failing() {
      return example(
        [
          condition(
            "Check",
            [
              someCondition,
              comparison("LessThanOrEqualTo", get("Parameters.Limit"), get("Parameters.Limit")),
            ],
            [fail("Stop")],
          ),
        ],
        { Parameters: limit },
      );
    },
    check: eachComparison(({ value, path }, report) => {
      const [left, right] = [textIn(value["LeftValue"]), textIn(value["RightValue"])];
      if (left === undefined || left !== right) return;
      report({ message: `${shown(left)} is compared with itself.`, path });
    }),
  },
];

function comparison(type: string, left: JsonValue, right: JsonValue): JsonObject {
  return { Type: type, LeftValue: left, RightValue: right };
}

/** The text of a reference. */
function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === "object" && value !== null && "Get" in value
    ? textOf(value["Get"])
    : undefined;
}

function eachCondition(check: CheckCondition): Rule["check"] {
  return eachIn(conditionsOf, ({ thing }, report, definition) => check(thing, report, definition));
}

type CheckCondition = (
  condition: Placed<JsonObject>,
  report: Report,
  definition: CheckedDefinition,
) => void;

function eachComparison(check: CheckCondition): Rule["check"] {
  return eachCondition((one, report, definition) => {
    if ("LeftValue" in one.value && "RightValue" in one.value) check(one, report, definition);
  });
}

/** Gathers all conditions of a list, those inside Or and Not too. */
function gatherConditions(
  list: JsonValue | undefined,
  path: string,
  found: Placed<JsonObject>[],
  depth = 0,
): void {
  if (depth > 100) return;
  for (const one of objectsIn(list, path)) gatherCondition(one, found, depth);
}

function gatherCondition(
  one: Placed<JsonObject>,
  found: Placed<JsonObject>[],
  depth: number,
): void {
  found.push(one);
  gatherConditions(one.value["Conditions"], `${one.path}.Conditions`, found, depth + 1);
  const inner = one.value["Condition"];
  if (!isJsonObject(inner) || depth >= 100) return;
  gatherCondition({ value: inner, path: `${one.path}.Condition` }, found, depth + 1);
}
