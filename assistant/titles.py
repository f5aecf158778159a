"""Which documents a question means by their kind and what they are about: "luật an ninh quốc gia".

A law is called by its name, so its words must follow one another and none may
contradict: "Luật An ninh mạng" is no "Luật An ninh quốc gia". Other titles are long and
told freely ("kế hoạch chuyển đổi số Vân Hạc"), so their words are weighed by how few titles
have them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from ingest.citations import NAMED_KINDS
from ingest.spelling import folded_words
from vectorstore.library import Card

_AFTER = 12  # syllables behind a kind of document that may tell its title
_BEFORE = 6  # words before an English one
_TOLD = 0.5  # share of the weight of those words, up to the last that is in the title, that it must hold
_NEAR = 0.85  # of the best title's weight: another this close is meant as well
_ENOUGH = 1.7  # titles' weight in rare words: two words that few titles have
_FILLING = frozenset(
    "ve viec va quy dinh so cua nam cac trong theo tai o tren dia ban cho ngay thang voi cap nay the of on for and in about".split()
)
_VERBS = frozenset({"bao cao", "huong dan", "thong bao", "quyet dinh", "ket luan", "luat", "chuong trinh"})
_LONGEST_NAME = 14  # syllables
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENGLISH_NAMES = {"law": "luật", "act": "luật", "code": "luật", "rules": "quyết định", "charter": "điều lệ"}


@dataclass(frozen=True, slots=True)
class Titled:
    """Documents that a question names by title, and a law's name that no document bears."""

    held: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a library, by kind of document."""

    by_kind: Mapping[str, Sequence[str]]  # folded kind → identifiers
    words: Mapping[str, frozenset[str]]  # identifier → syllables of title, issuer, place, and its years
    names: Mapping[str, tuple[str, ...]]  # identifier of a law → the syllables of its name
    years: Mapping[str, frozenset[str]]
    counts: Counter[str] = field(default_factory=Counter)  # syllable → number of titles

    def weight(self, word: str) -> float:
        """Inverse document frequency over titles; 0 for a word that no title has."""
        return math.log((1 + len(self.words)) / self.counts[word]) if self.counts[word] else 0.0


def titles_of(cards: Collection[Card]) -> Titles:
    """The titles of some documents."""
    by_kind: dict[str, list[str]] = {}
    words: dict[str, frozenset[str]] = {}
    names: dict[str, tuple[str, ...]] = {}
    years: dict[str, frozenset[str]] = {}
    for card in cards:
        header = card.header
        for kind in _kinds_of(header.kind, card.title):
            by_kind.setdefault(kind, []).append(card.id)
        told = folded_words(" ".join(filter(None, (header.subject or card.title, header.issuer, header.place)))).split()
        years[card.id] = frozenset(_YEAR.findall(f"{header.date or ''} {header.number or ''} {header.subject or ''}"))
        words[card.id] = frozenset(told) - _FILLING | years[card.id]
        if header.kind in NAMED_KINDS and header.subject:
            names[card.id] = tuple(word for word in folded_words(header.subject).split() if word not in ("ve", "va"))
    counts = Counter(word for held in words.values() for word in held)
    return Titles(by_kind, words, names, years, counts)


def titled_in(expanded: str, english: Sequence[tuple[str, str]], titles: Titles) -> Titled:
    """The documents whose title a question tells behind, or in English before, their kind.

    Args:
        expanded: the question with its abbreviations written out.
        english: phrases of an English question and the Vietnamese for each; empty for a Vietnamese one.
    """
    held: list[str] = []
    unknown: list[str] = []
    for kind, window in [*_vietnamese(expanded, titles), *_english(expanded, english, titles)]:
        known = titles.by_kind.get(kind, ())
        if any(d in titles.names for d in known):
            found, contradicted = _named(kind, window, known, titles)
            held += found
            unknown += [contradicted] if contradicted else []
        else:
            held += _told(window, known, titles)
    return Titled(tuple(dict.fromkeys(held)), tuple(unknown))


def _kinds_of(kind: str | None, title: str) -> Iterator[str]:
    """What a document may be called: its kind, the kind it issues, and the first word of a longer one."""
    folded = folded_words(kind or "")
    if folded:
        yield folded
    if folded.startswith("huong dan "):
        yield "huong dan"
    for issued in ("quy che", "quy dinh", "dieu le"):
        if folded == "quyet dinh" and f"ban hanh {issued}" in folded_words(title):
            yield issued


def _vietnamese(expanded: str, titles: Titles) -> Iterator[tuple[str, list[str]]]:
    """(kind, syllables behind it) for each kind of document that a question has."""
    words = folded_words(expanded).split()
    kinds = sorted(titles.by_kind, key=len, reverse=True)
    at = 0
    while at < len(words):
        kind = next((k for k in kinds if words[at : at + len(k.split())] == k.split()), None)
        if kind is None:
            at += 1
            continue
        at += len(kind.split())
        if (
            kind not in _VERBS
            or kind == "luat"
            or (at < len(words) and words[at] in {"ve", "cua", "so", "thang", "nam", "ket"} | _LEADING)
        ):
            yield kind, words[at : at + _AFTER]


_LEADING = frozenset(
    "kiem thanh phan phe ban lien ket tinh huyen thanh".split()
)  # words that titles of the verbs' kinds begin with


def _english(text: str, phrases: Sequence[tuple[str, str]], titles: Titles) -> Iterator[tuple[str, list[str]]]:
    """(kind, Vietnamese syllables around it) for each kind that an English question has."""
    if not phrases:
        return
    words = re.findall(r"[\w']+", text.lower())
    for at, word in enumerate(words):
        kinds = [folded_words(vietnamese) for phrase, vietnamese in phrases if phrase.lower() in (word, f"{word}s")]
        kinds += [folded_words(_ENGLISH_NAMES[word])] if word in _ENGLISH_NAMES else []
        kind = next((k for k in kinds if k in titles.by_kind), None)
        if kind is None:
            continue
        near = " ".join([*words[max(0, at - _BEFORE) : at], *words[at + 1 : at + 1 + _AFTER]])
        told = [
            folded_words(vietnamese)
            for phrase, vietnamese in phrases
            if re.search(rf"\b{re.escape(phrase.lower())}\b", near)
        ]
        yield kind, " ".join([*_YEAR.findall(near), *told, *folded_words(near).split()]).split()


def _named(kind: str, window: Sequence[str], known: Sequence[str], titles: Titles) -> tuple[list[str], str | None]:
    """Laws by name or year, and the name of a law that no document bears.

    A name may be cut short ("luật phòng cháy 2001"), it may not go on as another law's does.
    """
    told = [word for word in window if word not in ("ve", "va")]
    other = _other_law(told)
    found = []
    for document_id in known:
        name = titles.names.get(document_id, ())
        same = next((n for n, (a, b) in enumerate(zip(name, told, strict=False)) if a != b), min(len(name), len(told)))
        initials = "".join(word[0] for word in name)
        whole = bool(name) and (
            same == len(name) or (bool(told) and len(told[0]) > 2 and told[0] == initials) or _within(name, told)
        )
        cut_short = same >= 2 and (same == len(told) or told[same] in titles.years[document_id])
        by_year = bool(told) and told[0] in titles.years[document_id]
        if (whole and len(name) >= len(other)) or cut_short or by_year:
            found.append(document_id)
    return (found, None) if found or not other else ([], " ".join([kind, *other]))


def _other_law(told: Sequence[str]) -> Sequence[str]:
    """The longest name of a law that these syllables begin with; empty when they begin with none."""
    for length in range(min(len(told), _LONGEST_NAME), 1, -1):
        if tuple(told[:length]) in law_names():
            return told[:length]
    return ()


@cache
def law_names() -> frozenset[tuple[str, ...]]:
    """The names of Vietnamese laws, folded, without "về" and "và"."""
    lines = files("ingest").joinpath("law_names.txt").read_text(encoding="utf-8").splitlines()
    names = (folded_words(line).split() for line in lines if not line.startswith("#"))
    return frozenset(tuple(word for word in name if word not in ("ve", "va")) for name in names if name)


def _within(name: Sequence[str], told: Sequence[str]) -> bool:
    """Whether the whole name stands in what an English question says."""
    return len(name) > 1 and f" {' '.join(name)} " in f" {' '.join(told)} "


def _told(window: Sequence[str], known: Sequence[str], titles: Titles) -> list[str]:
    """The documents whose title holds most of what is told, when it is enough to tell them."""
    told = [word for word in window if word not in _FILLING]
    weights: dict[str, float] = {}
    words = frozenset(told)
    for document_id in known:
        held = titles.words[document_id]
        if words.isdisjoint(held):
            continue
        last = max((at for at, word in enumerate(told) if word in held), default=-1)
        weight = sum(titles.weight(word) for word in dict.fromkeys(told) if word in held)
        whole = sum(titles.weight(word) or 1.0 for word in dict.fromkeys(told[: last + 1]))
        if weight >= _ENOUGH and weight >= _TOLD * whole:
            weights[document_id] = weight
    best = max(weights.values(), default=0.0)
    return [document_id for document_id, weight in weights.items() if weight >= _NEAR * best]
