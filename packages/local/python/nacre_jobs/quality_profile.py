"""Statistics of a dataset, and the constraints that they suggest."""

import re

#: The largest level of a sketch, as Deequ's KLL sketches have it.
SKETCH_SIZE = 2048
_SHRINKING_FACTOR = 0.64
_BUCKETS = 10
#: A text column has so many different values at most for all of them to be counted.
_COUNTED_VALUES = 100
#: Deequ's rule for a column of categories: so many different values per value at most.
_CATEGORY_SHARE = 0.1
_TYPES = ("Integral", "Fractional", "String")

_INTEGRAL = re.compile(r"[-+]?\d+")
_FRACTIONAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def has_type(text, kind):
    """Whether a value can be of a type; whole numbers can be fractional too, all can be text."""
    if kind == "Integral":
        return _INTEGRAL.fullmatch(text) is not None
    return kind != "Fractional" or _FRACTIONAL.fullmatch(text) is not None


def present(column):
    """The values of a column that are not missing."""
    return [value for value in column if value is not None and value == value]


def profile(data):
    """What statistics.json says."""
    features = [_feature(str(name), data[name]) for name in data.columns]
    return {"version": 0.0, "dataset": {"item_count": len(data)}, "features": features}


def suggest(data, statistics):
    """What constraints.json says: what holds of this dataset should hold of later ones."""
    features = [
        _constraints(feature, present(data[name]))
        for name, feature in zip(data.columns, statistics["features"])
    ]
    return {
        "version": 0.0,
        "features": features,
        "monitoring_config": {
            "evaluate_constraints": "Enabled",
            "emit_metrics": "Enabled",
            "datatype_check_threshold": 1.0,
            "domain_content_threshold": 1.0,
            "distribution_constraints": {
                "perform_comparison": "Enabled",
                "comparison_threshold": 0.1,
                "comparison_method": "Robust",
                "categorical_comparison_threshold": 0.1,
                "categorical_drift_method": "LInfinity",
            },
        },
    }


def _type_of(values):
    if not values:
        return "Unknown"
    return next(kind for kind in _TYPES if all(has_type(value, kind) for value in values))


def _feature(name, column):
    values = present(column)
    kind = _type_of(values)
    common = {"num_present": len(values), "num_missing": len(column) - len(values)}
    if kind in ("Integral", "Fractional"):
        numbers = sorted(float(value) for value in values)
        statistics = _numerical(common, numbers)
        return {"name": name, "inferred_type": kind, "numerical_statistics": statistics}
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    statistics = {"common": common, "distinct_count": float(len(counts))}
    if 0 < len(counts) <= _COUNTED_VALUES:
        buckets = [{"value": value, "count": counts[value]} for value in sorted(counts)]
        statistics["distribution"] = {"categorical": {"buckets": buckets}}
    return {"name": name, "inferred_type": kind, "string_statistics": statistics}


def _numerical(common, numbers):
    total = sum(numbers)
    mean = total / len(numbers)
    variance = sum((number - mean) ** 2 for number in numbers) / len(numbers)
    return {
        "common": common,
        "mean": mean,
        "sum": total,
        "std_dev": variance**0.5,
        "min": numbers[0],
        "max": numbers[-1],
        "distribution": {"kll": {"buckets": _buckets(numbers), "sketch": _sketch(numbers)}},
    }


def _buckets(numbers):
    """Ten parts of the same width, the last with its upper bound."""
    least, most = numbers[0], numbers[-1]
    width = (most - least) / _BUCKETS
    counts = [0] * _BUCKETS
    for number in numbers:
        counts[min(int((number - least) / width), _BUCKETS - 1) if width > 0 else 0] += 1
    return [
        {
            "lower_bound": least + index * width,
            "upper_bound": most if index == _BUCKETS - 1 else least + (index + 1) * width,
            "count": float(count),
        }
        for index, count in enumerate(counts)
    ]


def _sketch(numbers):
    """Values by level; one of level i stands for 2**i. Exact where there are few."""
    level = 0
    while len(numbers) >> level > SKETCH_SIZE:
        level += 1
    kept = numbers[(1 << level) // 2 :: 1 << level]
    return {
        "parameters": {"c": _SHRINKING_FACTOR, "k": float(SKETCH_SIZE)},
        "data": [[] for _ in range(level)] + [kept],
    }


def _constraints(feature, values):
    kind = feature["inferred_type"]
    statistics = feature.get("numerical_statistics") or feature["string_statistics"]
    counts = statistics["common"]
    share = counts["num_present"] / (counts["num_present"] + counts["num_missing"])
    constraints = {"name": feature["name"], "inferred_type": kind, "completeness": share}
    if "numerical_statistics" in feature:
        constraints["num_constraints"] = {"is_non_negative": statistics["min"] >= 0}
    domain = sorted(set(values))
    if kind == "String" and len(domain) <= _CATEGORY_SHARE * len(values):
        constraints["string_constraints"] = {"domains": domain}
    return constraints
