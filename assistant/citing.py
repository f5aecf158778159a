"""Where a quote stands, in words: the label of a clause and the official citation.

Section 1 of the contract. The official citation is Vietnamese whatever the question's
language, because it is made to be pasted into a Vietnamese document.
"""

from __future__ import annotations

import re

from assistant.answer import Language
from ingest.citations import NAMED_KINDS
from ingest.model import Clause, Header, Reference

_PATH = re.compile(r"^(?P<labels>[^-+~]*)(?:~(?P<again>\d+))?(?:-(?P<dash>\d+))?(?:\+(?P<plus>\d+))?$")
_FOOTNOTE = re.compile(r"^footnote-(\d+)(?:~\d+)?$")
_PARTS: dict[Language, dict[str, str]] = {
    "vi": {
        "header": "phần đầu văn bản", "addressees": "phần Kính gửi", "preamble": "phần mở đầu", "closing": "đoạn kết",
        "recipients": "phần Nơi nhận", "signature": "phần ký",
    },
    "en": {
        "header": "heading of the document", "addressees": "addressees", "preamble": "opening", "closing": "closing paragraph",
        "recipients": "recipients", "signature": "signature",
    },
}  # fmt: skip
_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "dash": "gạch đầu dòng thứ {}", "plus": "dấu cộng thứ {}", "section": "mục {}", "article": "Điều {}", "clause": "khoản {}",
        "point": "điểm {}", "part": "Phần {}", "chapter": "Chương {}", "chapter section": "Mục {}", "subsection": "Tiểu mục {}", "annex": "Phụ lục {}",
        "form": "Biểu {}", "footnote": "chú thích {}", "again": "(lần thứ {})",
    },
    "en": {
        "dash": "bullet {}", "plus": "sub-bullet {}", "section": "section {}", "article": "Article {}", "clause": "clause {}",
        "point": "point {}", "part": "Part {}", "chapter": "Chapter {}", "chapter section": "Section {}", "subsection": "Subsection {}", "annex": "Annex {}",
        "form": "Form {}", "footnote": "footnote {}", "again": "(occurrence {})",
    },
}  # fmt: skip


def label_of(path: str, language: Language) -> str:
    """The place that an address names, as an officer would say it.

    >>> label_of("IV.6-3", "vi")
    'gạch đầu dòng thứ 3, mục IV.6'
    >>> label_of("Đ5.1.đ", "vi")
    'điểm đ khoản 1 Điều 5'
    """
    words = _WORDS[language]
    if note := _FOOTNOTE.match(path):
        return words["footnote"].format(note[1])
    match = _PATH.match(path)
    if match is None:
        return path
    bullets = [words[kind].format(match[kind]) for kind in ("plus", "dash") if match[kind]]
    place = _place(match["labels"], language)
    if match["again"]:
        place = f"{place} {words['again'].format(match['again'])}"
    return ", ".join([*bullets, place] if place else bullets)


def official(clause: Clause, header: Header) -> str:
    """The whole citation, ready to paste; a number that is not printed is never invented."""
    return f"{label_of(clause.path, 'vi')} {name_of(header)}"


def name_of(header: Header) -> str:
    """A document as other documents cite it: kind, number, date and issuer."""
    kind = (header.kind or "văn bản").capitalize()
    issuer = f" của {header.issuer}" if header.issuer else ""
    day = date_words(header.date)
    if header.number:
        return f"{kind} số {header.number}{' ' + day if day else ''}{issuer}"
    symbol = symbol_of(header)
    number = f" số …{symbol}" if symbol else ""
    return f"{kind}{number}{', ' + day if day else ''}{',' + issuer if issuer else ''} (bản chưa ghi số)"


def name_of_cited(reference: Reference) -> str:
    """A document that is not at hand, as it is cited: "Luật Bình đẳng giới", "Công văn số 5/SYT ngày 1/2/2025"."""
    kind = (reference.kind or "văn bản").capitalize()
    law = f" {reference.about}" if reference.kind in NAMED_KINDS and reference.about else ""
    number = f" số {reference.number}" if reference.number else ""
    day = f" {words}" if (words := date_words(reference.date)) else ""
    return f"{kind}{law}{number}{day}{f' của {reference.issuer}' if reference.issuer else ''}"


def symbol_of(header: Header) -> str:
    """The printed part of a number without digits: "/KH-UBND"; "" where none is printed."""
    printed = re.sub(r"\s", "", header.number_printed or "")
    match = re.search(r"[/\-–].*", printed)
    return match[0].replace("–", "-") if match else ""


def date_words(date: str | None) -> str:
    """ "2018-05-17" → "ngày 17/5/2018"; "2024-04" → "tháng 4/2024"; "" when unknown."""
    if not date:
        return ""
    parts = date.split("-")
    if len(parts) == 3:
        return f"ngày {int(parts[2])}/{int(parts[1])}/{parts[0]}"
    if len(parts) == 2:
        return f"tháng {int(parts[1])}/{parts[0]}"
    return f"năm {parts[0]}"


def _place(labels: str, language: Language) -> str:
    if not labels or labels in _PARTS[language]:
        return _PARTS[language].get(labels, "")
    words, rest = _WORDS[language], labels.split(".")
    places: list[str] = []
    containers = {
        "PL": "annex", "TM": "subsection", "B": "form", "Đ": "article", "P": "part", "C": "chapter", "M": "chapter section",
    }  # fmt: skip
    inside_article = False
    while rest:
        prefix = next((p for p in containers if rest[0].startswith(p) and len(rest[0]) > len(p)), None)
        if prefix is None or (prefix == "C" and not re.fullmatch(r"C(?:[IVXLC]+|\d+)", rest[0])):
            break
        places.insert(0, words[containers[prefix]].format(rest.pop(0)[len(prefix) :]))
        inside_article = prefix == "Đ"
    inner = _inner(rest, language, inside_article=inside_article)
    separator = ", " if language == "en" else " "
    return separator.join([*inner, *places])


def _inner(rest: list[str], language: Language, *, inside_article: bool) -> list[str]:
    """Labels below the containers, innermost first."""
    words = _WORDS[language]
    if not rest:
        return []
    if inside_article and rest[0].isdigit():
        clause = [words["clause"].format(rest[0])]
        points = [words["point"].format(".".join(rest[1:]))] if len(rest) > 1 else []
        return [*points, *clause]
    if len(rest) == 1 and inside_article and len(rest[0]) <= 2 and rest[0].islower():
        return [words["point"].format(rest[0])]
    if len(rest) > 1 and len(rest[-1]) == 1 and rest[-1].islower():
        return [words["point"].format(rest[-1]), words["section"].format(".".join(rest[:-1]))]
    return [words["section"].format(".".join(rest))]
