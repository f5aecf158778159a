"""Questions and answers as HTML.

An answer is Markdown that quotes documents and that a language model may have written, so
it is rendered without raw HTML, links and images; its markers become buttons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt

from assistant.answer import Answer, Citation, Language
from assistant.chat.texts import TEXTS, Texts

_SHOWN_AT_ONCE = 4  # citations; a longer list is folded, so that notes and follow-ups stay in sight
_MARKER = re.compile(r"\[(\d{1,3})\]")
_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable("table")
    .disable(["link", "image", "autolink", "reference", "html_inline", "html_block", "entity"])
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what has come of it so far: one of the last three is set."""

    question: str
    partial: str = ""  # Markdown, while the answer is being written
    answer: Answer | None = None
    failure: str | None = None  # a sentence for the user
    conversation: str = ""  # the address of the conversation, once it is kept
    ordinal: int = 0  # of the answered turns in it
    verdict: str | None = None  # "up" or "down", as the visitor judged it


def turn_html(turn: Turn, language: Language) -> str:
    """One question with its answer.

    Args:
        language: of the interface; the answer itself keeps its own.
    """
    texts = TEXTS[language]
    question = escape(turn.question).replace("\n", "<br>")
    kept = (
        f' data-conversation="{escape(turn.conversation)}" data-ordinal="{turn.ordinal}"' if turn.conversation else ""
    )
    busy = turn.answer is None and turn.failure is None
    return (
        f'<section class="dc-turn" aria-busy="{str(busy).lower()}"{kept}>'
        f'<div class="dc-question"><span class="dc-hidden">{escape(texts.you)}: </span>'
        f"<p>{question}</p></div>"
        f'<div class="dc-answer">{_reply(turn, texts)}</div></section>'
    )


def _reply(turn: Turn, texts: Texts) -> str:
    if turn.failure is not None:
        return _callout("dc-failure", texts.failed, f"<p>{escape(turn.failure)}</p>")
    if turn.answer is None:
        stop = f'<button type="button" class="dc-stop">{escape(texts.stop)}</button>'
        if turn.partial:
            return f'<div class="dc-prose">{markdown_html(turn.partial, {}, texts)}</div>{stop}'
        return f'<p class="dc-thinking">{escape(texts.thinking)}</p>{stop}'
    answer = turn.answer
    if answer.refusal is not None:
        message = markdown_html(answer.refusal.message, {}, texts)
        parts = [_callout("dc-refusal", texts.refused, message)]
        parts.append(_citations(texts.nearest, answer.refusal.nearest, texts))
    else:
        by_marker = {citation.marker: citation for citation in answer.citations}
        prose = markdown_html(answer.answer, by_marker, texts)
        parts = [f'<div class="dc-prose">{prose}</div>']
        parts.append(_citations(texts.citations, answer.citations, texts))
    parts.append(_notes(answer, texts))
    parts.append(_actions(turn, answer, texts))
    parts.append(_follow_ups(answer, texts))
    return "".join(parts)


def markdown_html(text: str, citations: Mapping[int, Citation], texts: Texts) -> str:
    """Markdown without links or raw HTML; markers with a citation become buttons."""

    def chip(found: re.Match[str]) -> str:
        citation = citations.get(int(found[1]))
        if citation is None:
            return f'<span class="dc-cite dc-pending">{found[1]}</span>' if not citations else found[0]
        return chip_html(citation, texts)

    # Without links and images no attribute of the rendered HTML holds text of the answer,
    # so what looks like a marker in it is one.
    rendered: str = _MARKDOWN.render(text)
    return _MARKER.sub(chip, rendered)


def chip_html(citation: Citation, texts: Texts) -> str:
    """The button that opens a citation's clause in the document panel."""
    label = texts.open_citation.replace("{marker}", str(citation.marker))
    label = label.replace("{label}", citation.official)
    data = {
        "document": citation.document_id,
        "clause": citation.path,
        "start": citation.start,
        "end": citation.end,
    }
    attributes = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in data.items())
    return (
        f'<button type="button" class="dc-cite" {attributes} aria-label="{escape(label)}" '
        f'title="{escape(citation.official)}">{citation.marker}</button>'
    )


def _citations(title: str, citations: Sequence[Citation], texts: Texts) -> str:
    if not citations:
        return ""
    rows = "".join(
        f"<li>{chip_html(citation, texts)}<div><p class='dc-source'>{escape(citation.official)}</p>"
        f"<blockquote>{escape(citation.quote)}</blockquote></div></li>"
        for citation in citations
    )
    shown = " open" if len(citations) <= _SHOWN_AT_ONCE else ""
    return (
        f'<details class="dc-citations"{shown}><summary>{escape(title)} '
        f"<span>{len(citations)}</span></summary><ol>{rows}</ol></details>"
    )


def _notes(answer: Answer, texts: Texts) -> str:
    notes = "".join(f"<p>{escape(note.text)}</p>" for note in answer.notes)
    return _callout("dc-note", texts.notes, notes) if notes else ""


def answer_with_citations(answer: Answer) -> str:
    """An answer as plain text, its citations below it, to be pasted elsewhere."""
    text = answer.refusal.message if answer.refusal else answer.answer
    shown = answer.refusal.nearest if answer.refusal else answer.citations
    rows = [f"[{citation.marker}] {citation.official}: “{citation.quote}”" for citation in shown]
    return "\n".join([_MARKS.sub("", text).strip(), "", *rows]).strip()


def _actions(turn: Turn, answer: Answer, texts: Texts) -> str:
    """Copy the answer; say whether it is good, once it is kept."""
    copied = escape(answer_with_citations(answer))
    buttons = (
        f'<button type="button" class="dc-copy" data-copy="{copied}" data-done="{escape(texts.copied)}">'
        f"{escape(texts.copy_answer)}</button>"
    )
    if turn.conversation:
        for verdict, label in (("up", texts.good), ("down", texts.bad)):
            pressed = str(turn.verdict == verdict).lower()
            buttons += (
                f'<button type="button" class="dc-verdict" data-verdict="{verdict}" aria-pressed="{pressed}" '
                f'aria-label="{escape(label)}" title="{escape(label)}">{_THUMB[verdict]}</button>'
            )
    return f'<div class="dc-actions">{buttons}</div>'


_MARKS = re.compile(r"\*\*|(?<!\w)`|`(?!\w)|^#+ ", re.M)  # of Markdown, which other programs would show
_THUMB_PATH = "M5 7v7M5 7l3-6c1.4 0 2 1 1.7 2.4L9.2 6H13a1.3 1.3 0 0 1 1.3 1.6l-1.2 5A1.8 1.8 0 0 1 11.4 14H2V7z"
_THUMB = {
    verdict: f'<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="{_THUMB_PATH}" fill="none" '
    f'stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"{turn}/></svg>'
    for verdict, turn in (("up", ""), ("down", ' transform="rotate(180 8 8)"'))
}


def _callout(name: str, title: str, body: str) -> str:
    return f'<div class="dc-callout {name}" role="note"><strong>{escape(title)}</strong>{body}</div>'


def _follow_ups(answer: Answer, texts: Texts) -> str:
    if not answer.follow_ups:
        return ""
    return (
        f'<div class="dc-follow-ups"><span>{escape(texts.follow_ups)}</span>'
        f"{''.join(question_button(question) for question in answer.follow_ups)}</div>"
    )


def question_button(question: str) -> str:
    """A button that asks `question`."""
    text = escape(question)
    return f'<button type="button" class="dc-ask" data-ask="{text}">{text}</button>'
