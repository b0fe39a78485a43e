"""Asks the SageMaker Python SDK for the URIs of its images and prints question and answer, a line each.

Usage: sdk_image_uris.py all|some FRAMEWORK...
"some" takes for each framework and scope three of its versions, and for each of these one region.
"""

import functools
import json
import logging
import sys

from sagemaker import image_uris, utils

logging.disable(logging.CRITICAL)
# Both read files at every call.
utils._botocore_resolver = functools.lru_cache(None)(utils._botocore_resolver)
image_uris.config_for_framework = functools.lru_cache(None)(image_uris.config_for_framework)

INSTANCES = [None, "ml.m5.xlarge", "ml.g5.xlarge", "ml.p3.2xlarge", "ml.p4d.24xlarge", "ml.m6g.large"]


def scopes(config):
    """The scopes of a framework with their images; Elastic Inference has ended."""
    if "versions" in config:
        return [(None, config)]
    return [(scope, images) for scope, images in config.items() if scope != "eia"]


def accounts(entry):
    """The regions of a version, wherever the file has them."""
    if "registries" in entry:
        return list(entry["registries"])
    regions = {}
    for value in entry.values():
        if isinstance(value, dict) and "registries" in value:
            regions.update(value["registries"])
    return list(regions)


def choices(framework, images, version):
    """Python versions and base frameworks of a version."""
    entry = images["versions"][images.get("version_aliases", {}).get(version, version)]
    if framework == "huggingface":
        bases = [key for key in entry if key != "version_aliases"]
        return [(None, base) for base in bases + list(entry.get("version_aliases", {}))]
    pythons = entry.get("py_versions") or [
        key for key, value in entry.items() if isinstance(value, dict) and "registries" in value
    ]
    if framework == "spark" or len(pythons) < 2:
        pythons = [None, *pythons]
    return [(python, None) for python in pythons]


def ask(framework, region, version, scope, python, base, instance):
    question = {
        "framework": framework,
        "region": region,
        "version": version or None,
        "scope": {"inference_graviton": "graviton"}.get(scope, scope),
        "python": python,
        "instanceType": instance,
        "baseFramework": base,
    }
    try:
        uri = image_uris.retrieve(
            framework,
            region,
            version=version,
            py_version=python,
            instance_type=instance,
            image_scope=scope,
            base_framework_version=base,
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        uri = None
    answer = {key: value for key, value in question.items() if value is not None}
    print(json.dumps({**answer, "uri": uri}))


def main(which, frameworks):
    turn = 0
    for framework in frameworks:
        for scope, images in scopes(image_uris.config_for_framework(framework)):
            versions = [*images["versions"], *images.get("version_aliases", {})]
            if which == "some":
                versions = [versions[0], versions[len(versions) // 2], versions[-1]]
            for version in dict.fromkeys(versions):
                target = images.get("version_aliases", {}).get(version, version)
                regions = accounts(images["versions"][target])
                if which == "some":
                    turn += 1
                    regions = [regions[turn * 7 % len(regions)]]
                for region in regions:
                    # Every instance in one region says all there is to say about instances.
                    instances = INSTANCES if region == regions[0] else INSTANCES[:2]
                    if which == "some":
                        instances = [INSTANCES[1 + turn % 2], INSTANCES[-1]]
                    options = choices(framework, images, version)
                    for python, base in options if which == "all" else options[:2]:
                        for instance in instances:
                            # Elsewhere the SDK answers with an image of another version.
                            if (scope == "inference_graviton") != (instance == "ml.m6g.large"):
                                continue
                            ask(framework, region, version, scope, python, base, instance)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
