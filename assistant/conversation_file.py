"""A conversation as a file to hand on: Markdown or Word, every answer with its citations."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from docx import Document as WordFile
from docx.shared import Pt

from assistant.answer import Answer, Citation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown; charset=utf-8"

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_BULLET = re.compile(r"(\s*)[-*] (.*)")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")

Exchange = tuple[str, Answer]  # a question and its answer


def markdown_of(title: str, exchanges: Sequence[Exchange]) -> bytes:
    """Questions as headings; citations with their official wording and quote below each answer."""
    parts = [f"# {_escaped(title)}"]
    for question, answer in exchanges:
        parts += [f"## {_escaped(question)}", _said(answer)]
        parts += [f"{_place(c)} {_escaped(c.official)}\n\n   > {_escaped(c.quote)}" for c in _shown(answer)]
        parts += [f"*{_escaped(note.text)}*" for note in answer.notes]
    return ("\n\n".join(parts) + "\n").encode()


def word_of(title: str, exchanges: Sequence[Exchange]) -> bytes:
    """The same as a Word file."""
    file = WordFile()
    file.styles["Normal"].font.name = "Times New Roman"
    file.styles["Normal"].font.size = Pt(13)
    file.core_properties.title = title[:250]
    file.add_heading(title, level=1)
    for question, answer in exchanges:
        file.add_heading(question, level=2)
        for style, words in _paragraphs(_said(answer)):
            paragraph = file.add_paragraph(style=style)
            for index, run in enumerate(_STRONG.split(words)):
                paragraph.add_run(run).bold = index % 2 == 1
        for citation in _shown(answer):
            paragraph = file.add_paragraph()
            paragraph.add_run(f"[{citation.marker}] {citation.official}: ").bold = True
            paragraph.add_run(f"“{citation.quote}”").italic = True
        for note in answer.notes:
            file.add_paragraph(note.text).runs[0].italic = True
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _said(answer: Answer) -> str:
    return answer.refusal.message if answer.refusal else answer.answer


def _shown(answer: Answer) -> tuple[Citation, ...]:
    return answer.refusal.nearest if answer.refusal else answer.citations


def _place(citation: Citation) -> str:
    return f"\\[{citation.marker}\\]"


def _escaped(text: str) -> str:
    """What is a sign of Markdown in a document's words stays a sign."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _paragraphs(markdown: str) -> Iterator[tuple[str, str]]:
    """Word's style and the words of each line of an answer."""
    for line in markdown.splitlines():
        if not line.strip():
            continue
        bullet = _BULLET.fullmatch(line)
        if bullet:
            yield ("List Bullet 2" if bullet[1] else "List Bullet"), bullet[2].replace("\\", "")
        else:
            yield "Normal", line.strip().lstrip("# ").replace("\\", "")
