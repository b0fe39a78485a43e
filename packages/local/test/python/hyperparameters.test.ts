import { beforeAll, describe, expect, it } from "vitest";
import { runPython } from "./python-job.ts";

const VALIDATE = `
import json, sys
from nacre_jobs.faults import JobError
from nacre_jobs.hyperparameters import validate
for given in json.loads(sys.argv[1]):
    try:
        print(json.dumps(validate(given)))
    except JobError as error:
        print(json.dumps(str(error)))
`;

const refused: readonly (readonly [Record<string, string>, string])[] = [
  [{}, "Missing required hyperparameter: num_round"],
  [{ eta: "0.2" }, "Missing required hyperparameter: num_round"],
  [{ num_round: "5", max_dept: "5" }, "Extraneous hyperparameter found: max_dept"],
  [{ num_round: "many" }, "Hyperparameter num_round: could not parse value 'many'"],
  [{ num_round: "5.0" }, "Hyperparameter num_round: could not parse value '5.0'"],
  [{ num_round: "0" }, "Hyperparameter num_round: 0 is not in [1, +inf)"],
  [{ num_round: "5", eta: "1.5" }, "Hyperparameter eta: 1.5 is not in [0, 1]"],
  [{ num_round: "5", learning_rate: "-1" }, "Hyperparameter eta: -1.0 is not in [0, 1]"],
  [{ num_round: "5", subsample: "0" }, "Hyperparameter subsample: 0.0 is not in (0, 1]"],
  [
    { num_round: "5", booster: "tree" },
    "Hyperparameter booster: tree is not in ['gbtree', 'gblinear', 'dart']",
  ],
  [
    { num_round: "5", eval_metric: "rmse,r2" },
    "Hyperparameter eval_metric: value ['rmse', 'r2'] not in range",
  ],
  [{ num_round: "5", eval_metric: "rmse@2" }, "Metric 'rmse@2' is not supported"],
  [
    { num_round: "5", eval_metric: "error@x" },
    "Threshold value 't' in 'error@t' expects float input.",
  ],
  [
    { num_round: "5", eval_metric: "auc" },
    "Metric 'auc' can only be applied for classification and ranking problems.",
  ],
  [
    { num_round: "5", objective: "multi:softmax" },
    "Require input for parameter 'num_class' for multi-classification",
  ],
  [
    { num_round: "5", monotone_constraints: "(1,-1)" },
    "monotone_constraints can be used only when the tree_method",
  ],
  [
    { num_round: "5", tree_method: "hist", monotone_constraints: "(2,)" },
    "Hyperparameter monotone_constraints: value (2,) not in range [-1, 0, 1]",
  ],
  [{ num_round: "5", updater: "prune,shotgun" }, "Tree updater should be selected from"],
  [
    { num_round: "5", updater: "grow_colmaker,grow_histmaker" },
    "Only one tree grow plugin can be selected",
  ],
  [
    { num_round: "5", process_type: "update", updater: "sync" },
    "process_type 'update' can only be used with",
  ],
];

const accepted: readonly (readonly [Record<string, string>, Record<string, unknown>])[] = [
  [
    { num_round: "50", max_depth: "5", eta: "0.2", objective: "reg:linear", silent: "0" },
    { num_round: 50, max_depth: 5, eta: 0.2, objective: "reg:linear", silent: 0 },
  ],
  [
    { num_round: "1", learning_rate: "0.1", min_split_loss: "4", reg_lambda: "2", reg_alpha: "3" },
    { num_round: 1, eta: 0.1, gamma: 4, lambda: 2, alpha: 3 },
  ],
  [
    { num_round: "1", objective: "binary:logistic", eval_metric: "auc,error@0.7" },
    { num_round: 1, objective: "binary:logistic", eval_metric: ["auc", "error@0.7"] },
  ],
  [
    { num_round: "1", _tuning_objective_metric: "validation:rmse", seed: "-7" },
    { num_round: 1, _tuning_objective_metric: "validation:rmse", seed: -7 },
  ],
  [
    { num_round: "1", tree_method: "hist", interaction_constraints: "[[1,2],[3]]" },
    { num_round: 1, tree_method: "hist", interaction_constraints: [[1, 2], [3]] },
  ],
];

describe("hyperparameters of XGBoost 1.0-1", () => {
  let results: unknown[];

  beforeAll(async () => {
    const given = [...refused, ...accepted].map(([hyperparameters]) => hyperparameters);
    const { stdout, stderr } = await runPython(["-c", VALIDATE, JSON.stringify(given)]);
    if (stderr !== "") throw new Error(stderr);
    results = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  }, 600_000);

  it.each(refused.map(([given, wanted], index) => ({ given, wanted, index })))(
    "refuses $given: $wanted",
    ({ wanted, index }) => {
      expect(results[index]).toContain(wanted);
    },
  );

  it.each(accepted.map(([given, wanted], index) => ({ given, wanted, index })))(
    "accepts $given",
    ({ wanted, index }) => {
      expect(results[refused.length + index]).toEqual(wanted);
    },
  );
});
