"""What the tests with boto3 share. Endpoints and credentials come from the environment alone."""

import itertools
import json
import time
import unittest
import uuid

import boto3
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/Jobs"
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:0.23-1-cpu-py3"

sagemaker = boto3.client("sagemaker")
s3 = boto3.client("s3")
names = itertools.count(1)
run = uuid.uuid4().hex[:8]


def new_name(what="pipeline"):
    """A name that nothing has yet."""
    return "{}-{}-{}".format(what, run, next(names))


def definition(*steps, parameters=()):
    return json.dumps({"Version": "2020-12-01", "Parameters": list(parameters), "Steps": steps})


def fail_step(name="Stop", message="told by the step"):
    return {"Name": name, "Type": "Fail", "Arguments": {"ErrorMessage": message}}


def condition_step(name, left, right, then=(), otherwise=()):
    """A condition of equality; without steps in the branch taken it simply succeeds."""
    condition = {"Type": "Equals", "LeftValue": left, "RightValue": right}
    arguments = {"Conditions": [condition], "IfSteps": list(then), "ElseSteps": list(otherwise)}
    return {"Name": name, "Type": "Condition", "Arguments": arguments}


def script_step(name, code_uri, output_uri):
    """A Processing step that runs a script."""
    code = {"S3Uri": code_uri, "LocalPath": "/opt/ml/processing/code", "S3DataType": "S3Prefix"}
    output = {
        "S3Uri": output_uri,
        "LocalPath": "/opt/ml/processing/output",
        "S3UploadMode": "EndOfJob",
    }
    script = "/opt/ml/processing/code/" + code_uri.rsplit("/", 1)[1]
    return {
        "Name": name,
        "Type": "Processing",
        "Arguments": {
            "RoleArn": ROLE,
            "ProcessingResources": {
                "ClusterConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 30,
                }
            },
            "AppSpecification": {"ImageUri": IMAGE, "ContainerEntrypoint": ["python3", script]},
            "ProcessingInputs": [
                {"InputName": "code", "AppManaged": False, "S3Input": {**code, "S3InputMode": "File"}}
            ],
            "ProcessingOutputConfig": {
                "Outputs": [{"OutputName": "out", "AppManaged": False, "S3Output": output}]
            },
        },
    }


def new_bucket():
    bucket = new_name("bucket")
    s3.create_bucket(Bucket=bucket)
    return bucket


def create(*steps, name=None, parameters=(), **more):
    """A pipeline; gives its name."""
    name = name or new_name()
    sagemaker.create_pipeline(
        PipelineName=name,
        RoleArn=ROLE,
        PipelineDefinition=definition(*(steps or [fail_step()]), parameters=parameters),
        ClientRequestToken=str(uuid.uuid4()),
        **more,
    )
    return name


def start(name, **more):
    token = more.pop("ClientRequestToken", str(uuid.uuid4()))
    answer = sagemaker.start_pipeline_execution(
        PipelineName=name, ClientRequestToken=token, **more
    )
    return answer["PipelineExecutionArn"]


def describe(arn):
    return sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)


def steps_of(arn, **more):
    return sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, **more)[
        "PipelineExecutionSteps"
    ]


def wait_until(arn, *statuses):
    """Waits for an execution's status; gives its description."""
    end = time.monotonic() + 120
    while True:
        found = describe(arn)
        if found["PipelineExecutionStatus"] in statuses:
            return found
        if time.monotonic() > end:
            raise AssertionError("still {}".format(found["PipelineExecutionStatus"]))
        time.sleep(0.1)


def wait_for_step(arn, name, status):
    end = time.monotonic() + 120
    while True:
        found = {step["StepName"]: step for step in steps_of(arn)}.get(name)
        if found is not None and found["StepStatus"] == status:
            return found
        if time.monotonic() > end:
            raise AssertionError("{}: {}".format(name, found))
        time.sleep(0.1)


class TestCase(unittest.TestCase):
    maxDiff = None

    def refused(self, code, words, call, **arguments):
        """The call must fail with this error of the API, whose message holds these words."""
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual((error["Code"], words in error["Message"]), (code, True), error["Message"])
        # An error that a client would retry is none that it made itself.
        attempts = caught.exception.response["ResponseMetadata"]["RetryAttempts"]
        self.assertEqual(attempts, 0)
        if code in ("ResourceNotFound", "ConflictException", "ResourceLimitExceeded", "ResourceInUse"):
            self.assertIsInstance(caught.exception, getattr(sagemaker.exceptions, code))
