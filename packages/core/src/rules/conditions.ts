import { isJsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { Problem, Rule } from "./rule.ts";
import type { CheckedDefinition, CheckedStep } from "./checked-definition.ts";
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
import { eachStep, objectsIn, textOf, type Placed } from "./support/values.ts";

const types = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html";

const limit = [{ Name: "Limit", Type: "Float", DefaultValue: 6 }];

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
    check: eachStep(["Condition"], function* branches(step, definition) {
      const truth = truthOfAll(step.arguments["Conditions"], definition);
      if (truth === undefined) return;
      const member = truth ? "ElseSteps" : "IfSteps";
      const steps = step.arguments[member];
      if (!isJsonArray(steps) || steps.length === 0) return;
      yield {
        message:
          `The conditions of ${shown(step.name)} are ${truth ? "always" : "never"} met, ` +
          `whatever happens: its ${member} never run.`,
        path: `${step.path}.Arguments.${member}`,
      };
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
    check: eachComparison(function* differ({ value, path }, definition) {
      const left = operandKind(value["LeftValue"], definition);
      const right = operandKind(value["RightValue"], definition);
      if (left === undefined || right === undefined || left === right) return;
      yield {
        message:
          `A ${left} is compared with a ${right}: ` +
          `${shown(value["LeftValue"])} with ${shown(value["RightValue"])}.`,
        path,
      };
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
    check: eachComparison(function* ordered({ value, path }, definition) {
      const type = textOf(value["Type"]) ?? "";
      if (!Object.hasOwn(orderings, type)) return;
      const left = operandKind(value["LeftValue"], definition);
      if (left === "number" || left !== operandKind(value["RightValue"], definition)) return;
      if (left === undefined) return;
      yield { message: `${type} compares two values that are each a ${left}, no numbers.`, path };
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
    check: eachCondition(function* not({ value, path }) {
      if (value["Type"] !== "Not") return;
      yield {
        message: 'A condition has the type "Not", which the published schema does not know.',
        path: `${path}.Type`,
      };
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
    check: eachStep(["Condition"], function* empty(step) {
      const list = step.arguments["Conditions"];
      if (!isJsonArray(list) || list.length > 0) return;
      yield {
        message: `The condition step ${shown(step.name)} has no conditions.`,
        path: `${step.path}.Arguments.Conditions`,
      };
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
    check: eachStep(["Condition"], function* noSteps({ name, path, arguments: args }) {
      const lists = [args["IfSteps"], args["ElseSteps"]];
      const isEmpty = lists.every(
        (list) => list === undefined || (isJsonArray(list) && list.length === 0),
      );
      if (!isEmpty) return;
      yield { message: `The condition step ${shown(name)} has no steps in its branches.`, path };
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
    check: eachComparison(function* same({ value, path }) {
      const [left, right] = [textIn(value["LeftValue"]), textIn(value["RightValue"])];
      if (left === undefined || left !== right) return;
      yield { message: `${shown(left)} is compared with itself.`, path };
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

function eachCondition(
  check: (condition: Placed<JsonObject>, definition: CheckedDefinition) => Iterable<Problem>,
): Rule["check"] {
  return function* conditions(definition) {
    for (const { step, condition: one } of conditionsOf(definition)) {
      for (const problem of check(one, definition)) yield { step: step.name, ...problem };
    }
  };
}

interface StepCondition {
  readonly step: CheckedStep;
  readonly condition: Placed<JsonObject>;
}

const found = new WeakMap<CheckedDefinition, readonly StepCondition[]>();

/** The conditions of all condition steps; found once for all rules. */
function conditionsOf(definition: CheckedDefinition): readonly StepCondition[] {
  const known = found.get(definition);
  if (known !== undefined) return known;
  const all: StepCondition[] = [];
  for (const step of definition.steps) {
    if (step.type !== "Condition") continue;
    const list = step.arguments["Conditions"];
    for (const one of conditionsIn(list, `${step.path}.Arguments.Conditions`)) {
      all.push({ step, condition: one });
    }
  }
  found.set(definition, all);
  return all;
}

function eachComparison(
  check: (condition: Placed<JsonObject>, definition: CheckedDefinition) => Iterable<Problem>,
): Rule["check"] {
  return eachCondition((one, definition) =>
    "LeftValue" in one.value && "RightValue" in one.value ? check(one, definition) : [],
  );
}

/** All conditions of a list, those inside Or and Not too. */
function* conditionsIn(
  list: JsonValue | undefined,
  path: string,
  depth = 0,
): Generator<Placed<JsonObject>> {
  if (depth > 100) return;
  for (const one of objectsIn(list, path)) {
    yield one;
    yield* conditionsIn(one.value["Conditions"], `${one.path}.Conditions`, depth + 1);
    const inner = one.value["Condition"];
    if (inner === undefined) continue;
    for (const negated of conditionsIn([inner], "", depth + 1)) {
      yield { ...negated, path: `${one.path}.Condition${negated.path.slice("[0]".length)}` };
    }
  }
}
