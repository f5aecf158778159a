"""Which document of the library a citation means: links between documents, both ways.

Numbers are compared by their digits and the letters of their symbol, since offices set
dashes, spaces and tone marks as they please. A number counts anew every year and in every
locality, so date and issuer must not contradict. Two candidates mean none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.citations import NAMED_KINDS
from ingest.model import Effect, Header, Reference
from ingest.spelling import folded_words, strip_diacritics
from vectorstore.library import Library

_LEVEL = re.compile(r"\b(tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|phuong|xa|dac khu)\b ?(.*)")
_LOCAL = re.compile(r"(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|(?:tinh|thanh|huyen|quan|thi|dang) uy)\b")
_SHORT = 3  # digits from which a number without its symbol tells a document by itself


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A document number as it may be named: leading digits, and the symbol if any."""

    ordinal: str
    symbol: str  # lower case, letters and years only; "" when digits alone are named


@dataclass(frozen=True, slots=True)
class Link:
    """One document cited by another."""

    citing: str  # identifier
    cited: str | None  # identifier; None when the library lacks it
    reference: Reference


class Links:
    """The citations of a library, matched to its documents."""

    def __init__(self, headers: Mapping[str, Header], references: Iterable[tuple[str, Reference]] = ()) -> None:
        """
        Args:
            headers: of every document, by identifier.
            references: each with the identifier of the document that cites.
        """
        self._headers = headers
        self._references = references
        self._by_ordinal: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for document_id, header in headers.items():
            if named := split_number(header.number):
                self._by_ordinal.setdefault(named.ordinal, []).append(document_id)
            if header.kind in NAMED_KINDS and header.subject:
                self._by_name.setdefault(_law(header.kind, header.subject), []).append(document_id)

    @classmethod
    def of(cls, library: Library) -> Links:
        """Those of a library as it is now."""
        return cls({card.id: card.header for card in library.cards()}, library.references())

    def held(self, reference: Reference, citing: str | None = None) -> str | None:
        """The document that a reference means; None when it is not held, or not certain.

        Args:
            citing: the document that cites, which a citation never means.
        """
        found = [known for known in self._candidates(reference) if known != citing]
        fits = [known for known in found if _fits(reference, self._headers[known])]
        if len(fits) > 1 and reference.date:
            fits = [known for known in fits if self._headers[known].date == reference.date]
        return fits[0] if len(fits) == 1 else None

    def affected(self, effect: Effect, acting: str) -> str | None:
        """The document that an effect concerns, under the same conditions."""
        named = Reference(
            effect.number, effect.kind, effect.issued, None, effect.about, effect.path, effect.quote, effect.start
        )
        return self.held(named, acting)

    def stands_on(self, document_id: str) -> Sequence[Link]:
        """What a document cites, each once where it is cited first, held or not."""
        own = (reference for citing, reference in self._references if citing == document_id)
        return _once(Link(document_id, self.held(reference, document_id), reference) for reference in own)

    def cited_by(self, document_id: str) -> Sequence[Link]:
        """Where others cite a document, each of them once."""
        return _once(link for link in self._all() if link.cited == document_id)

    def _all(self) -> Iterable[Link]:
        for citing, reference in self._references:
            yield Link(citing, self.held(reference, citing), reference)

    def _candidates(self, reference: Reference) -> list[str]:
        named = split_number(reference.number)
        if named is None:
            name = reference.about if reference.kind in NAMED_KINDS else None
            return self._by_name.get(_law(reference.kind or "", name), []) if name else []
        found = self._by_ordinal.get(named.ordinal, [])
        if named.symbol:
            return [known for known in found if split_number(self._headers[known].number) == named]
        told = reference.date or len(named.ordinal) >= _SHORT
        return [known for known in found if told and self._headers[known].kind == reference.kind]


def split_number(number: str | None) -> NamedNumber | None:
    """ "912/LĐTBXH-BĐG" → 912 and "ldtbxhbdg"."""
    match = re.match(r"0*(\d+(?:\.\d+)?[a-zđ]?)(.*)", number or "")
    if not match:
        return None
    return NamedNumber(match[1], re.sub(r"[^a-z]", "", strip_diacritics(match[2])))


def _once(links: Iterable[Link]) -> list[Link]:
    """The first of those that cite the same document from the same one."""
    first: dict[tuple[str, str], Link] = {}
    for link in links:
        name = link.reference.number or f"{link.reference.kind} {link.reference.about or link.reference.date}"
        first.setdefault((link.citing, link.cited or name.casefold()), link)
    return list(first.values())


def _law(kind: str, name: str) -> str:
    return folded_words(f"{kind} {name}")


def _fits(reference: Reference, header: Header) -> bool:
    """Whether year and issuer of a document do not contradict how it is cited; days are misprinted too often."""
    issued, named = _year(header.number) or header.date, _year(reference.number) or reference.date
    if issued and named and issued[:4] != named[:4]:
        return False
    ours, theirs = _locality(header.issuer), _locality(reference.issuer)
    return all(not a or not b or a == b for a, b in zip(ours, theirs, strict=True))


def _year(number: str | None) -> str | None:
    match = re.search(r"/((?:19|20)\d\d)/", number or "")
    return match[1] if match else None


def _locality(issuer: str | None) -> tuple[str, str]:
    """Level and name of a local authority: "UBND tỉnh An Lạc" → ("tinh", "an lac"); of any other two blanks."""
    words = folded_words(issuer or "")
    match = _LEVEL.search(words) if _LOCAL.search(words) else None
    return (match[1].replace("thanh pho", "tp"), match[2]) if match else ("", "")
