"""Who holds a position: the lines and rows that give a name with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.cues import Kind
from assistant.finders.inquiry import Inquiry
from assistant.findings import Finding, Found, quote_fact, quote_of
from ingest.model import Clause, Document
from ingest.spelling import LOWER, UPPER, folded_words

_NAME = re.compile(
    rf"(?:[Ôô]ng|ÔNG|[Bb]à|BÀ|[Đđ]ồng chí|[Đđ]/c)(?: \(bà\))?\s*:?\s+(?P<name>[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,4}})"
)
_LONGEST = 500  # characters of a line or clause that names a person with a position
_NEAR_BEST = 0.9
_MOST = 20
# Positions that a person may hold, folded, the longer ones first; and their English names.
_POSITIONS = (
    "pho truong doan", "truong doan", "pho truong ban", "truong ban", "pho to truong", "to truong", "to pho", "pho chu tich", "chu tich",
    "pho giam doc", "giam doc", "pho chanh van phong", "chanh van phong", "pho truong phong", "truong phong", "pho cuc truong", "cuc truong",
    "thu ky", "thanh vien", "uy vien", "ke toan", "thu quy", "pho chu nhiem", "chu nhiem", "dau moi", "nguoi phat ngon", "hieu truong",
)  # fmt: skip
_ENGLISH = (
    (r"(?:deputy|vice) (?:head|leader|chief)", ("pho truong doan", "pho truong ban", "to pho")),
    (r"(?:vice|deputy) chair\w*", ("pho chu tich",)),
    (r"(?<!deputy )(?<!vice )\b(?:head|leader|chief|leads|led|heads)\b", ("truong doan", "truong ban", "to truong")),
    (r"(?<!deputy )(?<!vice )\bchair\w*", ("chu tich",)),
    (r"secretary", ("thu ky",)),
    (r"members?\b", ("thanh vien", "uy vien")),
    (r"accountant", ("ke toan",)),
)
_ALL = re.compile(
    r"gom (?:nhung |co )?(?:ai|nhung nguoi)|nhung ai|co nhung thanh vien|who (?:is|are|sits?) (?:on|in)|members? of|danh sach"
)


def find_persons(inquiry: Inquiry) -> Found:
    """The names of those who hold the positions asked about; of all members when the question asks for all."""
    asked, everyone = _asked(inquiry), bool(_ALL.search(inquiry.question.folded))
    if not asked and not everyone:
        return Found(Kind.PERSON)
    weighed = []
    for document_id in dict.fromkeys([*(e.document_id for e in inquiry.evidence), *inquiry.read]):
        document = inquiry.directory.document(document_id)
        for clause, start, text, held in document.derived(_named):
            quote = (
                quote_of(document_id, clause)
                if start is None
                else quote_fact(document_id, document, clause.path, start, text)
            )
            if quote is not None and (name := _NAME.search(quote.text)) and (held & asked if asked else held):
                weight = inquiry.relevance.of(
                    quote.text, inquiry.context(document, quote.path), document.header.subject or ""
                )
                weighed.append(Finding(quote, " ".join(name["name"].split()), weight=weight))
    best = max((finding.weight for finding in weighed), default=0.0)
    near = [finding for finding in weighed if finding.weight >= best * _NEAR_BEST and finding.weight > 0]
    kept = [finding for finding in near if finding.quote.document_id == near[0].quote.document_id]
    return Found(Kind.PERSON, tuple(kept)[: _MOST if everyone else inquiry.most(4)])


def _asked(inquiry: Inquiry) -> set[str]:
    words = inquiry.question.folded
    if inquiry.question.language == "en":
        return {position for pattern, held in _ENGLISH if re.search(pattern, words) for position in held}
    return {position for position in _POSITIONS if _holds(words, position)}


def _holds(words: str, position: str) -> bool:
    """Whether a position stands in folded words, not as the end of a longer one: "trưởng đoàn" in "phó trưởng đoàn"."""
    return re.search(rf"(?<!pho )\b{position}\b", words) is not None


_Line = tuple[Clause, int | None, str, frozenset[str]]  # None: all of the clause; its text; the positions that it names


def _named(document: Document) -> Sequence[_Line]:
    """Short clauses and bullets, the lines of longer ones, and the rows of tables that name somebody with a position."""
    found: list[_Line] = []
    for clause in document.addresses():
        if clause.path == "signature" or not _NAME.search(clause.text):
            continue
        if len(clause.text) <= _LONGEST and len(_NAME.findall(clause.text)) == 1:
            found.append((clause, None, clause.text, _positions(quote_of("", clause).text)))
        elif not clause.items:
            lines = (match for match in re.finditer(r"[^\n]+", clause.text) if _NAME.search(match[0]))
            found += [(clause, clause.start + line.start(), line[0], _positions(line[0])) for line in lines]
    return [line for line in found if line[3]]


def _positions(text: str) -> frozenset[str]:
    words = folded_words(text)
    return frozenset(position for position in _POSITIONS if _holds(words, position))
