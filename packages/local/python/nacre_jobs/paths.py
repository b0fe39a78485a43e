"""Where a job's files are."""

import os


def opt_ml(*parts):
    """A path under /opt/ml. NACRE_OPT_ML, for tests, names another folder that stands for it."""
    return os.path.join(os.environ.get("NACRE_OPT_ML", "/opt/ml"), *parts)
