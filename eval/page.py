"""An evaluation as one page: the figures, plots of them, and every wrong answer beside its gold clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from eval.answers import Outcome
from eval.plots import bars
from eval.questions import Gold
from eval.report import (
    BASELINES,
    GROUPS,
    LABELS,
    Report,
    changes_text,
    fault_text,
    ms_text,
    own_share,
    share_text,
)
from eval.windows import right
from ingest.model import Document


def report_html(report: Report, documents: Mapping[str, Document]) -> str:
    """One page that needs nothing else.

    Args:
        documents: by file name; the text of gold clauses is taken from them.
    """
    whole = report.whole
    rows = "".join(f"<tr><th>{label}<td>{share_text(getattr(whole, name))}" for name, label in LABELS.items())
    rows += f"<tr><th>thời gian p50 / p95<td>{ms_text(whole.p50_ms)} / {ms_text(whole.p95_ms)}"
    changes = f"<pre>{escape(changes_text(report.changes))}</pre>" if report.changes is not None else ""
    wrong = "".join(_failure(outcome, documents) for outcome in report.wrong) or "<p>Không có.</p>"
    return (
        f"<!doctype html><html lang='vi'><meta charset='utf-8'><title>{escape(report.title)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(report.title)}</h1><table>{rows}</table>{''.join(_plots(report))}{changes}"
        f"<h2>Câu trả lời sai</h2>{wrong}</html>"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}th{text-align:left;padding-right:2rem}"
    "td{font-variant-numeric:tabular-nums;white-space:pre}svg{max-width:100%;height:auto;display:block;margin:1.5rem 0}"
    "article{border-top:1px solid #999;padding:.5rem 0}article>div{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}"
    "blockquote{margin:.5rem 0;padding-left:.75rem;border-left:3px solid #0f766e;white-space:pre-line}"
    "h4{margin:.25rem 0}@media(max-width:45rem){article>div{grid-template-columns:1fr}}"
)


def _plots(report: Report) -> Iterator[str]:
    if report.baselines:
        shares = {"Dẫn Chiếu": own_share(report)}
        shares |= {BASELINES[name]: right(shown) for name, shown in report.baselines.items()}
        yield bars(shares, title="Đúng, trên những câu trả lời được", muted=list(BASELINES.values()))
    for group, values in report.groups.items():
        yield bars({name: summary.right for name, summary in values.items()}, title=f"{GROUPS[group]}: đúng")


def _failure(outcome: Outcome, documents: Mapping[str, Document]) -> str:
    question, answer = outcome.question, outcome.answer
    asked = "".join(f"<p>Trước đó: {escape(before)} → {escape(said)}" for before, said in question.history)
    faults = "".join(f"<li>{escape(fault_text(fault))}" for fault in outcome.faults)
    shown = (*answer.citations, *(answer.refusal.nearest if answer.refusal else ()))
    quotes = "".join(f"<p>[{c.marker}] {escape(f'{c.file}#{c.path}')}{_quoted(c.quote)}" for c in shown)
    expected = f"<p>Từ chối: {question.refusal}" if question.refusal else f"<p>{escape('; '.join(question.facts))}"
    gold = "".join(_gold(place, documents) for place in question.gold)
    return (
        f"<article><h3>{escape(question.id)}: {escape(question.question)}</h3><p>{question.kind}, {question.typing}{asked}"
        f"<ul>{faults}</ul><div><section><h4>Trả lời</h4>{_quoted(answer.answer)}{quotes}</section>"
        f"<section><h4>Đáp án</h4>{expected}{gold}</section></div></article>"
    )


def _gold(gold: Gold, documents: Mapping[str, Document]) -> str:
    document = documents.get(gold.file)
    clause = next(filter(None, map(document.clause, gold.paths)), None) if document else None
    text = clause.text if clause else "(không có địa chỉ này trong văn bản)"
    kept = "" if gold.needed else " (không bắt buộc)"
    return f"<p>{escape(gold.file)}#{escape(' | '.join(gold.paths))}{kept}{_quoted(text)}"


def _quoted(text: str) -> str:
    return f"<blockquote>{escape(text)}</blockquote>"
