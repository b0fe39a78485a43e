"""boto3 on pipelines, their versions and tags."""

import datetime
import json
import unittest
import uuid

from support import ROLE, TestCase, create, definition, fail_step, new_bucket, new_name, s3, sagemaker

ARN = r"^arn:aws:sagemaker:us-east-1:000000000000:pipeline/[a-z0-9-]+$"


class Creating(TestCase):
    def test_gives_the_arn(self):
        name = new_name()
        answer = sagemaker.create_pipeline(
            PipelineName=name,
            RoleArn=ROLE,
            PipelineDefinition=definition(fail_step()),
            ClientRequestToken=str(uuid.uuid4()),
        )
        self.assertRegex(answer["PipelineArn"], ARN)
        self.assertEqual(answer["PipelineArn"].split("/")[1], name)

    def test_again_with_the_same_token_gives_the_same(self):
        request = {
            "PipelineName": new_name(),
            "RoleArn": ROLE,
            "PipelineDefinition": definition(fail_step()),
            "ClientRequestToken": str(uuid.uuid4()),
        }
        first = sagemaker.create_pipeline(**request)
        self.assertEqual(first["PipelineArn"], sagemaker.create_pipeline(**request)["PipelineArn"])

    def test_a_name_twice(self):
        name = create()
        request = {
            "PipelineName": name,
            "RoleArn": ROLE,
            "PipelineDefinition": definition(fail_step()),
        }
        # The first is what AWS's own examples look for, the second what the Python SDK does.
        for words in ("Pipeline names must be unique within an AWS account and region", "already exists"):
            self.refused(
                "ValidationException",
                words,
                sagemaker.create_pipeline,
                ClientRequestToken=str(uuid.uuid4()),
                **request,
            )

    def test_what_is_not_allowed(self):
        good = {
            "PipelineName": new_name(),
            "RoleArn": ROLE,
            "PipelineDefinition": definition(fail_step()),
            "ClientRequestToken": str(uuid.uuid4()),
        }
        for member, value, words in [
            ("PipelineName", "no_underscore!", "pipelineName"),
            ("PipelineName", "x" * 257, "pipelineName"),
            ("RoleArn", "r" * 20, "roleArn"),
            ("ClientRequestToken", "t" * 129, "clientRequestToken"),
            ("PipelineDefinition", "x" * 1_048_577, "pipelineDefinition"),
            ("PipelineDefinition", "not json", "line 1, column 1"),
            ("PipelineDefinition", "{}", "Version"),
            (
                "PipelineDefinition",
                '{"Version": "2020-12-01", "Steps": {}}',
                "Unable to parse pipeline definition. Expecting start of Json Array",
            ),
            ("PipelineDefinition", definition({"Name": "A", "Type": "No"}), "No"),
        ]:
            with self.subTest(member=member, value=value[:30]):
                self.refused(
                    "ValidationException", words, sagemaker.create_pipeline, **{**good, member: value}
                )

    def test_a_cycle(self):
        steps = [{**fail_step("A"), "DependsOn": ["B"]}, {**fail_step("B"), "DependsOn": ["A"]}]
        self.refused(
            "ValidationException",
            "A",
            sagemaker.create_pipeline,
            PipelineName=new_name(),
            RoleArn=ROLE,
            PipelineDefinition=definition(*steps),
            ClientRequestToken=str(uuid.uuid4()),
        )


class DefinitionsInS3(TestCase):
    def test_are_read(self):
        bucket, text = new_bucket(), definition(fail_step("InS3"))
        s3.put_object(Bucket=bucket, Key="pipelines/a b.json", Body=text.encode())
        name = new_name()
        sagemaker.create_pipeline(
            PipelineName=name,
            RoleArn=ROLE,
            PipelineDefinitionS3Location={"Bucket": bucket, "ObjectKey": "pipelines/a b.json"},
            ClientRequestToken=str(uuid.uuid4()),
        )
        kept = sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"]
        self.assertEqual(json.loads(kept), json.loads(text))

    def test_that_are_not_there(self):
        for bucket in (new_bucket(), new_name("no-bucket")):
            self.refused(
                "ValidationException",
                bucket,
                sagemaker.create_pipeline,
                PipelineName=new_name(),
                RoleArn=ROLE,
                PipelineDefinitionS3Location={"Bucket": bucket, "ObjectKey": "none.json"},
                ClientRequestToken=str(uuid.uuid4()),
            )


class Describing(TestCase):
    def test_by_name_and_by_arn(self):
        name = create(PipelineDescription="a description", PipelineDisplayName="Shown")
        by_name = sagemaker.describe_pipeline(PipelineName=name)
        by_arn = sagemaker.describe_pipeline(PipelineName=by_name["PipelineArn"])
        for answer in (by_name, by_arn):
            self.assertEqual(answer["PipelineName"], name)
            self.assertEqual(answer["PipelineStatus"], "Active")
            self.assertEqual(answer["PipelineDescription"], "a description")
            self.assertEqual(answer["PipelineDisplayName"], "Shown")
            self.assertEqual(answer["RoleArn"], ROLE)
            self.assertEqual(json.loads(answer["PipelineDefinition"])["Steps"], [fail_step()])
            self.assertIsNotNone(answer["CreationTime"].tzinfo)

    def test_what_is_not_there(self):
        missing = new_name("missing")
        arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + missing
        for name in (missing, arn):
            self.refused("ResourceNotFound", missing, sagemaker.describe_pipeline, PipelineName=name)
        for call in (sagemaker.update_pipeline, sagemaker.list_pipeline_executions):
            self.refused("ResourceNotFound", missing, call, PipelineName=missing)
        for call in (sagemaker.delete_pipeline, sagemaker.start_pipeline_execution):
            token = str(uuid.uuid4())
            self.refused(
                "ResourceNotFound", missing, call, PipelineName=missing, ClientRequestToken=token
            )


class Updating(TestCase):
    def test_makes_a_version(self):
        name = create(fail_step("First"))
        before = sagemaker.describe_pipeline(PipelineName=name)
        sagemaker.update_pipeline(PipelineName=name, PipelineDefinition=definition(fail_step("Second")))
        after = sagemaker.describe_pipeline(PipelineName=name)
        self.assertEqual(after["CreationTime"], before["CreationTime"])
        self.assertGreater(after["LastModifiedTime"], before["LastModifiedTime"])

        def step(**more):
            found = sagemaker.describe_pipeline(PipelineName=name, **more)
            return json.loads(found["PipelineDefinition"])["Steps"][0]["Name"]

        self.assertEqual([step(), step(PipelineVersionId=1), step(PipelineVersionId=2)],
                         ["Second", "First", "Second"])
        self.refused(
            "ResourceNotFound", "99", sagemaker.describe_pipeline, PipelineName=name, PipelineVersionId=99
        )
        versions = sagemaker.list_pipeline_versions(PipelineName=name)["PipelineVersionSummaries"]
        self.assertEqual([version["PipelineVersionId"] for version in versions], [2, 1])
        arn = after["PipelineArn"]
        sagemaker.update_pipeline_version(
            PipelineArn=arn, PipelineVersionId=1, PipelineVersionDescription="the first"
        )
        shown = sagemaker.describe_pipeline(PipelineName=name, PipelineVersionId=1)
        self.assertEqual(shown["PipelineVersionDescription"], "the first")

    def test_refuses_a_bad_definition_and_keeps_the_good_one(self):
        name = create(fail_step("Good"))
        self.refused(
            "ValidationException",
            "line 1, column 2",
            sagemaker.update_pipeline,
            PipelineName=name,
            PipelineDefinition="[",
        )
        kept = sagemaker.describe_pipeline(PipelineName=name)["PipelineDefinition"]
        self.assertEqual(json.loads(kept)["Steps"][0]["Name"], "Good")


class Listing(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prefix = new_name("listed")
        cls.names = [create(name="{}-{}".format(cls.prefix, index)) for index in range(7)]

    def listed(self, **more):
        pages = sagemaker.get_paginator("list_pipelines").paginate(
            PipelineNamePrefix=self.prefix, **more
        )
        return [[item["PipelineName"] for item in page["PipelineSummaries"]] for page in pages]

    def test_the_newest_first(self):
        self.assertEqual(sum(self.listed(), []), self.names[::-1])

    def test_in_pages(self):
        pages = self.listed(PaginationConfig={"PageSize": 3})
        self.assertEqual([len(page) for page in pages], [3, 3, 1])
        self.assertEqual(sum(pages, []), self.names[::-1])

    def test_by_name(self):
        pages = self.listed(SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2})
        self.assertEqual(sum(pages, []), self.names)

    def test_by_time(self):
        created = sagemaker.describe_pipeline(PipelineName=self.names[3])["CreationTime"]
        near = datetime.timedelta(milliseconds=1)
        self.assertEqual(sum(self.listed(CreatedAfter=created - near), []), self.names[:2:-1])
        self.assertEqual(sum(self.listed(CreatedBefore=created + near), []), self.names[3::-1])

    def test_a_page_while_pipelines_come_and_go(self):
        request = {"PipelineNamePrefix": self.prefix, "MaxResults": 3}
        first = sagemaker.list_pipelines(**request)
        extra = create(name=self.prefix + "-new")
        second = sagemaker.list_pipelines(**request, NextToken=first["NextToken"])
        sagemaker.delete_pipeline(PipelineName=extra, ClientRequestToken=str(uuid.uuid4()))
        shown = [i["PipelineName"] for page in (first, second) for i in page["PipelineSummaries"]]
        self.assertEqual(shown, self.names[:0:-1])

    def test_a_token_that_is_none(self):
        self.refused("ValidationException", "NextToken", sagemaker.list_pipelines, NextToken="nonsense")

    def test_a_prefix_is_no_substring_and_no_pattern(self):
        found = sagemaker.list_pipelines(PipelineNamePrefix=self.prefix[1:])
        self.assertEqual(found["PipelineSummaries"], [])
        for prefix in ("%", "_isted"):
            self.refused(
                "ValidationException",
                "pipelineNamePrefix",
                sagemaker.list_pipelines,
                PipelineNamePrefix=prefix,
            )


class Deleting(TestCase):
    def test_once(self):
        name = create()
        token = str(uuid.uuid4())
        for _ in range(2):  # the same request again is the same request
            sagemaker.delete_pipeline(PipelineName=name, ClientRequestToken=token)
        self.refused(
            "ResourceNotFound",
            name,
            sagemaker.delete_pipeline,
            PipelineName=name,
            ClientRequestToken=str(uuid.uuid4()),
        )
        create(name=name)


class Tagging(TestCase):
    def test_adds_lists_and_deletes(self):
        name = create(Tags=[{"Key": "team", "Value": "a"}])
        arn = sagemaker.describe_pipeline(PipelineName=name)["PipelineArn"]
        sagemaker.add_tags(
            ResourceArn=arn, Tags=[{"Key": "team", "Value": "b"}, {"Key": "more", "Value": ""}]
        )
        pages = sagemaker.get_paginator("list_tags").paginate(ResourceArn=arn)
        tags = {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
        self.assertEqual(tags, {"team": "b", "more": ""})
        sagemaker.delete_tags(ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(sagemaker.list_tags(ResourceArn=arn)["Tags"], [{"Key": "more", "Value": ""}])

    def test_of_what_is_not_there(self):
        arn = "arn:aws:sagemaker:us-east-1:000000000000:pipeline/" + new_name("missing")
        with self.assertRaises(sagemaker.exceptions.ClientError) as caught:
            sagemaker.list_tags(ResourceArn=arn)
        self.assertIn(caught.exception.response["Error"]["Code"], ("ResourceNotFound", "ValidationException"))


class NotServed(TestCase):
    def test_is_a_clear_error_at_once(self):
        self.refused("UnknownOperationException", "ListDomains", sagemaker.list_domains)


if __name__ == "__main__":
    unittest.main()
