"""boto3 on models, model package groups and model packages."""

import unittest
import uuid

from support import IMAGE, ROLE, TestCase, new_name, sagemaker

SPECIFICATION = {
    "Containers": [{"Image": IMAGE, "ModelDataUrl": "s3://a-bucket/model.tar.gz"}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}


def new_group(**more):
    name = new_name("group")
    sagemaker.create_model_package_group(ModelPackageGroupName=name, **more)
    return name


def register(group, **more):
    return sagemaker.create_model_package(
        ModelPackageGroupName=group,
        InferenceSpecification=SPECIFICATION,
        ClientToken=str(uuid.uuid4()),
        **more,
    )["ModelPackageArn"]


class Groups(TestCase):
    def test_are_made_described_listed_and_deleted(self):
        name = new_group(ModelPackageGroupDescription="words")
        found = sagemaker.describe_model_package_group(ModelPackageGroupName=name)
        self.assertEqual(found["ModelPackageGroupDescription"], "words")
        self.assertEqual(found["ModelPackageGroupStatus"], "Completed")
        listed = sagemaker.list_model_package_groups(NameContains=name)["ModelPackageGroupSummaryList"]
        self.assertEqual([item["ModelPackageGroupName"] for item in listed], [name])
        sagemaker.delete_model_package_group(ModelPackageGroupName=name)
        listed = sagemaker.list_model_package_groups(NameContains=name)["ModelPackageGroupSummaryList"]
        self.assertEqual(listed, [])

    def test_a_name_twice(self):
        name = new_group()
        self.refused(
            "ValidationException",
            "already exists",
            sagemaker.create_model_package_group,
            ModelPackageGroupName=name,
        )

    def test_with_versions_is_not_deleted(self):
        name = new_group()
        register(name)
        with self.assertRaises(sagemaker.exceptions.ClientError) as caught:
            sagemaker.delete_model_package_group(ModelPackageGroupName=name)
        code = caught.exception.response["Error"]["Code"]
        self.assertIn(code, ("ConflictException", "ValidationException"))


class Packages(TestCase):
    def test_get_versions_and_are_approved(self):
        group = new_group()
        arns = [register(group, ModelApprovalStatus="PendingManualApproval") for _ in range(3)]
        self.assertEqual([arn.rsplit("/", 1)[1] for arn in arns], ["1", "2", "3"])
        sagemaker.update_model_package(
            ModelPackageArn=arns[1], ModelApprovalStatus="Approved", ApprovalDescription="good"
        )
        found = sagemaker.describe_model_package(ModelPackageName=arns[1])
        self.assertEqual(found["ModelPackageVersion"], 2)
        self.assertEqual(found["ModelApprovalStatus"], "Approved")
        self.assertEqual(found["ApprovalDescription"], "good")
        self.assertEqual(
            found["InferenceSpecification"]["Containers"][0]["ModelDataUrl"],
            "s3://a-bucket/model.tar.gz",
        )
        approved = sagemaker.list_model_packages(
            ModelPackageGroupName=group, ModelApprovalStatus="Approved"
        )["ModelPackageSummaryList"]
        self.assertEqual([item["ModelPackageArn"] for item in approved], [arns[1]])
        pages = sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName=group,
            SortBy="CreationTime",
            SortOrder="Ascending",
            PaginationConfig={"PageSize": 2},
        )
        listed = [[p["ModelPackageArn"] for p in page["ModelPackageSummaryList"]] for page in pages]
        self.assertEqual(listed, [arns[:2], arns[2:]])

    def test_a_deleted_version_is_not_given_again(self):
        group = new_group()
        first = register(group)
        sagemaker.delete_model_package(ModelPackageName=first)
        self.assertTrue(register(group).endswith("/2"))

    def test_what_is_not_there(self):
        arn = "arn:aws:sagemaker:us-east-1:000000000000:model-package/none/1"
        with self.assertRaises(sagemaker.exceptions.ClientError) as caught:
            sagemaker.describe_model_package(ModelPackageName=arn)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")


class Models(TestCase):
    def test_are_made_described_listed_and_deleted(self):
        name = new_name("model")
        container = {"Image": IMAGE, "ModelDataUrl": "s3://a-bucket/model.tar.gz"}
        sagemaker.create_model(ModelName=name, PrimaryContainer=container, ExecutionRoleArn=ROLE)
        found = sagemaker.describe_model(ModelName=name)
        self.assertEqual(found["PrimaryContainer"]["ModelDataUrl"], container["ModelDataUrl"])
        listed = sagemaker.list_models(NameContains=name)["Models"]
        self.assertEqual([item["ModelName"] for item in listed], [name])
        sagemaker.delete_model(ModelName=name)
        with self.assertRaises(sagemaker.exceptions.ClientError) as caught:
            sagemaker.describe_model(ModelName=name)
        self.assertEqual(caught.exception.response["Error"]["Code"], "ValidationException")


if __name__ == "__main__":
    unittest.main()
