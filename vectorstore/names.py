"""How a document is called: its title for readers, its identifier for programs."""

from __future__ import annotations

import re
from pathlib import PurePath

from ingest.model import Document
from vectorstore.words import fold

_MAX_ID = 60  # characters; part of addresses on the web and of file names
_LONGEST_PHRASE = 4  # syllables; the longest proper names of places and bodies


def title_of(document: Document) -> str:
    """Kind and subject as one phrase: "Kế hoạch triển khai công tác Bình đẳng giới năm 2018".

    A subject printed in capitals gets the spelling that the document itself uses
    for the same words. Falls back to the subject, then the kind, then the file name.
    """
    kind = document.header.kind or ""
    subject = " ".join((document.header.subject or "").split())
    if subject.isupper():
        subject = _uncapitalised(subject, document.text)
    if not subject:
        return _first_upper(kind) if kind else PurePath(document.file).stem
    if not kind or fold(subject).lower().startswith(fold(kind).lower()):
        return _first_upper(subject)
    return f"{_first_upper(kind)} {_first_lower(subject)}"


def slug_of(document: Document) -> str:
    """A readable identifier, not yet unique: "5947-kh-ubnd-2018", "ke-hoach-lam-thao-2024"."""
    header = document.header
    year = (re.match(r"\d{4}", header.date or "") or [""])[0]
    name = header.number or " ".join(filter(None, (header.kind, header.place)))
    parts = _slug(name or PurePath(document.file).stem)
    if year and year not in parts.split("-"):
        parts = f"{parts}-{year}"
    return parts or "van-ban"


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")
    return words[:_MAX_ID].rstrip("-")


def _uncapitalised(subject: str, text: str) -> str:
    words = subject.split()
    spelled: list[str] = []
    while words:
        for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            if found := _as_written(" ".join(words[:length]), text):
                break
        spelled.append(found or words[0].lower())
        del words[: length if found else 1]
    return " ".join(spelled)


def _as_written(phrase: str, text: str) -> str | None:
    """The phrase where the text has it in the middle of a sentence and not in capitals."""
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    for match in re.finditer(rf"(?<=[^\W\d_] ){words}(?!\w)", text, re.IGNORECASE):
        if not match[0].isupper():
            return " ".join(match[0].split())
    return None


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_lower(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text if first[1:2].isupper() or (len(first) > 1 and first.isupper()) else text[:1].lower() + text[1:]
