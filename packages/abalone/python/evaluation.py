"""Measures how well the trained model predicts the test data.

Reads  <base>/model/model.tar.gz with an XGBoost model, and <base>/test/test.csv, no header, label first.
Writes <base>/evaluation/evaluation.json with regression_metrics.mse.{value,standard_deviation}: the mean
       squared error, and the standard deviation of the errors.

Runs in AWS's XGBoost 1.0 container (Python 3.7) as well as with today's packages.
"""

import argparse
import json
import os
import pickle
import shutil
import sys
import tarfile
import tempfile

import numpy as np
import xgboost

# A model of a hundred bytes in an archive of a hundred megabytes of zeros is not one of ours.
MOST_BYTES = 4 * 1024 ** 3


class InputError(Exception):
    """A fault in the inputs: told in one line, without a traceback."""


def unpack_model(archive, folder):
    """Unpacks the archive's plain files, by their bare names, into the folder; returns their paths."""
    paths = []
    left = MOST_BYTES
    with tarfile.open(archive, "r:*") as tar:
        for member in tar:
            name = os.path.normpath(member.name)
            if member.isdir():
                continue
            if not member.isfile():
                raise InputError("{} is a link or a device, not a file".format(member.name))
            if os.path.isabs(name) or name.startswith(".."):
                raise InputError("{} would be unpacked elsewhere".format(member.name))
            left -= member.size
            if left < 0:
                raise InputError("it unpacks to more than {} bytes".format(MOST_BYTES))
            if os.path.dirname(name):
                continue  # a folder's files, code or checkpoints, are not the model
            path = os.path.join(folder, name)
            with tar.extractfile(member) as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target)
            paths.append(path)
    return paths


def load_model(paths):
    """The model: a pickled Booster, as the container writes it, or a file of xgboost's own."""
    named = [path for path in paths if os.path.basename(path).startswith("xgboost-model")]
    models = named or [path for path in paths if path.endswith((".json", ".ubj", ".bin", ".model"))]
    if not models:
        names = ", ".join(os.path.basename(path) for path in paths) or "nothing"
        raise InputError("there is no xgboost-model in it, but {}".format(names))
    try:
        with open(models[0], "rb") as file:
            return pickle.load(file)
    except Exception as not_a_pickle:
        booster = xgboost.Booster()
        try:
            booster.load_model(models[0])
        except xgboost.core.XGBoostError as error:
            raise InputError(
                "{} is neither a pickled model ({}) nor xgboost's own format ({})".format(
                    os.path.basename(models[0]), not_a_pickle, str(error).split("\n")[0]
                )
            )
        return booster


def read_test_data(path):
    """Features and labels of the test data."""
    if os.path.getsize(path) == 0:
        raise InputError("it is empty")
    try:
        rows = np.loadtxt(path, delimiter=",", ndmin=2)
    except ValueError as error:
        raise InputError(str(error))
    return rows[:, 1:], rows[:, 0]


def evaluate(model, features, labels):
    predictions = model.predict(xgboost.DMatrix(features))
    errors = labels - predictions
    return {
        "regression_metrics": {
            "mse": {
                "value": float(np.mean(errors ** 2)),
                "standard_deviation": float(np.std(errors)),
            }
        }
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--base-dir", default="/opt/ml/processing")
    base_dir = parser.parse_args().base_dir

    archive = os.path.join(base_dir, "model", "model.tar.gz")
    test_data = os.path.join(base_dir, "test", "test.csv")
    reading = archive
    folder = tempfile.mkdtemp()
    try:
        model = load_model(unpack_model(archive, folder))
        reading = test_data
        features, labels = read_test_data(test_data)
    except FileNotFoundError:
        sys.exit("ERROR: {} is not there".format(reading))
    except (InputError, tarfile.TarError, EOFError) as error:
        sys.exit("ERROR: {}: {}".format(reading, error))
    finally:
        shutil.rmtree(folder)

    report = evaluate(model, features, labels)
    path = os.path.join(base_dir, "evaluation", "evaluation.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(report, file)
    print("mse {value}, standard deviation of the errors {standard_deviation}".format(
        **report["regression_metrics"]["mse"]
    ))


if __name__ == "__main__":
    main()
