"""Where a path leads to."""

import os

WANTED = "/opt/ml"
ACTUAL = os.environ.get("NACRE_OPT_ML", WANTED)


def lead(path):
    """The path to use for a path that a job names; anything that is not below /opt/ml stays."""
    text = os.fspath(path) if isinstance(path, os.PathLike) else path
    if isinstance(text, bytes):
        led = lead(os.fsdecode(text))
        return path if led == os.fsdecode(text) else os.fsencode(led)
    if isinstance(text, str) and (text == WANTED or text.startswith(WANTED + "/")):
        return ACTUAL + text[len(WANTED):]
    return path
