from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation
from eval.answers import score
from eval.page import report_html
from eval.questions import Question
from eval.report import Report, report_json, report_text, share_text
from eval.shares import Share
from ingest.model import Document


@pytest.fixture
def report(
    document: Document, ask: Callable[..., Question], cite: Callable[..., Citation], reply: Callable[..., Answer]
) -> Report:
    """One right answer, one wrong one with markup in it, and a held question refused for nothing."""
    pairs = [
        (ask(id="good"), reply("", cite("1"))),
        (ask(id="bad", question="<b>bao giờ</b>?", typing="mixed"), reply("Không rõ <script>", cite("2"))),
        (ask(id="held", held=True), reply("Không thấy", reason="not-stated")),
    ]
    return Report("set.jsonl", [score(question, answer, lambda _: document) for question, answer in pairs])


def test_json(report: Report) -> None:
    value = json.loads(json.dumps(report_json(report, failures=True)))
    assert value["questions"] == 3
    assert value["right"] == {"hits": 1, "total": 3, "share": 0.3333, "interval": [0.0615, 0.7923]}
    assert value["ms"] == {"p50": 1.0, "p95": 1.0}
    assert (value["embedder"], value["llm"]) == ("e", None)
    assert {group: sorted(values) for group, values in value["by"].items()} == {
        "kind": ["deadline"], "typing": ["mixed", "vi"], "held": ["held", "open"],
    }  # fmt: skip
    assert [failure["question"]["id"] for failure in value["failures"]] == ["bad", "held"]
    assert [fault["code"] for fault in value["failures"][0]["faults"]] == ["fact-missing", "not-cited"]
    assert "failures" not in report_json(report, failures=False)


@pytest.mark.parametrize("failures", [True, False], ids=["with failures", "without"])
def test_text_names_the_wrong_answers_only_when_asked(report: Report, failures: bool) -> None:
    text = report_text(report, failures=failures)
    assert "1/3" in text
    assert ("bad [deadline, mixed] <b>bao giờ</b>?" in text) is failures
    assert ("không dẫn a.txt#1" in text) is failures
    assert "good [" not in text


def test_html_escapes_what_was_asked_and_answered(report: Report) -> None:
    page = report_html(report, {})
    assert "&lt;b&gt;bao giờ" in page
    assert "<script" not in page
    assert "a.txt#1" in page


@pytest.mark.parametrize(
    ("share", "text"),
    [(Share(8, 10), "     8/10   80.0%  [49.0%; 94.3%]"), (Share(0, 0), "–")],
    ids=["some", "of nothing"],
)
def test_share_text(share: Share, text: str) -> None:
    assert share_text(share).strip() == text.strip()


def test_no_question_at_all() -> None:
    empty = Report("set.jsonl", [])
    assert report_json(empty, failures=True)["right"]["share"] is None
    assert report_text(empty, failures=True)
    assert "Không có." in report_html(empty, {})
