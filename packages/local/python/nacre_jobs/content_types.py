"""The content types that the XGBoost 1.0-1 container knows, and the two that are read here."""

from nacre_jobs.faults import JobError

CSV = "csv"
LIBSVM = "libsvm"

_SHORT_NAMES = {
    "csv": CSV,
    "text/csv": CSV,
    "libsvm": LIBSVM,
    "text/libsvm": LIBSVM,
    "text/x-libsvm": LIBSVM,
}
_NOT_READ_HERE = (
    "parquet",
    "recordio-protobuf",
    "application/x-parquet",
    "application/x-recordio-protobuf",
)

#: What a channel may name, letter for letter: there the container knows no parameters.
CHANNEL_TYPES = tuple(_SHORT_NAMES) + _NOT_READ_HERE


def short_content_type(content_type):
    """CSV or LIBSVM for a content type such as ``text/csv; label_size=1``; LIBSVM for none."""
    if not content_type:
        return LIBSVM
    name, _, parameters = content_type.lower().partition(";")
    name = name.strip()
    if name in _NOT_READ_HERE:
        raise JobError(
            "{} cannot be read in a local run, only text/csv and text/libsvm.".format(content_type)
        )
    if name not in _SHORT_NAMES:
        raise JobError(
            "{} is not an accepted ContentType: {}.".format(content_type, ", ".join(CHANNEL_TYPES))
        )
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if _SHORT_NAMES[name] == CSV and key.strip() == "label_size" and value.strip() != "1":
            raise JobError(
                "{} is not an accepted csv ContentType: label_size must be 1.".format(content_type)
            )
    return _SHORT_NAMES[name]
