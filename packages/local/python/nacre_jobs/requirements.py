"""The packages of a program's requirements.txt, as SageMaker's framework images install them: by pip, before
the program begins, over the packages that all jobs have.

They go into an environment of their own, kept by what the file says: later jobs with the same file
begin at once.
"""

import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time

from nacre_jobs.faults import JobError

#: What the engine tells: the folder of all such environments, and pip's own variables.
_FOLDER = "NACRE_REQUIREMENTS"
_PIP_VARIABLES = "NACRE_PIP_VARIABLES"

#: Options that name other files of the program's; a path is one that has a slash, or is there.
_NAMES_FILES = re.compile(r"^(-r|-c|-e|--requirement|--constraint|--editable)\b|^\.|^file:|@\s*file:")


def run_with_requirements(code):
    """Starts this process anew with the packages of requirements.txt, where there is one and it was not."""
    root = os.environ.pop(_FOLDER, None)
    pip_variables = json.loads(os.environ.pop(_PIP_VARIABLES, "{}"))
    if root is None or not os.path.isfile(os.path.join(code, "requirements.txt")):
        return
    environment = os.path.join(root, _key(code))
    if not os.path.exists(os.path.join(environment, "bin", "python")):
        _make(root, environment, code, pip_variables)
    scripts = os.path.join(os.path.realpath(environment), "bin")
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    python = os.path.join(scripts, "python")
    os.execv(python, [python, *sys.orig_argv[1:]])


def _key(code):
    """The name of an environment: what it is made from."""
    with open(os.path.join(code, "requirements.txt"), "rb") as file:
        content = file.read()
    made_of = hashlib.sha256(repr([sys.prefix, sys.version]).encode())
    made_of.update(content)
    lines = [line.strip() for line in content.decode(errors="replace").splitlines()]
    if any(_may_name_files(line, code) for line in lines):
        for folder, folders, names in os.walk(code):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)
                made_of.update(os.fsencode(os.path.relpath(path, code)) + b"\0")
                if os.path.isfile(path):
                    with open(path, "rb") as file:
                        made_of.update(hashlib.sha256(file.read()).digest())
    return made_of.hexdigest()[:32]


def _may_name_files(line, code):
    if _NAMES_FILES.search(line):
        return True
    words = line.replace("=", " ").split()
    return any(os.path.exists(os.path.join(code, word)) for word in words if not os.path.isabs(word))


def _make(root, environment, code, pip_variables):
    os.makedirs(root, exist_ok=True)
    _remove_left_over(root)
    # Not renamed when it is done, since its programs name it: a link that is made then leads to it.
    folder = tempfile.mkdtemp(prefix=os.path.basename(environment) + "-", dir=root)
    try:
        _install(folder, code, pip_variables)
        os.symlink(os.path.basename(folder), folder + ".done")
        # A link to one that is gone, or another job's that was as quick, gives way.
        os.replace(folder + ".done", environment)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _install(folder, code, pip_variables):
    _run([sys.executable, "-I", "-m", "venv", "--without-pip", folder])
    python = os.path.join(folder, "bin", "python")
    # What all jobs have: pip sees that it is there, and what is installed here comes before it.
    packages = sysconfig.get_path("purelib", vars={"base": folder, "platbase": folder})
    with open(os.path.join(packages, "nacre.pth"), "w", encoding="utf-8") as file:
        for path in dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]):
            file.write("import site; site.addsitedir({!r})\n".format(path))
    if importlib.util.find_spec("pip") is None:
        _run([python, "-I", "-m", "ensurepip"])
    pip = ["-m", "pip", "install", "-r", "requirements.txt"]
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    process = subprocess.Popen(
        [python, *pip, *quiet],
        cwd=code,
        env={**variables, **pip_variables, "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    said = []
    for line in process.stderr:
        sys.stderr.write(line)
        sys.stderr.flush()
        if line.startswith("ERROR: "):
            said.append(line.strip())
    if process.wait() != 0:
        raise JobError(
            'InstallRequirementsError:\nExitCode {}\nErrorMessage "{}"\nCommand "{}"'.format(
                process.returncode, "\n".join(said), shlex.join(["python3", *pip])
            )
        )


def _run(command):
    made = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    if made.returncode != 0:
        print(made.stdout, file=sys.stderr)
        reason = (made.stdout.strip().splitlines() or ["exit code {}".format(made.returncode)])[-1]
        raise JobError("No environment can be made for requirements.txt: " + reason)


def _remove_left_over(root):
    """Environments that no link leads to: jobs that were killed left them. After a day nobody makes them."""
    try:
        entries = {entry.name: entry for entry in os.scandir(root)}
        used = {os.readlink(entry.path) for entry in entries.values() if entry.is_symlink()}
        for name, entry in entries.items():
            if name in used or not entry.is_dir(follow_symlinks=False):
                continue
            if entry.stat().st_mtime < time.time() - 86_400:
                shutil.rmtree(entry.path, ignore_errors=True)
    except FileNotFoundError:
        pass  # Another job puts one in place or removes some: a later job finds what is left.
