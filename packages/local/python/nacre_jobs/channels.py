"""Which input channels a training job may have."""

from nacre_jobs.content_types import CHANNEL_TYPES
from nacre_jobs.faults import JobError

_DATA_TYPES = frozenset(CHANNEL_TYPES)
_CHANNELS = {
    "train": _DATA_TYPES,
    "validation": _DATA_TYPES,
    "code": frozenset(["text/python"]),
}
_DISTRIBUTIONS = ("FullyReplicated", "ShardedByS3Key")


def check_channels(channels):
    """Refuses what the container refuses in inputdataconfig.json, and pipe mode, which needs SageMaker."""
    if "train" not in channels:
        raise JobError("Missing required channel: train")
    for name, channel in channels.items():
        if name not in _CHANNELS:
            raise JobError("Extraneous channel found: {}".format(name))
        content_type = channel.get("ContentType", "text/libsvm")
        mode = channel.get("TrainingInputMode", "File")
        distribution = channel.get("S3DistributionType", "FullyReplicated")
        if mode == "Pipe":
            raise JobError("Channel '{}': a local run has File mode only, not Pipe.".format(name))
        if (
            content_type not in _CHANNELS[name]
            or mode != "File"
            or distribution not in _DISTRIBUTIONS
        ):
            raise JobError(
                "Channel configuration for '{}' channel is not supported: {}. Content types: {}.".format(
                    name, channel, ", ".join(sorted(_CHANNELS[name]))
                )
            )
