"""Text in libsvm form: ``<label>[:<weight>] [qid:<group>] <column>:<value> …`` a line."""

import numpy as np


class SparseRows:
    """Rows of which only some columns are given; the others are missing."""

    def __init__(self):
        self._row_ends = [0]
        self._columns = []
        self._values = []

    def add(self, features, index_base):
        """Adds a row from words such as ``3:0.5``; raises ValueError for anything else."""
        for word in features:
            column, value = word.split(":")
            if int(column) < index_base:
                raise ValueError(word)
            self._columns.append(int(column) - index_base)
            self._values.append(float(value))
        self._row_ends.append(len(self._columns))

    def columns(self):
        """The lowest and the highest column, counted from 0; None where no row has any."""
        return (min(self._columns), max(self._columns)) if self._columns else None

    def matrix(self, width=None):
        """A sparse matrix, of `width` columns if given: what lies beyond is left out."""
        from scipy.sparse import csr_matrix  # xgboost imports it anyway

        found = max(self._columns, default=-1) + 1
        wanted = found if width is None else width
        arrays = (np.array(self._values, dtype=np.float32), self._columns, self._row_ends)
        return csr_matrix(arrays, shape=(len(self._row_ends) - 1, max(found, wanted)))[:, :wanted]


class LibsvmError(ValueError):
    """A line that is not libsvm."""

    def __init__(self, number, line):
        super().__init__("line {} is not libsvm: {!r}".format(number, line[:50]))


def read_features(lines, index_base):
    """The features alone, as the container reads a request: a word without a colon is not looked at."""
    rows = SparseRows()
    for number, line in enumerate(lines, 1):
        try:
            rows.add((word for word in line.split() if ":" in word), index_base)
        except ValueError:
            raise LibsvmError(number, line) from None
    return rows


def read_labelled(lines):
    """Rows, labels, weights and ranking groups of training data; columns are counted from 0."""
    rows, labels, weights, groups = SparseRows(), [], [], []
    for number, line in enumerate(lines, 1):
        label, *features = line.split()
        try:
            label, colon, weight = label.partition(":")
            labels.append(float(label))
            if colon:
                weights.append(float(weight))
            if features and features[0].startswith("qid:"):
                groups.append(int(features.pop(0)[len("qid:") :]))
            rows.add(features, index_base=0)
        except ValueError:
            raise LibsvmError(number, line) from None
    return rows, labels, weights, groups
