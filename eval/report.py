"""An evaluation as JSON, as text for the terminal and as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from html import escape
from typing import Any

from eval.answers import Fault, Outcome
from eval.shares import Share
from eval.summary import Summary, summarise, summarise_by

_LABELS = {
    "right": "đúng",
    "clause_recall": "điều khoản cần dẫn đã dẫn",
    "citation_precision": "trích dẫn đúng chỗ",
    "answerable_refused": "trả lời được mà từ chối",
    "unanswerable_answered": "phải từ chối mà trả lời",
    "refusal_reason": "từ chối đúng lý do",
    "stray_quotes": "câu trích không có ở chỗ dẫn",
    "misplaced_quotes": "câu trích lệch vị trí",
}
_FAULTS = {
    "refused": "từ chối dù văn bản có trả lời",
    "answered": "trả lời dù văn bản không có",
    "asked-back": "hỏi lại",
    "fact-missing": "thiếu ý",
    "not-cited": "không dẫn",
    "quote-not-in-clause": "câu trích không có trong",
}
_GROUPS = {"kind": "Loại câu hỏi", "typing": "Cách gõ", "held": "Để riêng"}


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one evaluation, whole and by group."""

    title: str  # what was asked
    outcomes: Sequence[Outcome]

    @property
    def whole(self) -> Summary:
        return summarise(self.outcomes)

    @property
    def groups(self) -> Mapping[str, Mapping[str, Summary]]:
        by = {
            "kind": summarise_by(self.outcomes, lambda outcome: outcome.question.kind),
            "typing": summarise_by(self.outcomes, lambda outcome: outcome.question.typing),
            "held": summarise_by(self.outcomes, lambda outcome: "held" if outcome.question.held else "open"),
        }
        return {group: values for group, values in by.items() if group != "held" or len(values) > 1}

    @property
    def wrong(self) -> Sequence[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.right]


def report_json(report: Report, *, failures: bool) -> dict[str, Any]:
    """The report; `failures` adds each wrong answer beside its question."""
    receipt = report.outcomes[0].answer.receipt if report.outcomes else None
    value: dict[str, Any] = {
        "questions": len(report.outcomes),
        **_summary_json(report.whole),
        "embedder": receipt.embedder if receipt else None,
        "llm": receipt.llm if receipt else None,
        "by": {
            group: {name: _summary_json(summary) for name, summary in values.items()}
            for group, values in report.groups.items()
        },
    }
    if failures:
        value["failures"] = [_failure_json(outcome) for outcome in report.wrong]
    return value


def _summary_json(summary: Summary) -> dict[str, Any]:
    shares = {name: _share_json(getattr(summary, name)) for name in _LABELS}
    return {**shares, "ms": {"p50": _rounded(summary.p50_ms), "p95": _rounded(summary.p95_ms)}}


def _share_json(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "hits": share.hits, "total": share.total, "share": _rounded(share.value),
        "interval": [round(low, 4), round(high, 4)],
    }  # fmt: skip


def _failure_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "question": outcome.question.model_dump(),
        "faults": [{field.name: getattr(fault, field.name) for field in fields(fault)} for fault in outcome.faults],
        "answer": outcome.answer.to_json(),
    }


def report_text(report: Report, *, failures: bool) -> str:
    """The report for a terminal; `failures` puts each wrong answer and its gold in front."""
    parts = [_failure_text(outcome) for outcome in report.wrong] if failures else []
    whole = report.whole
    figures = [f"  {label:<30} {share_text(getattr(whole, name))}" for name, label in _LABELS.items()]
    times = f"  {'thời gian p50 / p95':<30} {_ms(whole.p50_ms)} / {_ms(whole.p95_ms)}"
    parts.append("\n".join([report.title, *figures, times]))
    for group, values in report.groups.items():
        rows = (f"  {name:<12} {share_text(summary.right)}" for name, summary in values.items())
        parts.append("\n".join([f"{_GROUPS[group]}: {_LABELS['right']}", *rows]))
    return "\n\n".join(parts)


def share_text(share: Share) -> str:
    """`62/72   86.1%  [76.3%; 92.3%]`; a dash of nothing."""
    if share.value is None:
        return "–"
    low, high = share.interval
    return f"{f'{share.hits}/{share.total}':>9}  {share.value:6.1%}  [{low:.1%}; {high:.1%}]"


def fault_text(fault: Fault) -> str:
    return f"{_FAULTS[fault.code]} {fault.detail}".rstrip()


def _failure_text(outcome: Outcome) -> str:
    question, answer = outcome.question, outcome.answer
    lines = [f"{question.id} [{question.kind}, {question.typing}] {question.question}"]
    lines += [f"  trước đó: {asked} → {answered}" for asked, answered in question.history]
    lines += [f"  sai: {fault_text(fault)}" for fault in outcome.faults]
    lines += [f"  cần: {gold_text(outcome)}"]
    lines += [f"  | {line}" for line in answer.answer.splitlines() if line.strip()]
    lines += [f"  [{c.marker}] {c.file}#{c.path} “{_cut(c.quote)}”" for c in answer.citations]
    if answer.refusal is not None:
        lines += [f"  từ chối ({answer.refusal.reason}); gần nhất: {', '.join(c.path for c in answer.refusal.nearest)}"]
    return "\n".join(lines)


def gold_text(outcome: Outcome) -> str:
    """What would have been right, on one line."""
    question = outcome.question
    if question.refusal is not None:
        return f"từ chối ({question.refusal})"
    places = (f"{gold.file}#{'|'.join(gold.paths)}" for gold in question.gold if gold.needed)
    joined = (" hoặc " if question.any else " và ").join(places)
    return f"{joined}: {'; '.join(question.facts)}" + (" (hoặc từ chối mà chỉ ra)" if question.either else "")


def report_html(report: Report) -> str:
    """One page that needs nothing else: the figures, then every wrong answer beside its gold."""
    whole = report.whole
    rows = "".join(f"<tr><th>{label}<td>{share_text(getattr(whole, name))}" for name, label in _LABELS.items())
    rows += f"<tr><th>thời gian p50 / p95<td>{_ms(whole.p50_ms)} / {_ms(whole.p95_ms)}"
    groups = "".join(
        f"<h2>{_GROUPS[group]}</h2><table>"
        + "".join(f"<tr><th>{escape(name)}<td>{share_text(summary.right)}" for name, summary in values.items())
        + "</table>"
        for group, values in report.groups.items()
    )
    wrong = "".join(_failure_html(outcome) for outcome in report.wrong) or "<p>Không có.</p>"
    return (
        f"<!doctype html><html lang='vi'><meta charset='utf-8'><title>{escape(report.title)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(report.title)}</h1><table>{rows}</table>{groups}<h2>Câu trả lời sai</h2>{wrong}</html>"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}th{text-align:left;padding-right:2rem}"
    "td{font-variant-numeric:tabular-nums;white-space:pre}article{border-top:1px solid #999;padding:.5rem 0}"
    "pre{white-space:pre-wrap;background:#f4f4f4;padding:.5rem}"
)


def _failure_html(outcome: Outcome) -> str:
    question = outcome.question
    faults = "".join(f"<li>{escape(fault_text(fault))}" for fault in outcome.faults)
    return (
        f"<article><h3>{escape(question.id)}: {escape(question.question)}</h3><p>{question.kind}, {question.typing}"
        f"<ul>{faults}</ul><p>Cần: {escape(gold_text(outcome))}<pre>{escape(_failure_text(outcome))}</pre></article>"
    )


def _cut(quote: str, length: int = 160) -> str:
    return quote if len(quote) <= length else f"{quote[: length - 1]}…"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} ms"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
