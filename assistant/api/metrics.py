"""Counters of this process in the Prometheus text format.

Written here because it takes few lines; the client library would be one more dependency.
Source: Prometheus documentation, "Exposition formats", version 0.0.4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from threading import Lock

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds

Labels = tuple[tuple[str, str], ...]
Gauges = Mapping[str, tuple[str, float]]  # name → what it is, its value now


class Histogram:
    """How many took up to so many seconds. Not safe for threads by itself."""

    def __init__(self) -> None:
        self._buckets = [0] * len(_BUCKETS)
        self._seconds = 0.0
        self._count = 0

    def add(self, seconds: float) -> None:
        self._seconds += seconds
        self._count += 1
        for index, bound in enumerate(_BUCKETS):
            self._buckets[index] += seconds <= bound

    def lines(self, name: str, labels: Labels) -> list[str]:
        counts = [*zip(map(str, _BUCKETS), self._buckets, strict=True), ("+Inf", self._count)]
        rows = [f"{name}_bucket{_words((*labels, ('le', bound)))} {count}" for bound, count in counts]
        return [*rows, f"{name}_sum{_words(labels)} {self._seconds:.6f}", f"{name}_count{_words(labels)} {self._count}"]


class Metrics:
    """Requests by route and status, questions by outcome, and how long both take. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: dict[Labels, int] = defaultdict(int)
        self._questions: dict[Labels, int] = defaultdict(int)
        self._dropped = 0
        self._answers = Histogram()
        self._routes: dict[Labels, Histogram] = defaultdict(Histogram)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        labels = (("method", method), ("route", route), ("status", str(status)))
        with self._lock:
            self._requests[labels] += 1
            self._routes[(("route", route),)].add(seconds)

    def count_question(self, outcome: str, seconds: float, *, dropped: bool = False) -> None:
        """
        Args:
            outcome: "answered", a refusal's reason, or "failed".
            seconds: from the question's turn to the whole answer.
            dropped: whether the gate kept a statement back.
        """
        with self._lock:
            self._questions[(("outcome", outcome),)] += 1
            self._dropped += dropped
            self._answers.add(seconds)

    def render(self, gauges: Gauges) -> str:
        """Args: gauges: their names without the beginning that all share."""
        with self._lock:
            lines = [
                *_family("http_requests_total", "counter", "HTTP requests.", self._requests),
                *_family(
                    "questions_total", "counter", "Questions by outcome; refusals by their reason.", self._questions
                ),
                *_family(
                    "gate_drops_total",
                    "counter",
                    "Answers of which the gate kept a statement back.",
                    {(): self._dropped},
                ),
                *_head("answer_seconds", "histogram", "Time to answer, without waiting for the turn."),
                *self._answers.lines("danchieu_answer_seconds", ()),
                *_head("http_request_seconds", "histogram", "Time from request to the last byte of the response."),
            ]
            for labels, histogram in sorted(self._routes.items()):
                lines += histogram.lines("danchieu_http_request_seconds", labels)
        for name, (help_text, value) in gauges.items():
            lines += _family(name, "gauge", help_text, {(): value})
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str, help_text: str) -> list[str]:
    return [f"# HELP danchieu_{name} {help_text}", f"# TYPE danchieu_{name} {kind}"]


def _family(name: str, kind: str, help_text: str, values: Mapping[Labels, float]) -> list[str]:
    rows = [f"danchieu_{name}{_words(labels)} {value}" for labels, value in sorted(values.items())]
    return [*_head(name, kind, help_text), *rows]


def _words(labels: Labels) -> str:
    inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
