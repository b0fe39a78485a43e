"""Calls a handler as AWS Lambda does: python nacre_lambda.py FILE HANDLER.

The event is read from the file that NACRE_EVENT names; the result, or the error, is written to the
file that NACRE_RESULT names.
"""

import importlib.util
import json
import os
import sys
import traceback
import types
import uuid


def call(file, name):
    """The result of a function of a file for the event."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    spec = importlib.util.spec_from_file_location(os.path.splitext(os.path.basename(file))[0], file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with open(os.environ["NACRE_EVENT"], encoding="utf-8") as source:
        event = json.load(source)
    context = types.SimpleNamespace(
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version="$LATEST",
        invoked_function_arn=os.environ["NACRE_FUNCTION_ARN"],
        aws_request_id=str(uuid.uuid4()),
    )
    return json.dumps(getattr(module, name)(event, context))


def main(file, name):
    """Writes the result; gives the exit code."""
    try:
        result, code = call(file, name), 0
    except Exception as error:  # whatever a handler raises is its answer
        traceback.print_exc()
        kind = type(error).__name__
        result, code = json.dumps({"errorType": kind, "errorMessage": str(error)}), 1
    with open(os.environ["NACRE_RESULT"], "w", encoding="utf-8") as target:
        target.write(result)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
