import {
  and,
  condition,
  equals,
  greaterThan,
  greaterThanOrEqualTo,
  integerParameter,
  isIn,
  isNotIn,
  lessThan,
  lessThanOrEqualTo,
  not,
  notEquals,
  or,
  Pipeline,
  rawNot,
  stringParameter,
  type Condition,
} from "@nacre/core";
import { describe, expect, it } from "vitest";
import { faultOf, wrong } from "./support/errors.ts";
import { failing } from "./support/steps.ts";

const n = integerParameter("N");
const s = stringParameter("S");
const N = { Get: "Parameters.N" };
const S = { Get: "Parameters.S" };

function written(...conditions: Condition[]): unknown {
  const steps = [condition("C", { conditions, ifSteps: [failing("F")] })];
  const definition = new Pipeline("P", { parameters: [n, s], steps }).definition();
  return definition.Steps[0]?.Arguments["Conditions"];
}

const small = { Type: "LessThan", LeftValue: N, RightValue: 3 };
const notSmall = { Type: "GreaterThanOrEqualTo", LeftValue: N, RightValue: 3 };
const dev = { Type: "Equals", LeftValue: S, RightValue: "dev" };
const notDev = { Type: "NotEquals", LeftValue: S, RightValue: "dev" };
const big = { Type: "GreaterThan", LeftValue: N, RightValue: 9 };

describe("a condition in the definition", () => {
  it.each<[string, Condition, unknown[]]>([
    ["equals", equals(s, "dev"), [dev]],
    ["notEquals", notEquals(s, "dev"), [notDev]],
    ["lessThan", lessThan(n, 3), [small]],
    ["lessThanOrEqualTo", lessThanOrEqualTo(n, 3), [{ ...small, Type: "LessThanOrEqualTo" }]],
    ["greaterThan", greaterThan(n, 9), [big]],
    ["greaterThanOrEqualTo", greaterThanOrEqualTo(n, 3), [notSmall]],
    ["isIn", isIn(s, ["a", n, true]), [{ Type: "In", QueryValue: S, Values: ["a", N, true] }]],
    ["isNotIn", isNotIn(s, ["a"]), [{ Type: "NotIn", QueryValue: S, Values: ["a"] }]],
    ["or", or(lessThan(n, 3), equals(s, "dev")), [{ Type: "Or", Conditions: [small, dev] }]],
    [
      "or inside or, as it was written",
      or(or(lessThan(n, 3), equals(s, "dev")), greaterThan(n, 9)),
      [{ Type: "Or", Conditions: [{ Type: "Or", Conditions: [small, dev] }, big] }],
    ],
    ["rawNot, as it is written", rawNot(lessThan(n, 3)), [{ Type: "Not", Condition: small }]],
    [
      "rawNot within others",
      rawNot(or(equals(s, "dev"), rawNot(lessThan(n, 3)))),
      [
        {
          Type: "Not",
          Condition: { Type: "Or", Conditions: [dev, { Type: "Not", Condition: small }] },
        },
      ],
    ],
    ["not of rawNot", not(rawNot(lessThan(n, 3))), [small]],
    [
      "rawNot of what SageMaker has no condition for",
      rawNot(and(lessThan(n, 3), equals(s, "dev"))),
      [{ Type: "Or", Conditions: [notSmall, notDev] }],
    ],
  ])("%s", (_, given, wanted) => {
    expect(written(given)).toEqual(wanted);
  });
});

describe("what SageMaker has no condition for is rewritten", () => {
  it.each<[string, Condition, unknown[]]>([
    ["not lessThan", not(lessThan(n, 3)), [notSmall]],
    ["not equals", not(equals(s, "dev")), [notDev]],
    ["not isIn", not(isIn(s, ["a"])), [{ Type: "NotIn", QueryValue: S, Values: ["a"] }]],
    ["not not", not(not(lessThan(n, 3))), [small]],
    [
      "not or: two conditions that both must hold",
      not(or(lessThan(n, 3), equals(s, "dev"))),
      [notSmall, notDev],
    ],
    ["and", and(lessThan(n, 3), equals(s, "dev")), [small, dev]],
    [
      "not and",
      not(and(lessThan(n, 3), equals(s, "dev"))),
      [{ Type: "Or", Conditions: [notSmall, notDev] }],
    ],
    [
      "and inside or",
      or(and(lessThan(n, 3), equals(s, "dev")), greaterThan(n, 9)),
      [
        { Type: "Or", Conditions: [small, big] },
        { Type: "Or", Conditions: [dev, big] },
      ],
    ],
  ])("%s", (_, given, wanted) => {
    expect(written(given)).toEqual(wanted);
  });

  // Every combination of small, dev and big decides as the tree says.
  it("into something that decides the same", () => {
    const parts = [lessThan(n, 3), equals(s, "dev"), greaterThan(n, 9)] as const;
    const [a, b, c] = parts;
    const cases: [Condition, (a: boolean, b: boolean, c: boolean) => boolean][] = [
      [or(and(a, b), not(c)), (x, y, z) => (x && y) || !z],
      [not(or(and(a, not(b)), c)), (x, y, z) => !((x && !y) || z)],
      [or(and(a, b), and(b, c), and(a, c)), (x, y, z) => (x && y) || (y && z) || (x && z)],
      [not(and(or(a, b), or(b, c))), (x, y, z) => !((x || y) && (y || z))],
    ];
    for (const [given, wanted] of cases) {
      for (let bits = 0; bits < 8; bits++) {
        const facts = [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0] as const;
        expect(holds(written(given), facts)).toBe(wanted(...facts));
      }
    }
  });
});

describe("a condition is refused", () => {
  it.each<[string, () => unknown]>([
    ["CONDITION_EMPTY", () => or()],
    ["CONDITION_EMPTY", () => and()],
    ["CONDITION_EMPTY", () => isIn(s, [])],
    ["CONDITION_EMPTY", () => isNotIn(s, [])],
    ["VALUE_NOT_JSON", () => written(equals(s, Number.NaN))],
  ])("%s", (code, action) => {
    expect(faultOf(action).code).toBe(code);
  });

  it("with the name of the step that makes it", () => {
    const fault = faultOf(() => written(equals(s, Number.NaN)));
    expect(fault.message).toBe('Step "C": RightValue holds NaN, not a JSON value.');
    expect(fault.at).toEqual({ step: "C", path: "RightValue" });
  });

  it("outside a list of conditions", () => {
    const fault = faultOf(
      () => new Pipeline("P", { steps: [failing("F", wrong(equals(s, "a")))] }),
    );
    expect(fault.code).toBe("CONDITION_MISPLACED");
  });
});

interface Written {
  readonly Type: string;
  readonly Conditions?: readonly Written[];
}

/** Whether a list of written conditions holds, given whether `small`, `dev` and `big` do. */
function holds(
  list: unknown,
  [isSmall, isDev, isBig]: readonly [boolean, boolean, boolean],
): boolean {
  const truth: Record<string, boolean> = {
    LessThan: isSmall,
    GreaterThanOrEqualTo: !isSmall,
    Equals: isDev,
    NotEquals: !isDev,
    GreaterThan: isBig,
    LessThanOrEqualTo: !isBig,
  };
  const one = (given: Written): boolean =>
    given.Conditions?.some(one) ?? truth[given.Type] ?? false;
  return Array.isArray(list) && list.every(one);
}
