"""The text at each address, cut into sentences that can be quoted.

A finder of facts reads a `Stretch`: the words that stand at one address, beside a
copy of the same length in which line breaks and bold marks are spaces and every
kind of dash is a hyphen. Patterns are matched on the copy; quotes are cut out of
the original, so that they stay verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.model import Clause, Span, Table
from ingest.spelling import UPPER

_BLANK = "\n\r\t\x0b\x0c\u00a0\u2002\u2003\u2009\u202f*_"
_DASH = "\u2010\u2011\u2012\u2013\u2014\u2212"
_ABBREVIATED = frozenset("tp t.p tx tt q p h x kt tm tl tuq q gs ts ths pgs bs cn ks ls v.v mr ms no st đ/c đc".split())
_MAX_SENTENCE = 3000
_GAP = 40  # characters between two words of a heading that is broken over lines
_LABEL = re.compile(r"[\s*#>+-]*(?:Điều\s+)?(?:\d+[a-zđ]?|[IVXL]+|[a-zđA-Z])(?:\.\d+)*[.)/]*")
_BREAK = re.compile(
    rf"(?P<stop>[.!?…])[\"”’)\]*_]{{0,20}}(?=\s+[*_#\"“(\[]{{0,20}}[{UPPER}])"
    r"|[:;.!?][\"”’)\]*_]{0,20}[ \t]{0,20}(?=\n)"
    r"|\n(?=[ \t]{0,9}(?:[a-zđ]\) |\+ ))"
    rf"|(?P<gap>\n[ \t]*\n)(?=[\s*_#\"“(\[]{{0,40}}[{UPPER}])"
)
_RUNS_ON = re.compile(r"(?:[,/&(-]|\b(?:và|của|với|các|về|tại|cho|theo|số|ngày|là|hoặc))[\s*_]*\Z")


def plain(text: str) -> str:
    """`text` for matching, of the same length: marks and breaks as spaces, dashes as hyphens."""
    for character in _BLANK:
        text = text.replace(character, " ")
    for character in _DASH:
        text = text.replace(character, "-")
    return text


def fold(text: str) -> str:
    """`text` as a value: on one line, without bold marks, single spaces."""
    return " ".join(text.replace("*", " ").split())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand at one address; `plain` has the same length as `text`."""

    path: str
    text: str
    plain: str
    start: int  # characters from the start of the document

    def part(self, start: int, end: int) -> Stretch:
        """The characters [start, end) of this stretch, without white space and marks at the ends."""
        while start < end and self.plain[start] == " ":
            start += 1
        while end > start and self.plain[end - 1] == " ":
            end -= 1
        return Stretch(self.path, self.text[start:end], self.plain[start:end], self.start + start)


def stretches(clauses: Sequence[Clause], tables: Sequence[Table] = ()) -> Iterator[Stretch]:
    """Every clause cut at its items, each piece with the address of the innermost one.

    Args:
        tables: the rows of these are left out; their cells are no sentences of the text around them.
    """
    for clause in clauses:
        inside = [table for table in tables if clause.start <= table.start < clause.end]
        for path, begin, stop in _pieces(clause):
            for start, end in _around(begin, stop, inside):
                text = clause.text[start - clause.start : end - clause.start]
                if text.strip():
                    yield Stretch(path, text, plain(text), start)


def told(clauses: Sequence[Clause], tables: Sequence[Table] = ()) -> Sequence[tuple[Stretch, Sequence[Stretch]]]:
    """Each stretch with its sentences."""
    return _told(tuple(clauses), tuple(tables))


@lru_cache(maxsize=2)  # one document, with its tables and without: every finder of facts reads these
def _told(clauses: tuple[Clause, ...], tables: tuple[Table, ...]) -> Sequence[tuple[Stretch, Sequence[Stretch]]]:
    return [(stretch, tuple(sentences(stretch))) for stretch in stretches(clauses, tables)]


def _around(start: int, end: int, tables: Sequence[Table]) -> Iterator[Span]:
    """[start, end) without the tables in it."""
    for table in tables:
        if start <= table.start < end:
            yield start, table.start
            start = min(end, table.start + len(table.quote))
    yield start, end


def _pieces(clause: Clause) -> Iterator[tuple[str, int, int]]:
    """(path, start, end) of every piece, in reading order; offsets into the document."""
    open_items = [clause]
    position = clause.start
    for item in sorted(clause.items, key=lambda item: (item.start, -item.end)):
        while len(open_items) > 1 and open_items[-1].end <= item.start:
            inner = open_items.pop()
            if inner.end > position:
                yield inner.path, position, inner.end
                position = inner.end
        if item.start > position:
            yield open_items[-1].path, position, item.start
        position = max(position, item.start)
        open_items.append(item)
    while open_items:
        inner = open_items.pop()
        if inner.end > position:
            yield inner.path, position, inner.end
            position = inner.end


def heading_end(clause: Clause) -> int:
    """Where a clause's heading ends in the document; where the clause starts when it has none.

    The heading is on one line, in the text its words may stand on several.
    """
    position = len(clause.label) if clause.text.startswith(clause.label) else 0
    for word in clause.heading.split():
        found = clause.text.find(word, position, position + len(word) + _GAP)
        if found < 0:
            return clause.start
        position = found + len(word)
    return clause.start + position if clause.heading else clause.start


def sentences(stretch: Stretch) -> Iterator[Stretch]:
    """The sentences of a stretch; one broken over pages stays whole.

    What runs on for more than `_MAX_SENTENCE` characters is a table or a list, and is
    cut at its marks: finders may then spend time that grows with a sentence's square.
    """
    begin = 0
    label = _LABEL.match(stretch.text)
    first = label.end() if label else 0
    for match in _BREAK.finditer(stretch.text):
        if match.end() > first and not _goes_on(stretch, begin, match):
            yield from _bounded(stretch, begin, match.end())
            begin = match.end()
    yield from _bounded(stretch, begin, len(stretch.text))


def _bounded(stretch: Stretch, begin: int, end: int) -> Iterator[Stretch]:
    """[begin, end) without white space around it, in pieces of at most `_MAX_SENTENCE` characters."""
    while end - begin > _MAX_SENTENCE:
        limit = begin + _MAX_SENTENCE
        cut = max(stretch.text.rfind(mark, begin + 1, limit) + 1 for mark in (";", "|", "\n"))
        cut = cut or stretch.plain.rfind(" ", begin + 1, limit) + 1 or limit
        yield from _bounded(stretch, begin, cut)
        begin = cut
    part = stretch.part(begin, end)
    if part.text:
        yield part


def _goes_on(stretch: Stretch, begin: int, match: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is an abbreviation or a page break."""
    if match["gap"]:
        return bool(_RUNS_ON.search(stretch.text[max(begin, match.start() - 12) : match.start()]))
    if match["stop"] != ".":
        return False
    word = stretch.plain[max(begin, match.start() - 12) : match.start()].rpartition(" ")[2]
    return word.casefold().strip("(") in _ABBREVIATED or (len(word) == 1 and word.isupper())
