"""Runs a script or a module; see the package's own text."""

import os
import runpy
import sys
import types

from . import file_functions, source
from .lead import lead


def run_script(path, arguments):
    with open(path, "rb") as file:
        code = source.compile_source(file.read(), path)
    main = types.ModuleType("__main__")
    main.__file__ = path
    main.__builtins__ = __builtins__
    sys.modules["__main__"] = main
    sys.argv = [path, *arguments]
    sys.path[0] = os.path.dirname(path)
    exec(code, main.__dict__)


def run_module(name, arguments):
    sys.argv = [name, *arguments]
    sys.path[0] = os.getcwd()
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def main():
    first, *rest = sys.argv[1:]
    file_functions.install()
    source.install()
    if first == "-m":
        run_module(rest[0], rest[1:])
    else:
        run_script(lead(first), rest)


main()
