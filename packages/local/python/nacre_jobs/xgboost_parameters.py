"""Turns the hyperparameters of XGBoost 1.0 into those of today's xgboost that do the same."""

from nacre_jobs.faults import warn
from nacre_jobs.hyperparameters import TREE_GROWERS

#: Read by the algorithm itself, or without a meaning in newer xgboost.
_NOT_PASSED_ON = (
    "num_round csv_weights early_stopping_rounds eval_metric _tuning_objective_metric "
    "silent dsplit save_model_on_termination predictor sketch_eps lambda_bias"
).split()

_GONE_UPDATERS = ("distcol", "grow_local_histmaker", "grow_skmaker")

#: Up to this many rows 1.0's tree_method "auto" was "exact", beyond it "approx".
_EXACT_ROWS = 4 << 20

#: Objectives whose metric, where none was asked for, was another one in 1.0.
_DEFAULT_METRICS = {
    "binary:logistic": "error",
    "binary:logitraw": "auc",
    "multi:softmax": "merror",
    "multi:softprob": "merror",
    "reg:gamma": "gamma-nloglik",
}


def booster_parameters(values, rows):
    """xgboost's parameters for validated hyperparameters and a training matrix of so many rows."""
    parameters = {name: value for name, value in values.items() if name not in _NOT_PASSED_ON}
    objective = parameters.get("objective", "reg:squarederror")
    parameters["objective"] = "reg:squarederror" if objective == "reg:linear" else objective
    parameters.setdefault("base_score", 0.5)
    for name in ("monotone_constraints", "interaction_constraints"):
        if name in parameters:
            parameters[name] = str(parameters[name])
    _choose_tree_method(parameters, rows)
    return parameters


def _choose_tree_method(parameters, rows):
    updaters = [name for name in parameters.pop("updater", []) if name not in _GONE_UPDATERS]
    if updaters:
        parameters["updater"] = ",".join(updaters)
        if any(name in TREE_GROWERS for name in updaters):
            parameters.pop("tree_method", None)
            return
    trees_grow = (
        parameters.get("booster") != "gblinear" and parameters.get("process_type") != "update"
    )
    if trees_grow and parameters.get("tree_method", "auto") == "auto":
        parameters["tree_method"] = "exact" if rows <= _EXACT_ROWS else "approx"


def metrics_to_report(values, labels):
    """The metrics to print, a list; empty where xgboost's own default is 1.0's too."""
    asked = list(values.get("eval_metric", []))
    tuned = values.get("_tuning_objective_metric", ":").split(":")[1]
    asked += [metric for metric in [tuned] if metric and metric not in asked]
    if asked:
        return asked
    objective = values.get("objective", "reg:squarederror")
    if objective.startswith("rank:"):
        if set(labels) <= {0, 1}:
            return ["map"]
        warn("1.0 reported map; today's xgboost has it for labels 0 and 1 only: ndcg instead.")
        return ["ndcg"]
    return [_DEFAULT_METRICS[objective]] if objective in _DEFAULT_METRICS else []
