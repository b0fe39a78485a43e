"""boto3 on executions and their steps: what they come to is decided by the engine."""

import datetime
import json
import unittest
import uuid

from support import (
    TestCase,
    condition_step,
    create,
    definition,
    describe,
    fail_step,
    new_bucket,
    new_name,
    s3,
    sagemaker,
    script_step,
    start,
    steps_of,
    wait_for_step,
    wait_until,
)

PARAMETERS = [
    {"Name": "Text", "Type": "String", "DefaultValue": "a"},
    {"Name": "Count", "Type": "Integer", "DefaultValue": 1},
    {"Name": "Choice", "Type": "String", "DefaultValue": "x", "EnumValues": ["x", "y"]},
]


def choosing():
    """Succeeds when Text is `a`, else fails with a message that holds Text."""
    text = {"Get": "Parameters.Text"}
    message = {"Std:Join": {"On": "", "Values": ["Text is ", text]}}
    return create(
        condition_step("Choose", text, "a", otherwise=[fail_step("Refuse", message)]),
        parameters=PARAMETERS,
    )


def parameter(name, value):
    return {"Name": name, "Value": value}


class Statuses(TestCase):
    def test_succeeded(self):
        arn = start(choosing(), PipelineExecutionDisplayName="shown", PipelineExecutionDescription="d")
        ended = wait_until(arn, "Succeeded", "Failed")
        self.assertEqual(ended["PipelineExecutionStatus"], "Succeeded")
        self.assertEqual(ended["PipelineExecutionDisplayName"], "shown")
        self.assertEqual(ended["PipelineExecutionDescription"], "d")
        self.assertNotIn("FailureReason", ended)
        self.assertGreaterEqual(ended["LastModifiedTime"], ended["CreationTime"])
        (step,) = steps_of(arn)
        self.assertEqual((step["StepName"], step["StepStatus"]), ("Choose", "Succeeded"))
        self.assertEqual(step["Metadata"]["Condition"], {"Outcome": "True"})
        self.assertGreaterEqual(step["EndTime"], step["StartTime"])

    def test_failed(self):
        arn = start(choosing(), PipelineParameters=[parameter("Text", "b")])
        ended = wait_until(arn, "Succeeded", "Failed")
        self.assertEqual(ended["PipelineExecutionStatus"], "Failed")
        self.assertTrue(ended["FailureReason"])
        steps = {step["StepName"]: step for step in steps_of(arn)}
        self.assertEqual(steps["Choose"]["Metadata"]["Condition"], {"Outcome": "False"})
        self.assertEqual(steps["Refuse"]["StepStatus"], "Failed")
        self.assertIn("Text is b", steps["Refuse"]["FailureReason"])
        self.assertEqual(steps["Refuse"]["Metadata"]["Fail"], {"ErrorMessage": "Text is b"})


class Starting(TestCase):
    def test_with_one_token_starts_one(self):
        name, token = choosing(), str(uuid.uuid4())
        arns = {start(name, ClientRequestToken=token) for _ in range(3)}
        self.assertEqual(len(arns), 1)
        found = sagemaker.list_pipeline_executions(PipelineName=name)["PipelineExecutionSummaries"]
        self.assertEqual({item["PipelineExecutionArn"] for item in found}, arns)

    def test_what_is_refused(self):
        name = choosing()
        for parameters, words in [
            ([parameter("Unknown", "x")], "Unknown"),
            ([parameter("Count", "many")], "Count"),
            ([parameter("Choice", "z")], "Choice"),
            ([parameter("Text", "")], "too short"),
        ]:
            with self.subTest(parameters=parameters):
                self.refused(
                    "ValidationException",
                    words,
                    sagemaker.start_pipeline_execution,
                    PipelineName=name,
                    PipelineParameters=parameters,
                    ClientRequestToken=str(uuid.uuid4()),
                )
        found = sagemaker.list_pipeline_executions(PipelineName=name)
        self.assertEqual(found["PipelineExecutionSummaries"], [])

    def test_a_version(self):
        name = create(fail_step("First"))
        sagemaker.update_pipeline(PipelineName=name, PipelineDefinition=definition(fail_step("Second")))
        arn = start(name, PipelineVersionId=1)
        wait_until(arn, "Failed")
        self.assertEqual([step["StepName"] for step in steps_of(arn)], ["First"])
        self.assertEqual(describe(arn)["PipelineVersionId"], 1)
        self.refused(
            "ResourceNotFound",
            "99",
            sagemaker.start_pipeline_execution,
            PipelineName=name,
            PipelineVersionId=99,
            ClientRequestToken=str(uuid.uuid4()),
        )

    def test_what_cannot_run_here(self):
        bucket = new_bucket()
        step = script_step("Missing", "s3://{}/none.py".format(bucket), "s3://{}/out".format(bucket))
        self.refused(
            "ValidationException",
            "none.py",
            sagemaker.start_pipeline_execution,
            PipelineName=create(step),
            ClientRequestToken=str(uuid.uuid4()),
        )


class Reading(TestCase):
    def test_parameters_with_defaults(self):
        arn = start(choosing(), PipelineParameters=[parameter("Count", "7")])
        pages = sagemaker.get_paginator("list_pipeline_parameters_for_execution").paginate(
            PipelineExecutionArn=arn, PaginationConfig={"PageSize": 2}
        )
        found = {p["Name"]: p["Value"] for page in pages for p in page["PipelineParameters"]}
        self.assertEqual(found, {"Text": "a", "Count": "7", "Choice": "x"})

    def test_the_definition_as_it_was(self):
        name = create(fail_step("Before"))
        arn = start(name)
        sagemaker.update_pipeline(PipelineName=name, PipelineDefinition=definition(fail_step("After")))
        answer = sagemaker.describe_pipeline_definition_for_execution(PipelineExecutionArn=arn)
        self.assertEqual(json.loads(answer["PipelineDefinition"])["Steps"][0]["Name"], "Before")

    def test_what_is_not_there(self):
        arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/x/execution/" + "a" * 12
        for call in (
            sagemaker.describe_pipeline_execution,
            sagemaker.describe_pipeline_definition_for_execution,
            sagemaker.list_pipeline_execution_steps,
            sagemaker.list_pipeline_parameters_for_execution,
            sagemaker.update_pipeline_execution,
        ):
            with self.subTest(call=call.__name__):
                self.refused("ResourceNotFound", "a" * 12, call, PipelineExecutionArn=arn)
        for call in (sagemaker.stop_pipeline_execution, sagemaker.retry_pipeline_execution):
            with self.subTest(call=call.__name__):
                self.refused(
                    "ResourceNotFound",
                    "a" * 12,
                    call,
                    PipelineExecutionArn=arn,
                    ClientRequestToken=str(uuid.uuid4()),
                )

    def test_an_arn_that_is_none(self):
        self.refused(
            "ValidationException",
            "pipelineExecutionArn",
            sagemaker.describe_pipeline_execution,
            PipelineExecutionArn="nonsense",
        )


class Listing(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = choosing()
        cls.arns = [start(cls.name) for _ in range(5)]

    def listed(self, **more):
        pages = sagemaker.get_paginator("list_pipeline_executions").paginate(
            PipelineName=self.name, **more
        )
        items = [page["PipelineExecutionSummaries"] for page in pages]
        return [[item["PipelineExecutionArn"] for item in page] for page in items]

    def test_the_newest_first_in_pages(self):
        pages = self.listed(PaginationConfig={"PageSize": 2})
        self.assertEqual([len(page) for page in pages], [2, 2, 1])
        self.assertEqual(sum(pages, []), self.arns[::-1])

    def test_the_oldest_first(self):
        self.assertEqual(sum(self.listed(SortBy="CreationTime", SortOrder="Ascending"), []), self.arns)

    def test_by_time(self):
        near = datetime.timedelta(milliseconds=1)
        time = describe(self.arns[2])["CreationTime"]
        self.assertEqual(sum(self.listed(CreatedAfter=time - near), []), self.arns[:1:-1])

    def test_by_the_arn_of_the_pipeline(self):
        arn = sagemaker.describe_pipeline(PipelineName=self.name)["PipelineArn"]
        found = sagemaker.list_pipeline_executions(PipelineName=arn)
        self.assertEqual(len(found["PipelineExecutionSummaries"]), 5)

    def test_steps_in_pages_and_both_orders(self):
        steps = [condition_step("C{}".format(index), "a", "a") for index in range(5)]
        for index in range(1, 5):
            steps[index]["DependsOn"] = ["C{}".format(index - 1)]
        arn = start(create(*steps))
        wait_until(arn, "Succeeded")
        pages = sagemaker.get_paginator("list_pipeline_execution_steps").paginate(
            PipelineExecutionArn=arn, SortOrder="Ascending", PaginationConfig={"PageSize": 2}
        )
        found = [[s["StepName"] for s in page["PipelineExecutionSteps"]] for page in pages]
        self.assertEqual([len(page) for page in found], [2, 2, 1])
        self.assertEqual(sum(found, []), ["C0", "C1", "C2", "C3", "C4"])
        newest = [step["StepName"] for step in steps_of(arn, SortOrder="Descending")]
        self.assertEqual(newest, ["C4", "C3", "C2", "C1", "C0"])


class Changing(TestCase):
    def test_names_and_words(self):
        arn = start(choosing())
        sagemaker.update_pipeline_execution(
            PipelineExecutionArn=arn,
            PipelineExecutionDisplayName="new",
            PipelineExecutionDescription="other",
        )
        found = describe(arn)
        self.assertEqual(found["PipelineExecutionDisplayName"], "new")
        self.assertEqual(found["PipelineExecutionDescription"], "other")

    def test_retry_of_what_a_fail_step_ended(self):
        arn = start(choosing(), PipelineParameters=[parameter("Text", "b")])
        wait_until(arn, "Failed")
        self.refused(
            "ValidationException",
            "Fail step",
            sagemaker.retry_pipeline_execution,
            PipelineExecutionArn=arn,
            ClientRequestToken=str(uuid.uuid4()),
        )

    def test_retry_of_what_succeeded(self):
        arn = start(choosing())
        wait_until(arn, "Succeeded")
        with self.assertRaises(sagemaker.exceptions.ClientError) as caught:
            sagemaker.retry_pipeline_execution(
                PipelineExecutionArn=arn, ClientRequestToken=str(uuid.uuid4())
            )
        code = caught.exception.response["Error"]["Code"]
        self.assertIn(code, ("ValidationException", "ConflictException"))


class Jobs(TestCase):
    """Executions that start a process each."""

    def script(self, text):
        bucket = new_bucket()
        s3.put_object(Bucket=bucket, Key="code/run.py", Body=text.encode())
        uris = ["s3://{}/code/run.py".format(bucket), "s3://{}/out".format(bucket)]
        return bucket, script_step("Run", *uris)

    def test_what_it_writes_comes_to_s3(self):
        bucket, step = self.script(
            "import os\n"
            "os.makedirs('/opt/ml/processing/output/sub/x y', exist_ok=True)\n"
            "open('/opt/ml/processing/output/sub/x y/ä.txt', 'w').write('text')\n"
        )
        arn = start(create(step))
        wait_until(arn, "Succeeded", "Failed")
        (shown,) = steps_of(arn)
        self.assertEqual(shown["StepStatus"], "Succeeded", shown)
        body = s3.get_object(Bucket=bucket, Key="out/sub/x y/ä.txt")["Body"].read()
        self.assertEqual(body, b"text")

        job_arn = shown["Metadata"]["ProcessingJob"]["Arn"]
        job = sagemaker.describe_processing_job(ProcessingJobName=job_arn.split("/")[1])
        self.assertEqual(job["ProcessingJobArn"], job_arn)
        self.assertEqual(job["ProcessingJobStatus"], "Completed")
        self.assertEqual(job["AppSpecification"]["ImageUri"].split(":")[1], "0.23-1-cpu-py3")
        listed = sagemaker.list_processing_jobs(MaxResults=100)["ProcessingJobSummaries"]
        self.assertIn(job_arn, [item["ProcessingJobArn"] for item in listed])
        waiter = sagemaker.get_waiter("processing_job_completed_or_stopped")
        waiter.wait(
            ProcessingJobName=job["ProcessingJobName"],
            WaiterConfig={"Delay": 1, "MaxAttempts": 5},
        )

    def test_what_it_says_when_it_fails(self):
        _, step = self.script(
            "open('/opt/ml/output/message', 'w').write('a message')\n"
            "raise SystemExit('no luck')\n"
        )
        arn = start(create(step))
        ended = wait_until(arn, "Succeeded", "Failed")
        self.assertEqual(ended["PipelineExecutionStatus"], "Failed")
        (shown,) = steps_of(arn)
        self.assertRegex(shown["FailureReason"], "^ClientError: |^AlgorithmError: ")
        self.assertIn("exit code: 1", shown["FailureReason"])
        name = shown["Metadata"]["ProcessingJob"]["Arn"].split("/")[1]
        job = sagemaker.describe_processing_job(ProcessingJobName=name)
        self.assertEqual(job["ProcessingJobStatus"], "Failed")

    def test_a_bucket_that_is_not_there(self):
        _, step = self.script("open('/opt/ml/processing/output/x', 'w').write('x')\n")
        output = step["Arguments"]["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]
        output["S3Uri"] = "s3://{}/out".format(new_name("no-bucket"))
        arn = start(create(step))
        wait_until(arn, "Failed")
        (shown,) = steps_of(arn)
        self.assertRegex(shown["FailureReason"], "^ClientError: .*NoSuchBucket")

    def test_retry_of_what_failed(self):
        bucket, step = self.script("raise SystemExit(3)\n")
        arn = start(create(condition_step("Before", "a", "a"), {**step, "DependsOn": ["Before"]}))
        wait_until(arn, "Failed")
        before = {step["StepName"]: step for step in steps_of(arn)}
        s3.put_object(Bucket=bucket, Key="code/run.py", Body=b"print('mended')")
        token = str(uuid.uuid4())
        for _ in range(2):
            answer = sagemaker.retry_pipeline_execution(
                PipelineExecutionArn=arn, ClientRequestToken=token
            )
            self.assertEqual(answer["PipelineExecutionArn"], arn)
        wait_until(arn, "Succeeded")
        after = {step["StepName"]: step for step in steps_of(arn)}
        self.assertEqual(after["Run"]["StepStatus"], "Succeeded")
        # What had succeeded is not run again.
        self.assertEqual(after["Before"], before["Before"])

    def test_a_cache_hit(self):
        _, step = self.script("open('/opt/ml/processing/output/x', 'w').write('x')\n")
        name = create({**step, "CacheConfig": {"Enabled": True, "ExpireAfter": "P1D"}})
        first = start(name)
        wait_until(first, "Succeeded")
        self.assertNotIn("CacheHitResult", steps_of(first)[0])
        second = start(name)
        wait_until(second, "Succeeded")
        (shown,) = steps_of(second)
        self.assertEqual(shown["CacheHitResult"], {"SourcePipelineExecutionArn": first})
        self.assertEqual(shown["Metadata"], steps_of(first)[0]["Metadata"])

    def test_selected_steps_alone(self):
        bucket, step = self.script("open('/opt/ml/processing/output/x', 'w').write('x')\n")
        uri = {"Get": "Steps.Run.ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri"}
        after = condition_step("After", uri, "s3://{}/out".format(bucket))
        name = create(step, after)
        source = start(name)
        wait_until(source, "Succeeded")
        selection = {
            "SourcePipelineExecutionArn": source,
            "SelectedSteps": [{"StepName": "After"}],
        }
        arn = start(name, SelectiveExecutionConfig=selection)
        found = wait_until(arn, "Succeeded", "Failed")
        self.assertEqual(found["PipelineExecutionStatus"], "Succeeded", found)
        self.assertEqual(found["SelectiveExecutionConfig"], selection)
        steps = {step["StepName"]: step for step in steps_of(arn)}
        self.assertEqual(steps["After"]["Metadata"]["Condition"], {"Outcome": "True"})
        self.refused(
            "ValidationException",
            "Invalid SourcePipelineExecutionArn: null",
            sagemaker.start_pipeline_execution,
            PipelineName=create(step, after),
            SelectiveExecutionConfig={"SelectedSteps": [{"StepName": "After"}]},
            ClientRequestToken=str(uuid.uuid4()),
        )

    def test_a_retry_policy(self):
        _, step = self.script("raise SystemExit(1)\n")
        policy = {
            "ExceptionType": ["SageMaker.JOB_INTERNAL_ERROR", "Step.SERVICE_FAULT"],
            "IntervalSeconds": 1,
            "BackoffRate": 2.0,
            "MaxAttempts": 2,
        }
        arn = start(create({**step, "RetryPolicies": [policy]}))
        wait_until(arn, "Failed")
        # What the script does wrong is none of these exceptions.
        self.assertEqual(steps_of(arn)[0]["AttemptCount"], 1)

    def test_stopping(self):
        _, step = self.script("import time\ntime.sleep(600)\n")
        arn = start(create(step))
        wait_for_step(arn, "Run", "Executing")
        token = str(uuid.uuid4())
        for _ in range(2):
            answer = sagemaker.stop_pipeline_execution(
                PipelineExecutionArn=arn, ClientRequestToken=token
            )
            self.assertEqual(answer["PipelineExecutionArn"], arn)
        self.assertIn(describe(arn)["PipelineExecutionStatus"], ("Stopping", "Stopped"))
        wait_until(arn, "Stopped")
        (shown,) = steps_of(arn)
        self.assertEqual(shown["StepStatus"], "Stopped")


class Callbacks(TestCase):
    def waiting(self):
        step = {
            "Name": "Wait",
            "Type": "Callback",
            "SqsQueueUrl": "https://sqs.us-east-1.amazonaws.com/000000000000/queue",
            "Arguments": {"say": "hello"},
            "OutputParameters": [{"OutputName": "answer", "OutputType": "String"}],
        }
        left = {"Get": "Steps.Wait.OutputParameters['answer']"}
        arn = start(create(step, condition_step("Then", left, "yes")))
        shown = wait_for_step(arn, "Wait", "Executing")
        return arn, shown["Metadata"]["Callback"]["CallbackToken"]

    def test_success(self):
        arn, token = self.waiting()
        self.assertRegex(token, "^[a-zA-Z0-9]{10}$")
        answer = sagemaker.send_pipeline_execution_step_success(
            CallbackToken=token,
            OutputParameters=[{"Name": "answer", "Value": "yes"}],
            ClientRequestToken=str(uuid.uuid4()),
        )
        self.assertEqual(answer["PipelineExecutionArn"], arn)
        wait_until(arn, "Succeeded")
        then = wait_for_step(arn, "Then", "Succeeded")
        self.assertEqual(then["Metadata"]["Condition"], {"Outcome": "True"})

    def test_failure(self):
        arn, token = self.waiting()
        sagemaker.send_pipeline_execution_step_failure(
            CallbackToken=token, FailureReason="not today", ClientRequestToken=str(uuid.uuid4())
        )
        wait_until(arn, "Failed")
        self.assertIn("not today", wait_for_step(arn, "Wait", "Failed")["FailureReason"])

    def test_a_token_of_nobody(self):
        for call in (
            sagemaker.send_pipeline_execution_step_success,
            sagemaker.send_pipeline_execution_step_failure,
        ):
            self.refused(
                "ResourceNotFound",
                "x" * 10,
                call,
                CallbackToken="x" * 10,
                ClientRequestToken=str(uuid.uuid4()),
            )


if __name__ == "__main__":
    unittest.main()
