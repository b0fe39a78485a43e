"""Reads a training channel: CSV or libsvm files as the XGBoost 1.0-1 container reads them."""

import csv
import os
import re

import numpy as np

from nacre_jobs.content_types import CSV, short_content_type
from nacre_jobs.faults import JobError, warn
from nacre_jobs.libsvm import LibsvmError, read_labelled

_LEADING_NUMBER = re.compile(r"\s*[\"']?([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")


class TrainingData:
    """Features, labels and, where the files have them, weights and ranking groups."""

    def __init__(self, features, labels, weights=None, groups=None):
        self.features = features
        self.labels = labels
        self.weights = weights
        self.groups = groups


def read_channel(folder, content_type, csv_weights=False):
    """The data of a channel's folder; None where it has no files or only empty ones."""
    files = _data_files(folder)
    if sum(os.path.getsize(file) for file in files) == 0:
        return None
    if short_content_type(content_type) == CSV:
        return _read_csv(files, csv_weights)
    return _read_libsvm(files)


def _data_files(folder):
    """The files of the first folder without folders of its own: the container looks at no other."""
    if not os.path.isdir(folder):
        return []
    chosen, all_files = None, []
    for root, folders, names in sorted(os.walk(folder)):
        if any(name.startswith(".") for name in names):
            raise JobError("Hidden file found in the data path! Remove that before training.")
        files = [os.path.join(root, name) for name in sorted(names)]
        all_files += files
        if chosen is None and not folders:
            chosen = files
    if chosen != all_files:
        warn(
            "of the {} files in {} only the {} in the first folder without subfolders are read, "
            "as the XGBoost container does.".format(len(all_files), folder, len(chosen))
        )
    return chosen


def _read_lines(file):
    with open(file, encoding="utf-8", errors="replace") as text:
        return [line for line in text.read().splitlines() if line.strip()]


def _read_csv(files, csv_weights):
    rows_by_file = [(file, _read_lines(file)) for file in files]
    delimiter = _sniff(next(lines[0] for _, lines in rows_by_file if lines))
    table = _stack(
        [_parse_csv(file, lines, delimiter) for file, lines in rows_by_file if lines]
    )
    first_feature = 2 if csv_weights else 1
    if table.shape[1] <= first_feature:
        raise JobError(
            "CSV data must have a label{} and at least one feature a line; {} has {} column.".format(
                ", a weight" if csv_weights else "", os.path.basename(files[0]), table.shape[1]
            )
        )
    weights = table[:, 1] if csv_weights else None
    return TrainingData(table[:, first_feature:], table[:, 0], weights)


def _sniff(line):
    try:
        delimiter = csv.Sniffer().sniff(line + "\n").delimiter
        if delimiter.isalnum():  # the sniffer's guess for a line of one cell
            raise csv.Error("it has one column")
    except csv.Error as error:
        raise JobError(
            "Could not determine delimiter on line {}: {}".format(line[:50], error)
        ) from None
    return delimiter


def _parse_csv(file, lines, delimiter):
    try:
        return np.loadtxt(lines, delimiter=delimiter, dtype=np.float32, ndmin=2, comments=None)
    except ValueError:
        return _parse_uneven_csv(file, lines, delimiter)


def _parse_uneven_csv(file, lines, delimiter):
    """CSV with cells that are no numbers, or lines of several lengths, read as the container reads them:
    a cell counts as the number it begins with, otherwise as 0; what a line lacks is missing."""
    rows = [line.split(delimiter) for line in lines]
    width = max(len(row) for row in rows)
    table = np.full((len(rows), width), np.nan, dtype=np.float32)
    odd = []
    for row, cells in enumerate(rows):
        if len(cells) == 1:
            raise JobError(
                "Failed to load csv data: delimiter {!r} is not found in line {} of {}.".format(
                    delimiter, row + 1, os.path.basename(file)
                )
            )
        if len(cells) < width:
            odd.append("line {} has {} of {} columns".format(row + 1, len(cells), width))
        for column, cell in enumerate(cells):
            try:
                table[row, column] = float(cell)
            except ValueError:
                number = _LEADING_NUMBER.match(cell)
                table[row, column] = float(number.group(1)) if number else 0.0
                odd.append("line {} column {} is {!r}".format(row + 1, column + 1, cell[:20]))
    warn(
        "{}: {}{}. The XGBoost 1.0-1 container trains on this without a word (a cell that is no number "
        "counts as 0), and so does this run.".format(
            os.path.basename(file), "; ".join(odd[:3]), " …" if len(odd) > 3 else ""
        )
    )
    return table


def _stack(tables):
    width = max(table.shape[1] for table in tables)
    padded = [
        np.pad(table, ((0, 0), (0, width - table.shape[1])), constant_values=np.nan)
        for table in tables
    ]
    return np.concatenate(padded)


def _read_libsvm(files):
    lines = [line for file in files for line in _read_lines(file)]
    try:
        rows, labels, weights, groups = read_labelled(lines)
    except LibsvmError as error:
        raise JobError(
            "Failed to load libsvm data: {}. The channel's content type is text/libsvm unless "
            "ContentType says text/csv.".format(error)
        ) from None
    for name, found in (("weight", weights), ("qid", groups)):
        if found and len(found) != len(labels):
            raise JobError(
                "Failed to load libsvm data: some lines have a {}, others none.".format(name)
            )
    return TrainingData(rows.matrix(), labels, weights or None, groups or None)
