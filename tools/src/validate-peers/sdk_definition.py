"""What the SageMaker Python SDK says about pipeline definitions.

The SDK reads no definitions, so each is built again with its own classes: parameters, references,
functions, conditions, cache and retry configurations. Only the job arguments go in as they are,
through the SDK's own base class of steps. Then the SDK compiles the pipeline (`definition()`).

Reads a JSON list of texts from standard input and writes one of answers: {"refused": message}
where the SDK refused the pipeline, {"unwritable": message} where its classes cannot express the
definition at all, {} where it had nothing to say. Works with versions 2 and 3.
"""

import json
import logging
import os
import re
import sys
import traceback
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
os.environ.update(
    AWS_ACCESS_KEY_ID="peer",
    AWS_SECRET_ACCESS_KEY="peer",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
)
# Both versions print on standard output while they load; the answers must be alone there.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

try:
    from sagemaker.core.helper.session_helper import Session
    from sagemaker.core.workflow import conditions as C
    from sagemaker.core.workflow.execution_variables import ExecutionVariable
    from sagemaker.core.workflow.functions import Join, JsonGet
    from sagemaker.core.workflow.parameters import (
        ParameterBoolean,
        ParameterFloat,
        ParameterInteger,
        ParameterString,
    )
    from sagemaker.core.workflow.properties import Properties, PropertyFile
    from sagemaker.mlops.workflow import retry as R
    from sagemaker.mlops.workflow.condition_step import ConditionStep
    from sagemaker.mlops.workflow.pipeline import Pipeline
    from sagemaker.mlops.workflow.steps import CacheConfig, ConfigurableRetryStep, StepTypeEnum
except ImportError:
    from sagemaker.session import Session
    from sagemaker.workflow import conditions as C
    from sagemaker.workflow import retry as R
    from sagemaker.workflow.condition_step import ConditionStep
    from sagemaker.workflow.execution_variables import ExecutionVariable
    from sagemaker.workflow.functions import Join, JsonGet
    from sagemaker.workflow.parameters import (
        ParameterBoolean,
        ParameterFloat,
        ParameterInteger,
        ParameterString,
    )
    from sagemaker.workflow.pipeline import Pipeline
    from sagemaker.workflow.properties import Properties, PropertyFile
    from sagemaker.workflow.steps import CacheConfig, ConfigurableRetryStep, StepTypeEnum

import boto3

PARAMETERS = {
    "String": ParameterString,
    "Integer": ParameterInteger,
    "Float": ParameterFloat,
    "Boolean": ParameterBoolean,
}
COMPARISONS = {
    "Equals": C.ConditionEquals,
    "GreaterThan": C.ConditionGreaterThan,
    "GreaterThanOrEqualTo": C.ConditionGreaterThanOrEqualTo,
    "LessThan": C.ConditionLessThan,
    "LessThanOrEqualTo": C.ConditionLessThanOrEqualTo,
}
# The shapes that the SDK's own steps give their properties.
SHAPES = {
    "Processing": "DescribeProcessingJobResponse",
    "Training": "DescribeTrainingJobResponse",
    "Tuning": "DescribeHyperParameterTuningJobResponse",
    "Transform": "DescribeTransformJobResponse",
    "Model": "DescribeModelOutput",
    "RegisterModel": "DescribeModelPackageOutput",
    "AutoML": "DescribeAutoMLJobV2Response",
    "QualityCheck": "DescribeProcessingJobResponse",
    "ClarifyCheck": "DescribeProcessingJobResponse",
}
REFERENCE = re.compile(r"\.([^.\[]+)|\['([^']*)'\]|\[(\d+)\]")


class Refused(Exception):
    """What the SDK refuses the moment it is written."""


class FromJson(ConfigurableRetryStep):
    """A step of any type, with the arguments of a definition."""

    def __init__(self, step, builder):
        super().__init__(
            name=step["Name"],
            step_type=StepTypeEnum(step["Type"]),
            display_name=step.get("DisplayName"),
            description=step.get("Description"),
            depends_on=list(step.get("DependsOn", [])),
            retry_policies=[retry_policy(one) for one in step.get("RetryPolicies", [])],
        )
        self._arguments = builder.value(step["Arguments"])
        self.property_files = [
            PropertyFile(name=f["PropertyFileName"], output_name=f["OutputName"], path=f["FilePath"])
            for f in step.get("PropertyFiles", [])
        ]
        cache = step.get("CacheConfig")
        self.cache_config = cache and CacheConfig(
            enable_caching=cache.get("Enabled", False), expire_after=cache.get("ExpireAfter")
        )

    @property
    def arguments(self):
        return self._arguments

    @property
    def properties(self):
        raise NotImplementedError

    def to_request(self):
        request = super().to_request()
        if self.cache_config:
            request.update(self.cache_config.config)
        if self.property_files:
            request["PropertyFiles"] = [file.expr for file in self.property_files]
        return request


def retry_policy(policy):
    """A retry policy of the SDK's class for its kind of exceptions."""
    types = policy["ExceptionType"]
    types = types if isinstance(types, list) else [types]
    limits = {
        "backoff_rate": policy.get("BackoffRate", 2.0),
        "interval_seconds": policy.get("IntervalSeconds", 1),
        "max_attempts": policy.get("MaxAttempts"),
        "expire_after_mins": policy.get("ExpireAfterMin"),
    }
    if all(one.startswith("Step.") for one in types):
        return R.StepRetryPolicy([R.StepExceptionTypeEnum(one) for one in types], **limits)
    return R.SageMakerJobStepRetryPolicy(
        [R.SageMakerJobExceptionTypeEnum(one) for one in types], **limits
    )


class Builder:
    """Builds one definition with the classes of the SDK."""

    def __init__(self, definition):
        self.definition = definition
        self.types = {}
        self.note_types(definition["Steps"])
        self.parameters = [self.parameter(one) for one in definition.get("Parameters", [])]
        self.declared = {one.name: one for one in self.parameters}

    def note_types(self, steps):
        for step in steps:
            self.types.setdefault(step["Name"], step["Type"])
            if step["Type"] == "Condition":
                for branch in ("IfSteps", "ElseSteps"):
                    self.note_types(step["Arguments"].get(branch, []))

    def parameter(self, one):
        options = {"default_value": one.get("DefaultValue")}
        if "EnumValues" in one:
            options["enum_values"] = one["EnumValues"]
        return PARAMETERS[one["Type"]](name=one["Name"], **options)

    def build(self, session):
        pipeline = Pipeline(
            name="Peer",
            parameters=self.parameters,
            steps=[self.step(one) for one in self.definition["Steps"]],
            sagemaker_session=session,
        )
        return pipeline.definition()

    def step(self, step):
        if step["Type"] != "Condition":
            return FromJson(step, self)
        arguments = step["Arguments"]
        return ConditionStep(
            name=step["Name"],
            depends_on=list(step.get("DependsOn", [])),
            display_name=step.get("DisplayName"),
            description=step.get("Description"),
            conditions=[self.condition(one) for one in arguments["Conditions"]],
            if_steps=[self.step(one) for one in arguments.get("IfSteps", [])],
            else_steps=[self.step(one) for one in arguments.get("ElseSteps", [])],
        )

    def condition(self, one):
        kind = one["Type"]
        if kind in COMPARISONS:
            return COMPARISONS[kind](
                left=self.value(one["LeftValue"]), right=self.value(one["RightValue"])
            )
        if kind == "In":
            return C.ConditionIn(value=self.value(one["QueryValue"]), in_values=self.value(one["Values"]))
        if kind == "Not":
            return C.ConditionNot(expression=self.condition(one["Condition"]))
        if kind == "Or":
            return C.ConditionOr(conditions=[self.condition(each) for each in one["Conditions"]])
        raise LookupError(f"the SDK has no condition {kind}")

    def value(self, value):
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if not isinstance(value, dict):
            return value
        if list(value) == ["Get"] and isinstance(value["Get"], str):
            return self.reference(value["Get"])
        if list(value) == ["Std:Join"]:
            join = value["Std:Join"]
            return Join(on=join["On"], values=self.value(join["Values"]))
        if list(value) == ["Std:JsonGet"]:
            get = value["Std:JsonGet"]
            if "PropertyFile" not in get:
                return value  # the form that only @step functions write
            _, step, _, name = get["PropertyFile"]["Get"].split(".", 3)
            return JsonGet(step_name=step, property_file=name, json_path=get["Path"])
        return {key: self.value(one) for key, one in value.items()}

    def reference(self, text):
        kind, _, rest = text.partition(".")
        if kind == "Parameters":
            return self.declared.get(rest) or ParameterString(name=rest)
        if kind == "Execution":
            return ExecutionVariable(rest)
        if kind == "PipelineExperimentConfig":
            return {"Get": text}  # the SDK writes it as a plain object too
        if kind != "Steps":
            raise LookupError(f"the SDK writes no reference {text}")
        name, _, path = rest.partition(".")
        shape = SHAPES.get(self.types.get(name))
        if shape is None:
            return Properties(step_name=name, path=path or None)
        found = Properties(step_name=name, shape_name=shape)
        for member, key, index in REFERENCE.findall("." + path):
            if member and not hasattr(found, member):
                raise Refused(f"AttributeError: no {member} in the properties of step {name}")
            found = getattr(found, member) if member else found[key or int(index)]
        return found


def answer(text, session):
    try:
        definition = json.loads(text)
    except ValueError as error:
        return {"unwritable": str(error)}
    try:
        Builder(definition).build(session)
    except Exception as error:  # whatever the SDK throws is its answer
        message = f"{type(error).__name__}: {error}"[:300]
        # A fault of this very file: there is no such thing in the SDK to build.
        is_ours = traceback.extract_tb(error.__traceback__)[-1].filename == __file__
        if is_ours and not isinstance(error, Refused):
            return {"unwritable": message}
        return {"refused": message}
    return {}


def main():
    session = Session(boto_session=boto3.Session(region_name="us-east-1"))
    json.dump([answer(text, session) for text in json.load(sys.stdin)], answers)


main()
