"""Counters of this process in the Prometheus text format.

Written here because it takes forty lines; the client library would be one more dependency.
Source: Prometheus documentation, "Exposition formats", version 0.0.4.
"""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Requests by route and status with their durations, and questions by outcome."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: dict[Labels, int] = defaultdict(int)
        self._questions: dict[Labels, int] = defaultdict(int)
        self._buckets = [0] * len(_BUCKETS)
        self._seconds = 0.0
        self._answered = 0

    def count_request(self, method: str, route: str, status: int) -> None:
        labels = (("method", method), ("route", route), ("status", str(status)))
        with self._lock:
            self._requests[labels] += 1

    def count_question(self, outcome: str, seconds: float) -> None:
        """
        Args:
            outcome: "answered", a refusal's reason, or "failed".
            seconds: from the question's arrival to the whole answer.
        """
        with self._lock:
            self._questions[(("outcome", outcome),)] += 1
            self._seconds += seconds
            self._answered += 1
            for index, bound in enumerate(_BUCKETS):
                self._buckets[index] += seconds <= bound

    def render(self, *, documents: int, generation: int) -> str:
        with self._lock:
            requests = dict(self._requests)
            questions = dict(self._questions)
            buckets = list(zip(_BUCKETS, self._buckets, strict=True))
            seconds, answered = self._seconds, self._answered
        name = "danchieu_answer_seconds"
        lines = [
            *_family("danchieu_http_requests_total", "counter", "HTTP requests.", requests),
            *_family("danchieu_questions_total", "counter", "Questions by outcome.", questions),
            *_family("danchieu_documents", "gauge", "Documents in the library.", {(): documents}),
            *_family("danchieu_generation", "gauge", "Library generation.", {(): generation}),
            f"# HELP {name} Time from question to answer.",
            f"# TYPE {name} histogram",
            *(f'{name}_bucket{{le="{bound}"}} {count}' for bound, count in buckets),
            f'{name}_bucket{{le="+Inf"}} {answered}',
            f"{name}_sum {seconds:.6f}",
            f"{name}_count {answered}",
        ]
        return "\n".join(lines) + "\n"


def _family(name: str, kind: str, help_text: str, values: dict[Labels, int]) -> list[str]:
    lines = [f"# HELP {name} {help_text}", f"# TYPE {name} {kind}"]
    for labels, value in sorted(values.items()):
        inner = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        lines.append(f"{name}{{{inner}}} {value}" if inner else f"{name} {value}")
    return lines


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
