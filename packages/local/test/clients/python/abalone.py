"""The Abalone pipeline as the SageMaker Python SDK builds it."""

import os

from sagemaker import image_uris
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
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
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.steps import ProcessingStep, TrainingStep, TransformStep

PROCESSING = "/opt/ml/processing/"


def abalone_pipeline(session, role, name, group, code, data, batch):
    """The pipeline; code is the folder of the scripts, data and batch are S3 URIs."""
    instances = ParameterInteger("ProcessingInstanceCount", default_value=1)
    approval = ParameterString("ModelApprovalStatus", default_value="PendingManualApproval")
    input_data = ParameterString("InputData", default_value=data)
    batch_data = ParameterString("BatchData", default_value=batch)
    threshold = ParameterFloat("MseThreshold", default_value=6.0)
    image = image_uris.retrieve("xgboost", session.boto_region_name, version="1.0-1")
    common = {"role": role, "sagemaker_session": session}

    preparing = SKLearnProcessor(
        framework_version="0.23-1",
        instance_type="ml.m5.xlarge",
        instance_count=instances,
        base_job_name="abalone-process",
        **common,
    )
    parts = ["train", "validation", "test"]
    process = ProcessingStep(
        "AbaloneProcess",
        step_args=preparing.run(
            inputs=[ProcessingInput(source=input_data, destination=PROCESSING + "input")],
            outputs=[ProcessingOutput(output_name=part, source=PROCESSING + part) for part in parts],
            code=os.path.join(code, "preprocessing.py"),
        ),
    )
    prepared = process.properties.ProcessingOutputConfig.Outputs

    estimator = Estimator(
        image_uri=image,
        instance_type="ml.m5.xlarge",
        instance_count=1,
        output_path="s3://{}/{}/model".format(session.default_bucket(), name),
        hyperparameters={
            "objective": "reg:linear",
            "num_round": 50,
            "max_depth": 5,
            "eta": 0.2,
            "gamma": 4,
            "min_child_weight": 6,
            "subsample": 0.7,
        },
        **common,
    )
    train = TrainingStep(
        "AbaloneTrain",
        step_args=estimator.fit(
            inputs={
                part: TrainingInput(prepared[part].S3Output.S3Uri, content_type="text/csv")
                for part in parts[:2]
            }
        ),
    )
    model_data = train.properties.ModelArtifacts.S3ModelArtifacts

    measuring = ScriptProcessor(
        image_uri=image,
        command=["python3"],
        instance_type="ml.m5.xlarge",
        instance_count=1,
        base_job_name="abalone-eval",
        **common,
    )
    report = PropertyFile("EvaluationReport", output_name="evaluation", path="evaluation.json")
    evaluate = ProcessingStep(
        "AbaloneEval",
        step_args=measuring.run(
            inputs=[
                ProcessingInput(source=model_data, destination=PROCESSING + "model"),
                ProcessingInput(source=prepared["test"].S3Output.S3Uri, destination=PROCESSING + "test"),
            ],
            outputs=[ProcessingOutput(output_name="evaluation", source=PROCESSING + "evaluation")],
            code=os.path.join(code, "evaluation.py"),
        ),
        property_files=[report],
    )
    measured = evaluate.arguments["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]

    model = Model(image_uri=image, model_data=model_data, **common)
    metrics = ModelMetrics(
        model_statistics=MetricsSource(
            s3_uri=Join(on="/", values=[measured, "evaluation.json"]), content_type="application/json"
        )
    )
    register = ModelStep(
        "AbaloneRegister",
        step_args=model.register(
            content_types=["text/csv"],
            response_types=["text/csv"],
            inference_instances=["ml.t2.medium", "ml.m5.xlarge"],
            transform_instances=["ml.m5.xlarge"],
            model_package_group_name=group,
            approval_status=approval,
            model_metrics=metrics,
        ),
    )
    create = ModelStep("AbaloneCreate", step_args=model.create(instance_type="ml.m5.large"))
    transformer = Transformer(
        model_name=create.properties.ModelName,
        instance_type="ml.m5.xlarge",
        instance_count=1,
        output_path="s3://{}/{}/transform".format(session.default_bucket(), name),
        sagemaker_session=session,
    )
    transform = TransformStep("AbaloneTransform", step_args=transformer.transform(data=batch_data))
    refuse = FailStep(
        "AbaloneMSEFail",
        error_message=Join(on=" ", values=["Execution failed due to MSE >", threshold]),
    )
    measure = JsonGet(
        step_name=evaluate.name, property_file=report, json_path="regression_metrics.mse.value"
    )
    decide = ConditionStep(
        "AbaloneMSECond",
        conditions=[ConditionLessThanOrEqualTo(left=measure, right=threshold)],
        if_steps=[register, create, transform],
        else_steps=[refuse],
    )
    return Pipeline(
        name,
        parameters=[instances, approval, input_data, batch_data, threshold],
        steps=[process, train, evaluate, decide],
        sagemaker_session=session,
    )
