"""Splits an object of a batch transform into the payloads of its requests."""

from nacre_jobs.faults import JobError

MEGABYTE = 1024 * 1024


def payloads(content, split_type, batch_strategy, max_bytes):
    """The request bodies for an object's content, as SageMaker makes them.

    `split_type` "None": the object as it is. "Line": lines, one a request with `batch_strategy`
    "SingleRecord", otherwise as many as `max_bytes` allow (0: no limit).
    """
    if split_type == "Line":
        yield from _batches(content.splitlines(keepends=True), batch_strategy, max_bytes)
    else:
        _check_size(content, max_bytes, "the object")
        yield content


def _batches(lines, batch_strategy, max_bytes):
    batch, size = [], 0
    for number, line in enumerate(lines, 1):
        _check_size(line, max_bytes, "line {}".format(number))
        full = batch_strategy == "SingleRecord" or (max_bytes and size + len(line) > max_bytes)
        if batch and full:
            yield b"".join(batch)
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield b"".join(batch)


def _check_size(payload, max_bytes, what):
    if max_bytes and len(payload) > max_bytes:
        raise JobError(
            "413 Request Entity Too Large: {} has {} bytes, a payload may have {} (MaxPayloadInMB). "
            "SplitType Line sends an object in parts.".format(what, len(payload), max_bytes)
        )
