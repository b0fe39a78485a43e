"""The hyperparameters of the XGBoost algorithm, version 1.0-1: names, values allowed, messages.

https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost_hyperparameters.html
"""

from nacre_jobs.faults import JobError
from nacre_jobs.ranges import Choice, FloatRange, IntRange, MetricNames, NestedIndexes, Signs, Words

METRICS = (
    "accuracy auc aucpr f1 map ndcg cox-nloglik error gamma-deviance gamma-nloglik logloss mae "
    "merror mlogloss mse poisson-nloglik rmse rmsle tweedie-nloglik"
).split()

_OBJECTIVES = (
    "binary:logistic binary:logitraw binary:hinge count:poisson multi:softmax multi:softprob "
    "rank:pairwise rank:ndcg rank:map reg:linear reg:squarederror reg:logistic reg:gamma "
    "reg:squaredlogerror reg:tweedie survival:cox"
).split()

TREE_GROWERS = (
    "grow_colmaker distcol grow_histmaker grow_local_histmaker grow_quantile_histmaker".split()
)
_TREE_UPDATERS = TREE_GROWERS + ["grow_skmaker", "sync", "refresh", "prune"]
_LINEAR_UPDATERS = ["shotgun", "coord_descent"]

_FLAG = IntRange(least=0, most=1)
_SHARE = FloatRange(above=0, most=1)
_FROM_ZERO = FloatRange(least=0)
_ZERO_TO_ONE = FloatRange(least=0, most=1)

_RANGES = {
    "num_round": IntRange(least=1),
    "csv_weights": _FLAG,
    "early_stopping_rounds": IntRange(least=1),
    "booster": Choice(["gbtree", "gblinear", "dart"]),
    "silent": _FLAG,
    "verbosity": IntRange(least=0, most=3),
    "nthread": IntRange(least=1),
    "eta": _ZERO_TO_ONE,
    "gamma": _FROM_ZERO,
    "max_depth": IntRange(least=0),
    "min_child_weight": _FROM_ZERO,
    "max_delta_step": _FROM_ZERO,
    "subsample": _SHARE,
    "colsample_bytree": _SHARE,
    "colsample_bylevel": _SHARE,
    "colsample_bynode": _SHARE,
    "lambda": _FROM_ZERO,
    "alpha": _FROM_ZERO,
    "tree_method": Choice(["auto", "exact", "approx", "hist"]),
    "sketch_eps": FloatRange(above=0, below=1),
    "scale_pos_weight": FloatRange(above=0),
    "updater": Words(_TREE_UPDATERS + _LINEAR_UPDATERS),
    "dsplit": Choice(["row", "col"]),
    "refresh_leaf": _FLAG,
    "process_type": Choice(["default", "update"]),
    "grow_policy": Choice(["depthwise", "lossguide"]),
    "max_leaves": IntRange(least=0),
    "max_bin": IntRange(least=0),
    "predictor": Choice(["cpu_predictor"]),
    "monotone_constraints": Signs(),
    "interaction_constraints": NestedIndexes(),
    "sample_type": Choice(["uniform", "weighted"]),
    "normalize_type": Choice(["tree", "forest"]),
    "rate_drop": _ZERO_TO_ONE,
    "one_drop": _FLAG,
    "skip_drop": _ZERO_TO_ONE,
    "lambda_bias": _ZERO_TO_ONE,
    "tweedie_variance_power": FloatRange(above=1, below=2),
    "objective": Choice(_OBJECTIVES),
    "num_class": IntRange(least=2),
    "base_score": _FROM_ZERO,
    "_tuning_objective_metric": Choice(["validation:" + metric for metric in METRICS]),
    "eval_metric": MetricNames(METRICS),
    "seed": IntRange(above=-(2**31), below=2**31 - 1),
    "num_parallel_tree": IntRange(least=1),
    "save_model_on_termination": Choice(["true", "false"]),
}

_ALIASES = {
    "learning_rate": "eta",
    "min_split_loss": "gamma",
    "reg_lambda": "lambda",
    "reg_alpha": "alpha",
}


def validate(given):
    """Parsed values of hyperparameters given as text, by name; aliases become the names they stand for.

    The checks come in the container's order, so that of several faults the same one is reported.
    """
    texts = {_ALIASES.get(name, name): text for name, text in given.items()}
    if "num_round" not in texts:
        raise JobError("Missing required hyperparameter: num_round")
    values = {}
    for name, text in texts.items():
        if name not in _RANGES:
            raise JobError("Extraneous hyperparameter found: {}".format(name))
        try:
            values[name] = _RANGES[name].parse(text)
        except (ValueError, SyntaxError, TypeError):
            raise JobError("Hyperparameter {}: could not parse value {!r}".format(name, text)) from None
    for name, value in values.items():
        _RANGES[name].check(name, value)
    _check_together(values)
    return values


def _check_together(values):
    objective = values.get("objective", "reg:squarederror")
    if objective.startswith("multi:") and "num_class" not in values:
        raise JobError("Require input for parameter 'num_class' for multi-classification")
    if "auc" in values.get("eval_metric", []) and not objective.startswith(("binary:", "rank:")):
        raise JobError("Metric 'auc' can only be applied for classification and ranking problems.")
    _check_updaters(values)
    _needs_tree_method(values, "monotone_constraints", ("exact", "hist"))
    _needs_tree_method(values, "interaction_constraints", ("exact", "hist", "approx"))


def _check_updaters(values):
    updaters = values.get("updater")
    if updaters is None:
        return
    if values.get("booster") == "gblinear":
        if len(updaters) != 1 or updaters[0] not in _LINEAR_UPDATERS:
            raise JobError("Linear updater should be one of: {}".format(", ".join(_LINEAR_UPDATERS)))
    elif values.get("process_type") == "update":
        if not all(updater in ("refresh", "prune") for updater in updaters):
            raise JobError(
                "process_type 'update' can only be used with updater 'refresh' and 'prune'"
            )
    elif not all(updater in _TREE_UPDATERS for updater in updaters):
        raise JobError("Tree updater should be selected from: {}".format(", ".join(_TREE_UPDATERS)))
    elif sum(updater in TREE_GROWERS for updater in updaters) > 1:
        raise JobError("Only one tree grow plugin can be selected: {}".format(", ".join(TREE_GROWERS)))


def _needs_tree_method(values, name, methods):
    if name in values and values.get("tree_method") not in methods:
        raise JobError(
            "{} can be used only when the tree_method parameter is set to {}.".format(
                name, " or ".join(repr(method) for method in methods)
            )
        )
