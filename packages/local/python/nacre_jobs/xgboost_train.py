"""The training job of the XGBoost algorithm: ``python -m nacre_jobs.xgboost_train``.

Reads hyperparameters and channels under /opt/ml/input, writes the model, a pickled Booster, to
/opt/ml/model/xgboost-model. Exit status 0, or 1 with the reason in /opt/ml/output/failure.
"""

import json
import os
import pickle
import sys

from nacre_jobs.channels import check_channels
from nacre_jobs.faults import JobError, run_job
from nacre_jobs.hyperparameters import validate
from nacre_jobs.paths import opt_ml

#: With no more values than this, several threads cost more time than they save.
_ONE_THREAD_CELLS = 100_000


def main():
    values = validate(_read_config("hyperparameters.json"))
    channels = _read_config("inputdataconfig.json")
    check_channels(channels)
    # Only now what takes long to import: a fault above is told at once.
    booster = _train(values, channels)
    os.makedirs(opt_ml("model"), exist_ok=True)
    with open(opt_ml("model", "xgboost-model"), "wb") as file:
        pickle.dump(booster, file)


def _read_config(name):
    with open(opt_ml("input", "config", name), encoding="utf-8") as file:
        return json.load(file)


def _train(values, channels):
    train = _read_data("train", channels, values.get("csv_weights") == 1)
    if train.features.size <= _ONE_THREAD_CELLS:
        values.setdefault("nthread", 1)
    evaluated = [(_matrix(train, values), "train")]
    print("INFO: Train matrix has {} rows".format(len(train.labels)))
    if "validation" in channels:
        validation = _read_data("validation", channels, False)
        evaluated.append((_matrix(validation, values), "validation"))
        print("INFO: Validation matrix has {} rows".format(len(validation.labels)), flush=True)
    return _boost(values, evaluated, train.labels)


def _read_data(channel, channels, csv_weights):
    from nacre_jobs.training_data import read_channel

    folder = opt_ml("input", "data", channel)
    data = read_channel(folder, channels[channel].get("ContentType"), csv_weights)
    if data is None:
        kind = "training" if channel == "train" else channel
        raise JobError("No data in {} channel path {}".format(kind, folder))
    return data


def _matrix(data, values):
    from nacre_jobs.light_xgboost import xgboost

    return xgboost.DMatrix(
        data.features,
        label=data.labels,
        weight=data.weights,
        qid=data.groups,
        nthread=values.get("nthread"),
    )


def _boost(values, evaluated, labels):
    from nacre_jobs.light_xgboost import xgboost
    from nacre_jobs.metrics import CONTAINER_METRICS, report
    from nacre_jobs.xgboost_parameters import booster_parameters, metrics_to_report

    class PrintMetrics(xgboost.callback.TrainingCallback):
        """Prints a round's metrics as 1.0 did; the metric definitions of training jobs read these lines."""

        def after_iteration(self, model, epoch, evals_log):
            parts = [
                "{}-{}:{:.5f}".format(data, metric, scores[-1])
                for data, metrics in evals_log.items()
                for metric, scores in metrics.items()
            ]
            print("[{}]\t{}".format(epoch, "\t".join(parts)), flush=True)
            return False

    parameters = booster_parameters(values, len(labels))
    metrics = metrics_to_report(values, labels)
    ours = [metric for metric in metrics if metric in CONTAINER_METRICS]
    theirs = [metric for metric in metrics if metric not in CONTAINER_METRICS]
    if theirs:
        parameters["eval_metric"] = theirs
    elif ours:
        parameters["disable_default_eval_metric"] = 1
    try:
        return xgboost.train(
            parameters,
            evaluated[0][0],
            num_boost_round=values["num_round"],
            evals=evaluated,
            custom_metric=report(ours) if ours else None,
            early_stopping_rounds=values.get("early_stopping_rounds"),
            callbacks=[PrintMetrics()],
            verbose_eval=False,
        )
    except (xgboost.core.XGBoostError, ValueError) as error:
        # Below the first lines is a stack trace of C++ functions.
        message = str(error).split("Stack trace:")[0].strip()
        raise JobError("XGB train call failed with exception: {}".format(message)) from error


if __name__ == "__main__":
    sys.exit(run_job(main))
