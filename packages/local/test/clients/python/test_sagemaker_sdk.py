"""The SageMaker Python SDK 2, unchanged: the Abalone pipeline to Succeeded, to Failed and to Stopped.

Wants ABALONE_CODE, the folder of the scripts, and ABALONE_DATA, that of the data.
"""

import io
import json
import logging
import os
import tarfile
import unittest

import boto3
from botocore.exceptions import ClientError, WaiterError
from sagemaker.workflow.parallelism_config import ParallelismConfiguration
from sagemaker.workflow.pipeline_context import PipelineSession

from abalone import abalone_pipeline
from support import ROLE, TestCase, new_bucket, new_name, wait_for_step, wait_until

# The SDK says at each call what it leaves out of a definition.
logging.getLogger("sagemaker").setLevel(logging.ERROR)

# A run that takes this long has gone wrong.
WAIT = {"delay": 1, "max_attempts": 240}


class Abalone(TestCase):
    @classmethod
    def setUpClass(cls):
        # Named, since to make up a name the SDK asks AWS's own STS, whatever the environment says.
        cls.bucket = new_bucket()
        cls.session = PipelineSession(default_bucket=cls.bucket)
        cls.s3 = boto3.client("s3")
        cls.name, cls.group = new_name("abalone"), new_name("group")
        folder = os.environ["ABALONE_DATA"]
        data, batch = (
            cls.session.upload_data(os.path.join(folder, file), key_prefix=cls.name + "/data")
            for file in ("abalone-dataset.csv", "abalone-dataset-batch")
        )
        code = os.environ["ABALONE_CODE"]
        cls.pipeline = abalone_pipeline(
            cls.session, ROLE, cls.name, cls.group, code, data, batch
        )
        cls.created = cls.pipeline.upsert(
            role_arn=ROLE, description="first", tags=[{"Key": "team", "Value": "a"}]
        )
        # At once, although both write the same keys.
        cls.succeeding = cls.pipeline.start(
            parameters={"ModelApprovalStatus": "Approved", "MseThreshold": 10.0},
            execution_display_name="to-succeed",
            execution_description="as it should be",
        )
        cls.failing = cls.pipeline.start(parameters={"MseThreshold": 0.5})

    def object(self, uri):
        bucket, key = uri[len("s3://"):].split("/", 1)
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def keys(self, prefix):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [item["Key"] for page in pages for item in page.get("Contents", [])]

    def statuses(self, execution):
        return {step["StepName"]: step["StepStatus"] for step in execution.list_steps()}

    def test_succeeds_and_leaves_what_it_made_in_s3(self):
        execution = self.succeeding
        try:
            execution.wait(**WAIT)
        except WaiterError:
            self.fail("{}\n{}".format(execution.describe(), execution.list_steps()))

        found = execution.describe()
        self.assertEqual(found["PipelineExecutionStatus"], "Succeeded")
        self.assertEqual(found["PipelineExecutionDisplayName"], "to-succeed")
        self.assertEqual(
            self.statuses(execution),
            dict.fromkeys(
                [
                    "AbaloneProcess",
                    "AbaloneTrain",
                    "AbaloneEval",
                    "AbaloneMSECond",
                    "AbaloneRegister-RegisterModel",
                    "AbaloneCreate-CreateModel",
                    "AbaloneTransform",
                ],
                "Succeeded",
            ),
        )
        parameters = execution.list_parameters()["PipelineParameters"]
        values = {item["Name"]: item["Value"] for item in parameters}
        self.assertEqual(float(values["MseThreshold"]), 10)
        self.assertEqual(values["ModelApprovalStatus"], "Approved")
        self.assertEqual(values["ProcessingInstanceCount"], "1")

        steps = {step["StepName"]: step["Metadata"] for step in execution.list_steps()}
        client = self.session.sagemaker_client
        job = client.describe_processing_job(
            ProcessingJobName=steps["AbaloneProcess"]["ProcessingJob"]["Arn"].split("/")[1]
        )
        outputs = {
            item["OutputName"]: item["S3Output"]["S3Uri"]
            for item in job["ProcessingOutputConfig"]["Outputs"]
        }
        train = self.object(outputs["train"] + "/train.csv").decode().splitlines()
        self.assertEqual(len(train), int(0.7 * 4177))

        training = client.describe_training_job(
            TrainingJobName=steps["AbaloneTrain"]["TrainingJob"]["Arn"].split("/")[1]
        )
        self.assertEqual(training["TrainingJobStatus"], "Completed")
        artifact = training["ModelArtifacts"]["S3ModelArtifacts"]
        with tarfile.open(fileobj=io.BytesIO(self.object(artifact))) as archive:
            self.assertEqual(archive.getnames(), ["xgboost-model"])

        (batch,) = self.keys(self.name + "/transform")
        self.assertTrue(batch.endswith("abalone-dataset-batch.out"))
        predictions = self.object("s3://{}/{}".format(self.bucket, batch)).decode().split()
        self.assertEqual(len(predictions), 4177)
        self.assertGreater(float(predictions[0]), 0)

        (package,) = client.list_model_packages(ModelPackageGroupName=self.group)[
            "ModelPackageSummaryList"
        ]
        self.assertEqual(package["ModelApprovalStatus"], "Approved")
        described = client.describe_model_package(ModelPackageName=package["ModelPackageArn"])
        container = described["InferenceSpecification"]["Containers"][0]
        self.assertEqual(container["ModelDataUrl"], artifact)
        statistics = described["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"]
        measured = json.loads(self.object(statistics))["regression_metrics"]["mse"]["value"]
        self.assertLess(measured, 10)
        model = client.describe_model(
            ModelName=steps["AbaloneCreate-CreateModel"]["Model"]["Arn"].split("/")[1]
        )
        self.assertEqual(model["PrimaryContainer"]["ModelDataUrl"], artifact)

    def test_fails_when_the_error_is_too_high(self):
        execution = self.failing
        with self.assertRaises(WaiterError) as caught:
            execution.wait(**WAIT)
        self.assertIn("terminal failure state", str(caught.exception))
        found = execution.describe()
        self.assertEqual(found["PipelineExecutionStatus"], "Failed")
        steps = {step["StepName"]: step for step in execution.list_steps()}
        self.assertEqual(steps["AbaloneMSECond"]["Metadata"]["Condition"]["Outcome"], "False")
        self.assertEqual(steps["AbaloneMSEFail"]["StepStatus"], "Failed")
        self.assertRegex(
            steps["AbaloneMSEFail"]["FailureReason"], r"Execution failed due to MSE > 0\.5$"
        )
        self.assertNotIn("AbaloneTransform", steps)

    def test_is_stopped(self):
        execution = self.pipeline.start()
        self.assertEqual(execution.describe()["PipelineExecutionStatus"], "Executing")
        wait_for_step(execution.arn, "AbaloneProcess", "Executing")
        execution.stop()
        wait_until(execution.arn, "Stopped")
        self.assertEqual(self.statuses(execution), {"AbaloneProcess": "Stopped"})

    def test_a_pipeline_is_described_changed_and_deleted(self):
        self.assertEqual(
            json.loads(self.pipeline.describe()["PipelineDefinition"]),
            json.loads(self.pipeline.definition()),
        )
        # upsert() of what is there: the answer to its create must say `already exists`.
        answer = self.pipeline.upsert(
            role_arn=ROLE, description="second", tags=[{"Key": "more", "Value": "b"}]
        )
        self.assertEqual(answer["PipelineArn"], self.created["PipelineArn"])
        self.assertEqual(self.pipeline.describe()["PipelineDescription"], "second")
        tags = self.session.sagemaker_client.list_tags(ResourceArn=answer["PipelineArn"])["Tags"]
        self.assertEqual({tag["Key"]: tag["Value"] for tag in tags}, {"team": "a", "more": "b"})
        self.pipeline.update(
            role_arn=ROLE,
            description="third",
            parallelism_config=ParallelismConfiguration(max_parallel_execution_steps=2),
        )
        found = self.pipeline.describe()
        self.assertEqual(found["PipelineDescription"], "third")
        self.assertEqual(found["ParallelismConfiguration"], {"MaxParallelExecutionSteps": 2})
        executions = self.pipeline.list_executions(sort_by="CreationTime", sort_order="Ascending")
        listed = [item["PipelineExecutionArn"] for item in executions["PipelineExecutionSummaries"]]
        self.assertEqual(listed[:2], [self.succeeding.arn, self.failing.arn])

        other = abalone_pipeline(
            self.session,
            ROLE,
            new_name("abalone"),
            self.group,
            os.environ["ABALONE_CODE"],
            "s3://{}/none".format(self.bucket),
            "s3://{}/none".format(self.bucket),
        )
        other.create(role_arn=ROLE, description="to be deleted")
        # Its data is not there: a run would fail, and is refused in words.
        with self.assertRaises(ClientError) as caught:
            other.start()
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")
        self.assertIn("AbaloneProcess", caught.exception.response["Error"]["Message"])
        self.assertEqual(other.list_executions()["PipelineExecutionSummaries"], [])
        other.delete()
        with self.assertRaises(ClientError) as caught:
            other.describe()
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceNotFound")


if __name__ == "__main__":
    unittest.main()
