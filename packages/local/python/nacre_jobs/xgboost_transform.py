"""The transform job of the XGBoost algorithm: ``python -m nacre_jobs.xgboost_transform``.

Predicts objects with the model in /opt/ml/model and writes one prediction a line. Nothing is written
for an object if any of its payloads fails. Exit status 0, or 1 with the reason in /opt/ml/output/failure.
"""

import argparse
import os
import sys

from nacre_jobs.faults import JobError, run_job
from nacre_jobs.paths import opt_ml
from nacre_jobs.payloads import MEGABYTE, payloads


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="nacre_jobs.xgboost_transform", description=__doc__)
    parser.add_argument("--input", required=True, help="an object, or a folder of objects")
    parser.add_argument(
        "--output", required=True, help="a file; for a folder, the folder that gets <object>.out"
    )
    parser.add_argument("--content-type", help="text/csv or text/libsvm (which none means, too)")
    parser.add_argument("--split-type", choices=["None", "Line"], default="None")
    parser.add_argument("--max-payload-mb", type=int, default=6, help="0: no limit")
    parser.add_argument(
        "--batch-strategy", choices=["MultiRecord", "SingleRecord"], default="MultiRecord"
    )
    parser.add_argument(
        "--libsvm-index-base",
        type=int,
        choices=[0, 1],
        default=0,
        help="what the first libsvm column is called; the container counts from 0",
    )
    return parser.parse_args(arguments)


def main(options):
    # Only now what takes long to import.
    from nacre_jobs.serving import load_model

    booster = load_model(opt_ml("model"))
    faults = []
    for source, target in _objects(options.input, options.output):
        try:
            _transform(booster, source, target, options)
        except JobError as error:
            faults.append("{}: {}".format(os.path.basename(source), error))
    if faults:
        raise JobError("\n".join(faults))


def _objects(source, target):
    """Pairs of an object and the file for its predictions."""
    if os.path.isfile(source):
        return [(source, target)]
    pairs = []
    for root, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            relative = os.path.relpath(os.path.join(root, name), source)
            pairs.append((os.path.join(source, relative), os.path.join(target, relative + ".out")))
    if not pairs:
        raise JobError("No data in {}".format(source))
    return pairs


def _transform(booster, source, target, options):
    from nacre_jobs.serving import Scorer

    scorer = Scorer(booster, options.content_type, options.libsvm_index_base)
    with open(source, "rb") as file:
        content = file.read()
    limit = options.max_payload_mb * MEGABYTE
    parts = payloads(content, options.split_type, options.batch_strategy, limit)
    answers = [scorer.answer(payload) for payload in parts]
    scorer.warn_of_one_based_columns(os.path.basename(source))
    os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
    with open(target, "w", encoding="utf-8") as file:
        file.writelines(answers)


if __name__ == "__main__":
    sys.exit(run_job(main, parse_arguments(sys.argv[1:])))
