"""What of a dataset breaks the constraints of a baseline."""

from bisect import bisect_right

from nacre_jobs.quality_profile import has_type, present

#: For two samples of n and m values, distances below this times sqrt((n + m) / (n * m)) are chance
#: (Kolmogorov and Smirnov's test), as Deequ has it.
_CHANCE = 1.8


def violations(data, statistics, constraints, baseline_statistics):
    """The violations of constraints, in the order of their columns."""
    found = []
    wanted = _by_name(constraints)
    columns = {str(name): present(data[name]) for name in data.columns}
    text = "The baseline has %d columns, the dataset has %d." % (len(wanted), len(columns))
    found += [_violation(n, "missing_column_check", text) for n in wanted if n not in columns]
    found += [_violation(n, "extra_column_check", text) for n in columns if n not in wanted]
    config = constraints.get("monitoring_config", {})
    now = _by_name(statistics)
    before = {} if baseline_statistics is None else _by_name(baseline_statistics)
    for name, feature in wanted.items():
        if name in columns:
            found += _checks(feature, columns[name], len(data), config)
            found += _drift(name, before.get(name), now[name], config)
    return found


def _by_name(document):
    return {feature["name"]: feature for feature in document["features"]}


def _violation(name, check, description):
    return {"feature_name": name, "constraint_check_type": check, "description": description}


def _checks(feature, values, count, config):
    name, kind = feature["name"], feature["inferred_type"]
    share = len(values) / count
    if share < feature["completeness"]:
        text = "Values are there in %.4g of the rows, less than %.4g."
        yield _violation(name, "completeness_check", text % (share, feature["completeness"]))
    if not values:
        return
    least = config.get("datatype_check_threshold", 1.0)
    share = sum(has_type(value, kind) for value in values) / len(values)
    if kind != "Unknown" and share < least:
        text = "Values are %s in %.4g of the rows, less than %.4g."
        yield _violation(name, "data_type_check", text % (kind, share, least))
    domains = feature.get("string_constraints", {}).get("domains")
    least = config.get("domain_content_threshold", 1.0)
    if domains is not None:
        share = sum(value in domains for value in values) / len(values)
        if share < least:
            text = "Values are known in %.4g of the rows, less than %.4g."
            yield _violation(name, "categorical_values_check", text % (share, least))


def _drift(name, before, now, config):
    rules = config.get("distribution_constraints", {})
    if before is None or rules.get("perform_comparison") != "Enabled":
        return
    if "numerical_statistics" in before and "numerical_statistics" in now:
        most = rules.get("comparison_threshold", 0.1)
        distance = _numerical_distance(before, now, rules.get("comparison_method", "Robust"))
    else:
        most = rules.get("categorical_comparison_threshold")
        distance = None if most is None else _categorical_distance(before, now)
    if distance is not None and distance > most:
        text = "The distribution is %.4g from the baseline's, more than %.4g."
        yield _violation(name, "baseline_drift_check", text % (distance, most))


def _numerical_distance(before, now, method):
    one, other = _weighted(before), _weighted(now)
    if one is None or other is None:
        return None
    (values, ranks), (others, other_ranks) = one, other
    count, other_count = ranks[-1], other_ranks[-1]
    distance = max(
        abs(_rank(values, ranks, at) / count - _rank(others, other_ranks, at) / other_count)
        for at in {*values, *others}
    )
    if method == "Simple":
        return distance
    return max(0.0, distance - _CHANCE * ((count + other_count) / (count * other_count)) ** 0.5)


def _weighted(feature):
    """The values of a sketch in their order, and how many values lie up to each."""
    data = feature["numerical_statistics"]["distribution"]["kll"]["sketch"]["data"]
    pairs = sorted((value, 1 << level) for level, values in enumerate(data) for value in values)
    if not pairs:
        return None
    ranks, total = [], 0
    for _, weight in pairs:
        total += weight
        ranks.append(total)
    return [value for value, _ in pairs], ranks


def _rank(values, ranks, at):
    index = bisect_right(values, at)
    return 0 if index == 0 else ranks[index - 1]


def _categorical_distance(before, now):
    one, other = _shares(before), _shares(now)
    if one is None or other is None:
        return None
    return max(abs(one.get(value, 0) - other.get(value, 0)) for value in {*one, *other})


def _shares(feature):
    distribution = feature.get("string_statistics", {}).get("distribution")
    if distribution is None:
        return None
    buckets = distribution["categorical"]["buckets"]
    total = sum(bucket["count"] for bucket in buckets)
    return {bucket["value"]: bucket["count"] / total for bucket in buckets}
