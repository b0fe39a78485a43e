"""Kinds of hyperparameter: each parses its text and checks its value."""

import ast

from nacre_jobs.faults import JobError


class _Interval:
    """Numbers between two ends; `least` and `most` belong to the interval, `above` and `below` do not."""

    parse = float

    def __init__(self, least=None, most=None, above=None, below=None):
        self.least, self.most, self.above, self.below = least, most, above, below

    def check(self, name, value):
        inside = (
            (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )
        if not inside:
            raise JobError("Hyperparameter {}: {} is not in {}".format(name, value, self))

    def __str__(self):
        low = "(-inf" if self.above is None else "({}".format(self.above)
        high = "+inf)" if self.below is None else "{})".format(self.below)
        if self.least is not None:
            low = "[{}".format(self.least)
        if self.most is not None:
            high = "{}]".format(self.most)
        return "{}, {}".format(low, high)


class FloatRange(_Interval):
    """A number."""


class IntRange(_Interval):
    """A whole number."""

    parse = int


class Choice:
    """One word of several."""

    parse = str

    def __init__(self, words):
        self.words = words

    def check(self, name, value):
        if value not in self.words:
            raise JobError("Hyperparameter {}: {} is not in {}".format(name, value, self.words))


class Words(Choice):
    """Words of a list, separated by commas."""

    @staticmethod
    def parse(text):
        return text.split(",")

    def check(self, name, value):
        if not all(self.allows(word) for word in value):
            raise JobError(
                "Hyperparameter {}: value {} not in range {}".format(name, value, self.words)
            )

    def allows(self, word):
        return word in self.words


class MetricNames(Words):
    """Metrics, some of them with a threshold such as ``error@0.7``."""

    def allows(self, word):
        metric, at, threshold = word.partition("@")
        if not at:
            return word in self.words
        if metric.strip() not in ("error", "ndcg", "map"):
            raise JobError(
                "Metric '{}' is not supported. Parameter 'eval_metric' with customized threshold "
                "should be one of these options: 'error', 'ndcg', 'map'.".format(word)
            )
        try:
            float(threshold)
        except ValueError:
            raise JobError(
                "Threshold value 't' in '{}@t' expects float input.".format(metric)
            ) from None
        return True


class Signs:
    """A tuple of -1, 0 and 1, such as ``(1,-1)``."""

    def parse(self, text):
        value = ast.literal_eval(text)
        return value if isinstance(value, tuple) else (value,)

    def check(self, name, value):
        if not all(sign in (-1, 0, 1) for sign in value):
            raise JobError(
                "Hyperparameter {}: value {} not in range {}".format(name, value, [-1, 0, 1])
            )


class NestedIndexes:
    """A list of lists of whole numbers from 1, such as ``[[1,2],[3,4]]``."""

    def parse(self, text):
        value = ast.literal_eval(text)
        if not isinstance(value, list) or not all(isinstance(group, list) for group in value):
            raise ValueError(text)
        return value

    def check(self, name, value):
        if not all(isinstance(index, int) and index >= 1 for group in value for index in group):
            raise JobError(
                "Hyperparameter {}: value {} not in range [1, +inf)".format(name, value)
            )
