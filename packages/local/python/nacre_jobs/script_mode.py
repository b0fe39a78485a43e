"""Script mode, as SageMaker's framework images have it: ``python -m nacre_jobs.script_mode``.

Runs the program that the hyperparameter sagemaker_program names, from /opt/ml/code, where the engine has
unpacked sagemaker_submit_directory, with the packages of its requirements.txt. The other hyperparameters become its arguments, and all that the
images tell a program is in variables SM_*. A program that fails leaves the reason in
/opt/ml/output/failure, in the images' words.

See https://github.com/aws/sagemaker-training-toolkit for what the images do.
"""

import json
import os
import runpy
import shlex
import sys
import traceback

from nacre_jobs.faults import JobError, run_job
from nacre_jobs.paths import opt_ml
from nacre_jobs.requirements import run_with_requirements

#: What SageMaker tells its own algorithms about a tuning job; no argument of a program.
_TUNING_METRIC = "_tuning_objective_metric"


def main():
    hyperparameters = {
        name: _decoded(text) for name, text in _read_config("hyperparameters.json").items()
    }
    program = str(hyperparameters.get("sagemaker_program", ""))
    code = opt_ml("code")
    if not os.path.isfile(os.path.join(code, program)):
        raise JobError("There is no {} in sagemaker_submit_directory.".format(program))
    run_with_requirements(code)
    own = {
        name: value
        for name, value in hyperparameters.items()
        if not name.startswith("sagemaker_") and name != _TUNING_METRIC
    }
    arguments = program_arguments(own)
    os.environ.update(variables(hyperparameters, own, arguments))
    os.chdir(code)
    _leave_our_modules(code)
    if program.endswith(".py"):
        _run_python(program, arguments)
    else:
        sys.stdout.flush()
        os.execv("/bin/sh", ["/bin/sh", "./" + program, *arguments])


def _read_config(name):
    with open(opt_ml("input", "config", name), encoding="utf-8") as file:
        return json.load(file)


def _decoded(text):
    """A hyperparameter's value: JSON where it is, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def program_arguments(values):
    """``--name value`` for each, by name; one dash before a name of one letter."""
    arguments = []
    for name, value in sorted(values.items()):
        if isinstance(value, dict):
            value = ",".join("{}={}".format(*item) for item in sorted(value.items()))
        arguments += [("--" if len(name) > 1 else "-") + name, str(value)]
    return arguments


def variables(hyperparameters, own, arguments):
    """The variables SM_* of a program."""
    channels = _read_config("inputdataconfig.json")
    resources = _read_config("resourceconfig.json")
    program = str(hyperparameters["sagemaker_program"])
    folders = {
        "input_dir": opt_ml("input"),
        "input_config_dir": opt_ml("input", "config"),
        "model_dir": opt_ml("model"),
        "output_dir": opt_ml("output"),
        "output_data_dir": opt_ml("output", "data"),
        "output_intermediate_dir": opt_ml("output", "intermediate"),
    }
    values = {
        **folders,
        "channels": sorted(channels),
        "current_host": resources["current_host"],
        "current_instance_type": resources["current_instance_type"],
        "framework_params": {
            name: value
            for name, value in hyperparameters.items()
            if name.startswith("sagemaker_")
        },
        "hosts": resources["hosts"],
        "hps": own,
        "input_data_config": channels,
        "log_level": hyperparameters.get("sagemaker_container_log_level", 20),
        "module_dir": hyperparameters.get("sagemaker_submit_directory"),
        "module_name": os.path.splitext(program)[0],
        "network_interface_name": resources["network_interface_name"],
        "num_cpus": os.cpu_count(),
        "num_gpus": 0,
        "num_neurons": 0,
        "resource_config": resources,
        "user_args": arguments,
        "user_entry_point": program,
        **{"channel_" + name: opt_ml("input", "data", name) for name in channels},
        **{"hp_" + name: value for name, value in own.items()},
    }
    values["training_env"] = dict(
        values,
        channel_input_dirs={name: opt_ml("input", "data", name) for name in channels},
        hyperparameters=own,
        is_master=True,
        job_name=os.environ.get("TRAINING_JOB_NAME"),
        master_hostname=resources["current_host"],
    )
    return {"SM_" + name.upper(): _text(value) for name, value in values.items()}


def _text(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _leave_our_modules(code):
    """The program finds its own modules, and not ours."""
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    kept = [path for path in sys.path if path and os.path.abspath(path) != ours]
    sys.path[:] = [code, *kept]
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join([code, *(path for path in paths if path != ours)])


def _run_python(program, arguments):
    sys.argv = [program, *arguments]
    try:
        runpy.run_path(program, run_name="__main__")
    except SystemExit as exit:
        if exit.code in (None, 0):
            return
        if not isinstance(exit.code, int):
            print(exit.code, file=sys.stderr)
        code = exit.code if isinstance(exit.code, int) else 1
        raise JobError(_failed(code, "", program, arguments)) from None
    except BaseException as error:
        traceback.print_exc()
        reason = "{}: {}".format(type(error).__name__, error)
        raise JobError(_failed(1, reason, program, arguments)) from None


def _failed(code, reason, program, arguments):
    """What the images say of a program that failed."""
    command = shlex.join(["python3", program, *arguments])
    return 'ExecuteUserScriptError:\nExitCode {}\nErrorMessage "{}"\nCommand "{}"'.format(
        code, reason, command
    )


if __name__ == "__main__":
    sys.exit(run_job(main))
