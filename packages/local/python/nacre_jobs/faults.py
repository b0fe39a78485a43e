"""How a job ends when something is wrong, and how it tells the user what is merely odd."""

import os
import sys
import traceback

from nacre_jobs.paths import opt_ml


class JobError(Exception):
    """A fault in what the job was given; its message is the job's failure reason."""


def warn(message):
    """Tells the user of something odd; the engine shows lines that start with WARNING."""
    print("WARNING: " + " ".join(message.split()), file=sys.stderr, flush=True)


def run_job(job, *arguments):
    """Runs a job's main function; a fault goes to /opt/ml/output/failure, the result is the exit status."""
    try:
        job(*arguments)
    except JobError as error:
        return _fail(str(error))
    except Exception as error:  # a bug here, or a fault that only xgboost can see: both need the traceback
        traceback.print_exc()
        return _fail("{}: {}".format(type(error).__name__, error))
    return 0


def _fail(message):
    print("ERROR: " + message, file=sys.stderr, flush=True)
    failure = opt_ml("output", "failure")
    try:
        os.makedirs(os.path.dirname(failure), exist_ok=True)
        with open(failure, "w", encoding="utf-8") as file:
            file.write(message)
    except OSError:  # a full disk, most likely: what was printed must do
        traceback.print_exc()
    return 1
