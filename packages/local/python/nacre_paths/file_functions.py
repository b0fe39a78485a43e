"""Makes Python's file functions take paths below /opt/ml."""

import builtins
import functools
import io
import os

from .lead import lead

ONE_PATH = (
    "access chdir chmod chown lchown listdir lstat mkdir mkfifo open readlink remove rmdir "
    "scandir stat statvfs truncate unlink utime walk"
).split()
TWO_PATHS = "link rename replace symlink".split()


def install():
    """Replaces the functions in ``builtins``, ``io`` and ``os``; once is enough."""
    builtins.open = io.open = _leading(builtins.open, 1)
    for count, names in ((1, ONE_PATH), (2, TWO_PATHS)):
        for name in names:
            if hasattr(os, name):
                setattr(os, name, _leading(getattr(os, name), count))


def _leading(function, count):
    @functools.wraps(function)
    def call(*args, **kwargs):
        args = tuple(lead(arg) for arg in args[:count]) + args[count:]
        for name in ("path", "file", "src", "dst", "top"):
            if name in kwargs:
                kwargs[name] = lead(kwargs[name])
        return function(*args, **kwargs)

    return call
