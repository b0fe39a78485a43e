"""xgboost without scikit-learn.

xgboost imports scikit-learn (and with it pandas and scipy.stats) for classes that no job here uses,
and works without. Leaving it out saves three quarters of the time that a small job takes.
"""

import sys

_absent = "sklearn" not in sys.modules
if _absent:
    sys.modules["sklearn"] = None  # makes "import sklearn" an ImportError

import xgboost  # noqa: E402

if _absent:
    del sys.modules["sklearn"]

__all__ = ["xgboost"]
