"""An evaluation as JSON and as text for the terminal; `eval/page.py` has it as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from statistics import median
from typing import Any

from eval.answers import Fault, Outcome
from eval.comparison import Comparison, compare
from eval.shares import Share
from eval.summary import Summary, summarise, summarise_by
from eval.windows import Shown, characters, right

LABELS = {
    "right": "đúng",
    "clause_recall": "điều khoản cần dẫn đã dẫn",
    "citation_precision": "trích dẫn đúng chỗ",
    "answerable_refused": "trả lời được mà từ chối",
    "unanswerable_answered": "phải từ chối mà trả lời",
    "refusal_reason": "từ chối đúng lý do",
    "stray_quotes": "câu trích không có ở chỗ dẫn",
    "misplaced_quotes": "câu trích lệch vị trí",
    "gate_dropped": "câu trả lời bị bỏ bớt ý khi soát",
}
_FAULTS = {
    "refused": "từ chối dù văn bản có trả lời",
    "answered": "trả lời dù văn bản không có",
    "asked-back": "hỏi lại",
    "fact-missing": "thiếu ý",
    "not-cited": "không dẫn",
    "wrong-language": "trả lời bằng ngôn ngữ khác câu hỏi:",
    "quote-not-in-clause": "câu trích không có trong",
}
GROUPS = {"kind": "Loại câu hỏi", "typing": "Cách gõ", "language": "Ngôn ngữ", "held": "Để riêng"}
BASELINES = {"embeddings": "cửa sổ 1.000 ký tự, véc tơ", "bm25": "cửa sổ 1.000 ký tự, BM25"}


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one evaluation, whole and by group."""

    title: str  # what was asked
    outcomes: Sequence[Outcome]
    baselines: Mapping[str, Sequence[Shown]] = field(default_factory=dict)  # of the questions that have an answer
    before: Mapping[str, bool] | None = None  # the results of the last report

    @property
    def whole(self) -> Summary:
        return summarise(self.outcomes)

    @property
    def groups(self) -> Mapping[str, Mapping[str, Summary]]:
        by = {
            "kind": summarise_by(self.outcomes, lambda outcome: outcome.question.kind),
            "typing": summarise_by(self.outcomes, lambda outcome: outcome.question.typing),
            "language": summarise_by(self.outcomes, lambda outcome: outcome.answer.language),
            "held": summarise_by(self.outcomes, lambda outcome: "held" if outcome.question.held else "open"),
        }
        return {group: values for group, values in by.items() if group not in ("held", "language") or len(values) > 1}

    @property
    def answerable(self) -> Sequence[Outcome]:
        """What the baselines are asked too."""
        return [o for o in self.outcomes if o.question.refusal is None and not o.question.either]

    @property
    def results(self) -> Mapping[str, bool]:
        return {outcome.question.id: outcome.right for outcome in self.outcomes}

    @property
    def changes(self) -> Comparison | None:
        return None if self.before is None else compare(self.before, self.results)

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
    value["baselines"] = {
        name: {"right": _share_json(right(shown)), "characters": characters(shown)}
        for name, shown in report.baselines.items()
    }
    value["results"] = dict(report.results)
    if report.changes is not None:
        value["changes"] = {name: getattr(report.changes, name) for name in ("asked_in_both", "mended", "broken")}
    if failures:
        value["failures"] = [_failure_json(outcome) for outcome in report.wrong]
    return value


def _summary_json(summary: Summary) -> dict[str, Any]:
    shares = {name: _share_json(getattr(summary, name)) for name in LABELS}
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
    parts = [failure_text(outcome) for outcome in report.wrong] if failures else []
    whole = report.whole
    figures = [f"  {label:<30} {share_text(getattr(whole, name))}" for name, label in LABELS.items()]
    times = f"  {'thời gian p50 / p95':<30} {ms_text(whole.p50_ms)} / {ms_text(whole.p95_ms)}"
    parts.append("\n".join([report.title, *figures, times]))
    for group, values in report.groups.items():
        rows = (f"  {name:<12} {share_text(summary.right)}" for name, summary in values.items())
        parts.append("\n".join([f"{GROUPS[group]}: {LABELS['right']}", *rows]))
    if report.baselines:
        parts.append("\n".join(["Trên những câu trả lời được: đúng, và số ký tự phải đọc", *_beside(report)]))
    if report.changes is not None:
        parts.append(changes_text(report.changes))
    return "\n\n".join(parts)


def own_share(report: Report) -> Share:
    """Right answers to the questions that the baselines are asked too."""
    return Share(sum(outcome.right for outcome in report.answerable), len(report.answerable))


def _beside(report: Report) -> Iterator[str]:
    own = round(median(len(o.answer.answer) for o in report.answerable)) if report.answerable else 0
    yield f"  {'Dẫn Chiếu':<30} {share_text(own_share(report))}  {own}"
    for name, shown in report.baselines.items():
        yield f"  {BASELINES[name]:<30} {share_text(right(shown))}  {characters(shown)}"


def changes_text(changes: Comparison) -> str:
    """What has become right and wrong since the last report."""
    return "\n".join(
        [
            f"So với lần trước ({changes.asked_in_both} câu hỏi chung)",
            f"  nay đúng:  {', '.join(changes.mended) or '–'}",
            f"  nay sai:   {', '.join(changes.broken) or '–'}",
        ]
    )


def share_text(share: Share) -> str:
    """`62/72   86.1%  [76.3%; 92.3%]`; a dash of nothing."""
    if share.value is None:
        return "–"
    low, high = share.interval
    return f"{f'{share.hits}/{share.total}':>9}  {share.value:6.1%}  [{low:.1%}; {high:.1%}]"


def fault_text(fault: Fault) -> str:
    return f"{_FAULTS[fault.code]} {fault.detail}".rstrip()


def failure_text(outcome: Outcome) -> str:
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


def _cut(quote: str, length: int = 160) -> str:
    return quote if len(quote) <= length else f"{quote[: length - 1]}…"


def ms_text(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f} ms"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
