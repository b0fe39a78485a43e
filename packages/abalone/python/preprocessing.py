"""Makes training, validation and test data from the abalone CSV.

Reads  <base>/input/abalone-dataset.csv, no header: sex,length,diameter,height,whole_weight,
       shucked_weight,viscera_weight,shell_weight,rings; an empty field is a missing value.
Writes <base>/{train/train,validation/validation,test/test}.csv, no header, rings first, then the seven
       measures scaled to mean 0 and standard deviation 1, then one column for each sex.

Runs in AWS's scikit-learn 0.23 container (Python 3.7) as well as with today's packages.
"""

import argparse
import os
import sys

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

MEASURES = [
    "length",
    "diameter",
    "height",
    "whole_weight",
    "shucked_weight",
    "viscera_weight",
    "shell_weight",
]
COLUMNS = ["sex"] + MEASURES + ["rings"]

# Shares of the rows; test gets the rest.
TRAIN, VALIDATION = 0.70, 0.15


class InputError(Exception):
    """A fault in the data: told in one line, without a traceback."""


def read_dataset(path):
    """The CSV as a table, with what is wrong in it told by line and column."""
    rows = []
    # Spreadsheets put a mark before the first field, which would count as part of its sex.
    with open(path, encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            cells = [cell.strip() for cell in line.rstrip("\r\n").split(",")]
            if cells == [""]:
                continue
            if len(cells) != len(COLUMNS):
                raise InputError(
                    "line {} has {} columns, wanted {}: {}".format(
                        number, len(cells), len(COLUMNS), ",".join(COLUMNS)
                    )
                )
            rows.append([cells[0] or np.nan] + [to_number(cells, at, number) for at in range(1, 9)])
    if not rows:
        raise InputError("it has no rows")
    table = pd.DataFrame(rows, columns=COLUMNS)
    empty = [name for name in COLUMNS if table[name].isna().all()]
    if empty:
        raise InputError("column {} has no values at all".format(", ".join(empty)))
    if table["rings"].isna().any():
        raise InputError("rows without rings, the value to predict, are of no use: remove them")
    return table


def to_number(cells, at, number):
    if not cells[at]:
        return np.nan
    try:
        value = float(cells[at])
    except ValueError:
        value = np.inf
    if np.isinf(value):
        raise InputError(
            "line {}, column {} ({}) is not a number: {!r}".format(
                number, at + 1, COLUMNS[at], cells[at][:40]
            )
        )
    return value


def preprocess(table):
    """An array of the label and the features of every row, ready for XGBoost."""
    measures = Pipeline(
        [("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())]
    )
    sex = Pipeline(
        [
            ("impute", SimpleImputer(strategy="constant", fill_value="missing")),
            ("encode", OneHotEncoder(handle_unknown="ignore")),
        ]
    )
    # sparse_threshold 0 asks for an ordinary array: OneHotEncoder's own argument for it was renamed.
    features = ColumnTransformer(
        [("measures", measures, MEASURES), ("sex", sex, ["sex"])], sparse_threshold=0
    ).fit_transform(table.drop(columns="rings").astype({"sex": object}))
    return np.column_stack([table["rings"].to_numpy(), features])


def split(rows, seed):
    """Train, validation and test rows, in an order that depends on the seed alone."""
    shuffled = rows[np.random.RandomState(seed).permutation(len(rows))]
    ends = [int(TRAIN * len(rows)), int((TRAIN + VALIDATION) * len(rows))]
    parts = dict(zip(["train", "validation", "test"], np.split(shuffled, ends)))
    for name, part in parts.items():
        if len(part) == 0:
            raise InputError("{} rows are too few: none is left for {}".format(len(rows), name))
    return parts


def write(rows, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    pd.DataFrame(rows).to_csv(path, header=False, index=False)
    print("{}: {} rows, {} columns".format(path, rows.shape[0], rows.shape[1]))


def to_seed(text):
    try:
        seed = int(text)
    except ValueError:
        seed = -1
    if not 0 <= seed < 2 ** 32:
        sys.exit("ERROR: the seed (--seed, PREPROCESSING_SEED) is {!r}, wanted a whole number "
                 "from 0 to {}".format(text[:40], 2 ** 32 - 1))
    return seed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--base-dir", default="/opt/ml/processing")
    parser.add_argument(
        "--seed",
        type=to_seed,
        # argparse reads a default that is a text as it reads the argument.
        default=os.environ.get("PREPROCESSING_SEED", "0"),
        help="of the shuffle; default: environment variable PREPROCESSING_SEED, else 0",
    )
    arguments = parser.parse_args()

    source = os.path.join(arguments.base_dir, "input", "abalone-dataset.csv")
    try:
        parts = split(preprocess(read_dataset(source)), arguments.seed)
    except FileNotFoundError:
        sys.exit("ERROR: {} is not there".format(source))
    except UnicodeDecodeError as error:
        sys.exit("ERROR: {} is not UTF-8 text: {}".format(source, error))
    except InputError as error:
        sys.exit("ERROR: {}: {}".format(source, error))
    for name, rows in parts.items():
        write(rows, os.path.join(arguments.base_dir, name, name + ".csv"))


if __name__ == "__main__":
    main()
