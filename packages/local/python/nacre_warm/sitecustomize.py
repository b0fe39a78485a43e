"""Lets a Python program wait, with its modules imported, until it is to run.

Python imports a module of this name by itself at its start, before it looks at the program it was told
to run. With this folder first on PYTHONPATH it finds this one, which imports what the head of the
program's script imports, waits for a word from the engine on file 3, and then leaves: Python goes on
with the program as it always does. So nothing of the program's own run is imitated here.

Uses no module that Python has not loaded by now: the program could tell.
"""

import os
import sys

_CHANNEL = 3
_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST


def _read_fields():
    """A message of the engine: its length, a line's end, and texts with a zero byte between them."""
    length = b""
    while not length.endswith(b"\n"):
        length += _read(1)
    left, content = int(length), b""
    while left > len(content):
        content += _read(left - len(content))
    return os.fsdecode(content).split("\0")


def _read(count):
    content = os.read(_CHANNEL, count)
    if not content:  # the engine is gone, or needs this process no more
        os._exit(0)
    return content


def _say(word):
    os.write(_CHANNEL, word + b"\n")


def _unfit():
    """Something is not as in a run without waiting: the engine then starts the program anew."""
    try:
        _say(b"unfit")
    finally:
        os._exit(0)


def _undo(folder):
    """Takes this folder out of what the program will see."""
    sys.path[:] = [path for path in sys.path if path != folder]
    sys.path_importer_cache.pop(folder, None)
    paths = os.environ["PYTHONPATH"].split(os.pathsep)[1:]
    if paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    else:
        del os.environ["PYTHONPATH"]


def _import_head(path, source):
    """Imports what stands in the script before its first other statement, and is not the script's own."""
    tree = compile(source, path, "exec", _ONLY_AST, True)
    for statement in tree.body:
        kind = type(statement).__name__
        if kind == "Expr" and type(statement.value).__name__ == "Constant":
            continue  # the script's own description
        if kind == "Import":
            names = [alias.name for alias in statement.names]
        elif kind == "ImportFrom" and not statement.level:
            names = [statement.module]
        else:
            return
        if "__future__" in names:
            continue
        if not all(_is_installed(name.partition(".")[0]) for name in names):
            return
        # As the script itself does it, so that warnings name the same place.
        module = {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__}
        tree.body = [statement]
        exec(compile(tree, path, "exec", 0, True), module)


def _is_installed(name):
    # The job's own folders are empty now: whatever is found is Python's or the environment's.
    return any(finder.find_spec(name, None) is not None for finder in sys.meta_path)


def _shadows(folder):
    """Whether a module in a folder would have been imported in place of one that was."""
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        is_module = not os.path.isdir(path) or any(
            inner.startswith("__init__.") for inner in os.listdir(path)
        )
        if is_module and name.partition(".")[0] in sys.modules:
            return True
    return False


def _import_own():
    """Gives way to the module of this name that Python would have found."""
    del sys.modules["sitecustomize"]
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if error.name != "sitecustomize":
            raise


def _wait():
    _say(b"in place")
    known = len(sys.argv) - 1
    _undo(os.path.dirname(__file__))
    path, source = _read_fields()
    _import_own()
    _import_head(path, source)
    _say(b"ready")

    count, *values = _read_fields()
    if _shadows(os.path.dirname(path) if path else os.getcwd()):
        _unfit()
    arguments = values[: int(count)]
    sys.argv[1:] = arguments
    sys.orig_argv[len(sys.orig_argv) - known :] = arguments
    for variable in values[int(count) :]:
        name, _, value = variable.partition("=")
        os.environ[name] = value
    _say(b"go")
    os.close(_CHANNEL)


try:
    _wait()
except BaseException:  # whatever it is: the program must not begin now
    _unfit()
if "sitecustomize" not in sys.modules:
    # There is none but this: the one way out of an import that leaves no trace of it.
    raise ImportError("no sitecustomize", name="sitecustomize")
