"""Checks the quality of data as SageMaker Model Monitor does: statistics, constraints, violations.

Formats: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-statistics.html and the
pages beside it. The rules are those of Deequ, the open library that Model Monitor is built on.
"""

import argparse
import glob
import json
import os
import sys

import pandas as pd

from nacre_jobs.faults import JobError, run_job
from nacre_jobs.quality_profile import profile, suggest
from nacre_jobs.quality_violations import violations


def _read(folder, text):
    """The dataset of a folder, every value as text or missing."""
    found = glob.glob(os.path.join(folder, "**"), recursive=True)
    files = sorted(path for path in found if os.path.isfile(path))
    if not files:
        raise JobError("The dataset has no files.")
    dataset_format = json.loads(text)
    if "csv" in dataset_format:
        has_header = dataset_format["csv"].get("header") is True
        frames = [_read_csv(path, has_header) for path in files]
    else:
        frames = [pd.read_json(path, lines=True, dtype=False) for path in files]
    data = pd.concat(frames, ignore_index=True)
    if data.empty:
        raise JobError("The dataset has no rows.")
    return data.apply(lambda column: column.map(_as_text))


def _read_csv(path, has_header):
    header = 0 if has_header else None
    data = pd.read_csv(path, header=header, dtype=str, keep_default_na=False, na_values=[""])
    if not has_header:
        data.columns = [f"_c{index}" for index in range(len(data.columns))]
    return data


def _as_text(value):
    if value is None or (isinstance(value, float) and value != value):
        return None
    return value if isinstance(value, str) else json.dumps(value)


def _write(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=2)


def _load(path):
    if path is None:
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    """Writes statistics.json, constraints.json and, with a baseline, constraint_violations.json."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--baseline-statistics")
    parser.add_argument("--baseline-constraints")
    options = parser.parse_args()
    output = os.environ["output_path"]
    data = _read(os.environ["dataset_source"], os.environ["dataset_format"])
    statistics = profile(data)
    _write(output, "statistics.json", statistics)
    _write(output, "constraints.json", suggest(data, statistics))
    constraints = _load(options.baseline_constraints)
    if constraints is None:
        return
    found = violations(data, statistics, constraints, _load(options.baseline_statistics))
    _write(output, "constraint_violations.json", {"violations": found})
    for violation in found:
        print("{constraint_check_type}: {feature_name}: {description}".format(**violation))


if __name__ == "__main__":
    sys.exit(run_job(main))
