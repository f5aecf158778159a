"""What a question is about: its content words, in the corpus's own language.

A topic is a sequence of matters. A matter is one thing said in one or more ways: an
English phrase may have several Vietnamese ones ("training": tập huấn, đào tạo), any
of which will do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.cues import NO_TOPIC_EN, NO_TOPIC_FOLDED, NO_TOPIC_VI, Kind, cue_spans
from assistant.directory import Directory, grams
from ingest.glossary import Glossary
from ingest.spelling import folded_words, placed_tones, strip_diacritics

Matter = tuple[
    str, ...
]  # phrases in lower case, with the diacritics that were typed; () for what the glossary cannot put into Vietnamese

_PLACES_AND_DAYS = re.compile(r"\b(?:nam|thang|quy|ngay|dieu|khoan|muc) \d+\b|\bdiem [a-z]\d?\b(?= khoan| dieu| muc)")
_KNOWN_PAIR = 2  # clauses in which a pair of syllables must stand to count as one word
_COHESION = 0.2  # share of the rarer syllable's clauses that hold both, from which they count as one word
_MARKED = 0.4  # share of words with diacritics from which a question counts as typed with them


def vietnamese_topic(
    text: str, names: Sequence[str], kinds: frozenset[Kind], directory: Directory, *, marked: float
) -> tuple[Matter, ...]:
    """The content words: what is left without names and the words of asking.

    Args:
        text: the question, abbreviations written out, without the document numbers it names.
        names: folded names of places and units in it.
        marked: share of its words that were typed with diacritics, in [0, 1].
    """
    words = re.findall(r"\w+", text.lower())
    folded = [strip_diacritics(word) for word in words]
    line = " ".join(folded)
    starts = [0]
    for word in folded:
        starts.append(starts[-1] + len(word) + 1)
    taken = [match.span() for name in names for match in re.finditer(rf"\b{re.escape(name)}\b", line)]
    taken += [match.span() for match in _PLACES_AND_DAYS.finditer(line)]
    left = [not any(start <= at < end for start, end in taken) for at in starts[:-1]]
    spans = cue_spans(placed_tones(" ".join(words)), kinds)
    asking = [any(start <= at < end for start, end in spans) for at in starts[:-1]]
    left = [
        here and not (asked and not _in_compound(index, folded, left, asking, directory))
        for index, (here, asked) in enumerate(zip(left, asking, strict=True))
    ]
    runs: list[list[str]] = [[]]
    for index, word in enumerate(words):
        silent = word in NO_TOPIC_VI or (
            marked < _MARKED and word == folded[index] and _is_silent(index, folded, left, directory)
        )
        if not left[index] or silent or word.isdigit() or len(word) == 1:
            runs.append([])
        else:
            runs[-1].append(word)
    return tuple(dict.fromkeys((" ".join(run),) for run in runs if run))


def english_topic(text: str, names: Sequence[str], directory: Directory, glossary: Glossary) -> tuple[Matter, ...]:
    """The content words of an English question, each with the Vietnamese for it."""
    matters: dict[str, list[str]] = {}
    rest = f" {text.lower()} "
    for phrase, term in glossary.english_to_vietnamese(text):
        rest = rest.replace(phrase.lower(), " ", 1)
        if (
            term.category in ("topic", "word", "abbreviation", "role")
            and not set(phrase.lower().split()) <= NO_TOPIC_EN
        ):
            way = term.vietnamese.lower()
            heard = term.category == "topic" or all(map(directory.frequencies.__getitem__, grams(way)))
            matters.setdefault(phrase, []).extend([way] if heard else [])
    known = [_telling(ways) for ways in matters.values()]
    named = {word for name in names for word in name.split()}
    unknown: list[Matter] = []
    for word in dict.fromkeys(folded_words(rest).split()):
        if len(word) < 3 or word in NO_TOPIC_EN or word in named or word.isdigit():
            continue
        unknown.append((word,) if directory.frequencies[word] else ())
    return (*known, *unknown)


def called_officially(topic: Sequence[Matter], names: Sequence[tuple[str, str]]) -> tuple[Matter, ...]:
    """The topic with each matter also in the official words for its lay ones."""
    return tuple(tuple(dict.fromkeys((*matter, *(_renamed(way, names) for way in matter)))) for matter in topic)


def _renamed(way: str, names: Sequence[tuple[str, str]]) -> str:
    for lay, name in names:
        way = re.sub(rf"\b{re.escape(lay.lower())}\b", name, way)
    return way


def _telling(ways: Sequence[str]) -> Matter:
    """Of the ways to say a thing the words; a single syllable without its diacritics only where there is no word."""
    words = [way for way in ways if " " in way]
    return tuple(dict.fromkeys(words or ways))


def _in_compound(
    index: int, folded: Sequence[str], left: Sequence[bool], asking: Sequence[bool], directory: Directory
) -> bool:
    """Whether a word of asking is here half of a word that is none: "phòng" of "phòng cháy", not of "phòng nào"."""
    count = directory.frequencies
    for first in (index - 1, index):
        other = first if first < index else index + 1
        if first < 0 or first + 1 >= len(folded) or not left[other] or asking[other]:
            continue
        a, b = folded[first], folded[first + 1]
        if count[f"{a} {b}"] >= max(_KNOWN_PAIR, _COHESION * min(count[a], count[b])):
            return True
    return False


def _is_silent(index: int, folded: Sequence[str], left: Sequence[bool], directory: Directory) -> bool:
    """Whether a word typed without diacritics is one of asking: "bao" is in "bao nhieu", not in "bao cao"."""
    if folded[index] not in NO_TOPIC_FOLDED:
        return False
    pairs = [
        f"{folded[i]} {folded[i + 1]}"
        for i in (index - 1, index)
        if i >= 0 and i + 1 < len(folded) and left[i] and left[i + 1]
        if not {folded[i], folded[i + 1]} <= NO_TOPIC_FOLDED or f"{folded[i]} {folded[i + 1]}" in _WORDS_OF_SILENT
    ]
    return not any(directory.frequencies[pair] >= _KNOWN_PAIR for pair in pairs)


# Words made of two syllables that each may be one of asking.
_WORDS_OF_SILENT = frozenset({"bao cao", "co quan", "noi vu", "quy hoach", "thoi gian", "trong tam", "cong tac"})
