"""What moto says about pipeline definitions, given to its CreatePipeline.

Reads a JSON list of texts from standard input and writes one of answers: {"refused": message} or {}.
"""

import json
import os
import sys

import boto3
from moto import mock_aws

os.environ.update(AWS_ACCESS_KEY_ID="peer", AWS_SECRET_ACCESS_KEY="peer")


def main():
    answers = []
    with mock_aws():
        client = boto3.client("sagemaker", region_name="us-east-1")
        for number, text in enumerate(json.load(sys.stdin)):
            try:
                client.create_pipeline(
                    PipelineName=f"Peer{number}",
                    PipelineDefinition=text,
                    ClientRequestToken="0" * 32,
                    RoleArn="arn:aws:iam::123456789012:role/Peer",
                )
                answers.append({})
            except Exception as error:  # whatever it throws is its answer
                answers.append({"refused": f"{type(error).__name__}: {error}"[:300]})
    json.dump(answers, sys.stdout)


main()
