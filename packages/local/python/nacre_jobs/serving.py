"""Answers requests for predictions as the XGBoost 1.0-1 container does."""

import csv
import math
import os
import pickle

import numpy as np

from nacre_jobs.content_types import CSV, short_content_type
from nacre_jobs.faults import JobError, warn
from nacre_jobs.libsvm import read_features
from nacre_jobs.light_xgboost import xgboost


def load_model(folder):
    """The Booster in a model folder: its first file, pickled or in one of xgboost's own formats."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    files = [file for file in (os.path.join(folder, name) for name in names) if os.path.isfile(file)]
    if not files:
        raise JobError("Unable to load model: no file in {}".format(folder))
    try:
        with open(files[0], "rb") as file:
            booster = pickle.load(file)
    except Exception as not_a_pickle:
        booster = xgboost.Booster()
        try:
            booster.load_model(files[0])
        except xgboost.core.XGBoostError as error:
            raise JobError(
                "Unable to load model: {} is neither a pickled Booster ({}) nor an xgboost model ({})".format(
                    files[0], not_a_pickle, str(error).split("Stack trace:")[0].strip()
                )
            ) from None
    # The container runs a worker a core with one thread each; many small requests are faster so, too.
    booster.set_param("nthread", 1)
    return booster


class Scorer:
    """Predicts the payloads of one object."""

    def __init__(self, booster, content_type, index_base):
        self.booster = booster
        self.features = booster.num_features()
        self.index_base = index_base
        self.is_csv = short_content_type(content_type) == CSV
        self._lowest, self._highest = math.inf, -1

    def answer(self, payload):
        """The response to one payload: a prediction a line; empty for an empty payload."""
        if not payload:
            return ""
        matrix = self._csv_matrix(payload) if self.is_csv else self._libsvm_matrix(payload)
        predictions = self.booster.predict(
            xgboost.DMatrix(matrix, nthread=1),
            validate_features=False,
            iteration_range=(0, self._rounds()),
        )
        return "\n".join(map(str, predictions.tolist())) + "\n"

    def warn_of_one_based_columns(self, name):
        """To be called after the last payload: says if the columns look counted from 1."""
        if self.index_base == 0 and self._lowest == 1 and self._highest == self.features:
            warn(
                "{}: its libsvm columns look counted from 1 (no column 0, highest column {}, and the model "
                "has {} features). The XGBoost 1.0-1 container counts from 0, so every feature is taken for "
                "the one after it and the predictions are wrong, here as in SageMaker. Remedy: count the "
                "columns from 0 in the file; or, in a local run only, --libsvm-one-based reads them as "
                "meant.".format(name, self._highest, self.features)
            )

    def _rounds(self):
        """How many rounds predict: those up to the best where training stopped early, else all (0)."""
        best = self.booster.attr("best_iteration")
        return 0 if best is None else int(best) + 1

    def _csv_matrix(self, payload):
        try:
            lines = payload.strip().decode("utf-8").split("\n")
            delimiter = csv.Sniffer().sniff(lines[0][:512]).delimiter
            delimiter = "," if delimiter.isalnum() else delimiter
            table = np.array([_numbers(line, delimiter) for line in lines], dtype=np.float64)
        except (csv.Error, ValueError) as error:
            raise JobError(
                "415 Unsupported Media Type: Loading csv data failed with Exception, please ensure "
                "data is in csv format: {}".format(error)
            ) from None
        width = table.shape[1]
        if width not in (self.features, self.features - 1):
            raise JobError(
                "400 Bad Request: Unable to evaluate payload provided: Feature size of csv inference data "
                "{} is not consistent with feature size of trained model {}.".format(width, self.features)
            )
        return np.pad(table, ((0, 0), (0, self.features - width)), constant_values=np.nan)

    def _libsvm_matrix(self, payload):
        try:
            rows = read_features(payload.strip().decode("utf-8").split("\n"), self.index_base)
            columns = rows.columns()
            if columns is None:
                raise ValueError("no line has a column:value pair")
        except ValueError as error:
            raise JobError(
                "415 Unsupported Media Type: Loading libsvm data failed with Exception, please ensure "
                "data is in libsvm format: {}. Without a ContentType the data is taken for "
                "text/libsvm.".format(error)
            ) from None
        lowest, highest = columns
        self._lowest = min(lowest, self._lowest)
        self._highest = max(highest, self._highest)
        # One column too many is let through, and left out: that is how columns counted from 1 pass.
        if highest > self.features:
            raise JobError(
                "400 Bad Request: Unable to evaluate payload provided: Feature size of libsvm inference data "
                "{} is larger than feature size of trained model {}.".format(highest + 1, self.features)
            )
        return rows.matrix(self.features)


def _numbers(line, delimiter):
    return [float(cell) if cell else np.nan for cell in line.split(delimiter)]
