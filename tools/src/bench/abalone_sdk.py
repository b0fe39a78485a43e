"""The Abalone pipeline in the SageMaker Python SDK 2: the peer that `nacre synth` is measured against.

Builds the pipeline and calls definition(), which uploads the scripts: the benchmark gives it an S3
endpoint on this machine. Usage: abalone_sdk.py CODE_DIR
"""

import os
import sys

import sagemaker.telemetry.telemetry_logging as telemetry

# Its telemetry would wait for the network and make the peer look slower than it is.
telemetry._send_telemetry_request = lambda *args, **kwargs: None

from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput, TransformInput
from sagemaker.model import Model
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.transformer import Transformer
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionLessThanOrEqualTo
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.steps import ProcessingStep, TrainingStep, TransformStep

code_dir = sys.argv[1]
role = "arn:aws:iam::000000000000:role/Bench"
bucket = "sagemaker-us-east-1-000000000000"
xgboost = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3"
session = PipelineSession(default_bucket=bucket)

count = ParameterInteger("ProcessingInstanceCount", 1)
approval = ParameterString("ModelApprovalStatus", "PendingManualApproval")
input_data = ParameterString("InputData", "s3://%s/abalone/abalone-dataset.csv" % bucket)
batch_data = ParameterString("BatchData", "s3://%s/abalone/abalone-dataset-batch" % bucket)
threshold = ParameterFloat("MseThreshold", 6.0)

processor = SKLearnProcessor(
    "0.23-1", role, count, "ml.m5.xlarge", base_job_name="process", sagemaker_session=session
)
process = ProcessingStep(
    "AbaloneProcess",
    step_args=processor.run(
        code=os.path.join(code_dir, "preprocessing.py"),
        inputs=[ProcessingInput(input_data, "/opt/ml/processing/input")],
        outputs=[
            ProcessingOutput(output_name=name, source="/opt/ml/processing/" + name)
            for name in ("train", "validation", "test")
        ],
    ),
)
uris = process.properties.ProcessingOutputConfig.Outputs

estimator = Estimator(
    xgboost, role, 1, "ml.m5.xlarge", output_path="s3://%s/AbaloneTrain" % bucket, sagemaker_session=session
)
estimator.set_hyperparameters(objective="reg:linear", num_round=50, max_depth=5, eta=0.2, gamma=4)
train = TrainingStep(
    "AbaloneTrain",
    step_args=estimator.fit(
        {
            name: TrainingInput(uris[name].S3Output.S3Uri, content_type="text/csv")
            for name in ("train", "validation")
        }
    ),
)
artifacts = train.properties.ModelArtifacts.S3ModelArtifacts

report = PropertyFile("EvaluationReport", "evaluation", "evaluation.json")
evaluator = ScriptProcessor(
    image_uri=xgboost,
    command=["python3"],
    role=role,
    instance_count=1,
    instance_type="ml.m5.xlarge",
    base_job_name="eval",
    sagemaker_session=session,
)
evaluate = ProcessingStep(
    "AbaloneEval",
    step_args=evaluator.run(
        code=os.path.join(code_dir, "evaluation.py"),
        inputs=[
            ProcessingInput(artifacts, "/opt/ml/processing/model"),
            ProcessingInput(uris["test"].S3Output.S3Uri, "/opt/ml/processing/test"),
        ],
        outputs=[ProcessingOutput(output_name="evaluation", source="/opt/ml/processing/evaluation")],
    ),
    property_files=[report],
)

model = Model(xgboost, model_data=artifacts, role=role, sagemaker_session=session)
metrics = ModelMetrics(
    model_statistics=MetricsSource("s3://%s/evaluation.json" % bucket, "application/json")
)
register = ModelStep(
    "AbaloneRegisterModel",
    step_args=model.register(
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=["ml.t2.medium", "ml.m5.xlarge"],
        transform_instances=["ml.m5.xlarge"],
        model_package_group_name="AbaloneModelPackageGroupName",
        approval_status=approval,
        model_metrics=metrics,
    ),
)
create = ModelStep("AbaloneCreateModel", step_args=model.create(instance_type="ml.m5.xlarge"))
transformer = Transformer(
    create.properties.ModelName,
    1,
    "ml.m5.xlarge",
    output_path="s3://%s/AbaloneTransform" % bucket,
    sagemaker_session=session,
)
transform = TransformStep(
    "AbaloneTransform", step_args=transformer.transform(TransformInput(batch_data).data)
)
fail = FailStep("AbaloneMSEFail", Join(" ", ["Execution failed due to MSE >", threshold]))
condition = ConditionStep(
    "AbaloneMSECond",
    conditions=[
        ConditionLessThanOrEqualTo(
            JsonGet(evaluate.name, report, "regression_metrics.mse.value"), threshold
        )
    ],
    if_steps=[register, create, transform],
    else_steps=[fail],
)

pipeline = Pipeline(
    "AbalonePipeline",
    parameters=[count, approval, input_data, batch_data, threshold],
    steps=[process, train, evaluate, condition],
    sagemaker_session=session,
)
print(pipeline.definition())
