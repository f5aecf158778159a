"""Letters that extraction tore apart, lost or took for others, put right where the language leaves one reading.

What a document prints is kept, its misprints too. So a text that came as text is mended only where no
writer would have written it: a syllable in two pieces, a mark behind its letter, a Cyrillic letter in a
Latin word, letters missing from word after word. What was recognised from an image may be misread
anywhere; there, what is no syllable of Vietnamese gives way to the one syllable that its neighbour
is known to go with.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from ingest.known_words import known_pairs, known_syllables
from ingest.likeliest import likeliest
from ingest.syllables import is_syllable

_LIKE = dict(
    zip("АВЕКМНОРСТХУаеорсухіјѕ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXYaeopcyxijs" + "ABEZHIKMNOPTYXo", strict=True)
)
_ALIEN = re.compile(f"[{''.join(_LIKE)}]")
_FOREIGN = re.compile("[\u0370-\u04ff]")
_ALIEN_WORD = re.compile(r"[^\s]*[\u0370-\u03ff\u0400-\u04ff][^\s]*")
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_LATE_MARK = re.compile(rf"(?<=[^\W\d_]) +(?=[{_MARKS}])")
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"([^\W\d_]+)")
_MARKED = re.compile("[\u1e00-\u1eff]")
_FEW_BROKEN, _SHARE_BROKEN = 5, 0.01  # of a text's words
_JOINED_ON = re.compile(r"[^\s.,;:!?()“”\"]")


def repaired(text: str, *, recognised: bool) -> str:
    """A page's text, mended.

    Args:
        recognised: it was read from an image.
    """
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    if any(mark in text for mark in _MARKS):
        text = unicodedata.normalize("NFC", _LATE_MARK.sub("", text))
    if _FOREIGN.search(text):
        text = _ALIEN_WORD.sub(lambda match: _latin(match[0]), text)
    once = _joined(text)
    text = once if once == text else _joined(once)  # three pieces are joined two by two
    return _replaced(likeliest(text) if recognised else text, recognised=recognised)


def broken_words(texts: Iterable[str]) -> list[str]:
    """Words with Vietnamese marks that are no syllables, each once, where they are too many to be misprints."""
    words = [word for text in texts for word in _WORD.findall(text)]
    odd = [word for word in dict.fromkeys(words) if _MARKED.search(word) and not is_syllable(word)]
    broken = [word for word in odd if word.islower() or word.isupper() or word.istitle()]
    return broken if len(broken) >= max(_FEW_BROKEN, _SHARE_BROKEN * len(words)) else []


def _latin(word: str) -> str:
    """A word with letters that only look Latin, where all of its foreign letters do."""
    replaced = _ALIEN.sub(lambda match: _LIKE[match[0]], word)
    return word if _ALIEN_WORD.fullmatch(replaced) else replaced


def _joined(text: str) -> str:
    """ "ĐIỀ U KHO ẢN": pieces that are no words of their own and make a known one."""
    parts, odd = _parts(text, lambda word: word.lower() not in known_syllables())
    last = -1
    for at in sorted({beside for place in odd for beside in (place - 2, place) if 0 < beside < len(parts) - 3}):
        one, gap, other, behind = parts[at : at + 4]
        if last != at and gap == " " and not _JOINED_ON.match(behind) and _are_pieces(one, other):
            parts[at + 1] = ""
            last = at + 2
    return text if last < 0 else "".join(parts)


def _parts(text: str, is_odd: Callable[[str], bool]) -> tuple[list[str], list[int]]:
    """A text's words, at odd places, between what parts them; and which places hold a word that is odd.

    Each different word is looked at once.
    """
    parts = _WORDS.split(text)
    odd = {word for word in set(parts[1::2]) if is_odd(word)}
    return parts, [at for at in range(1, len(parts), 2) if parts[at] in odd]


def _are_pieces(one: str, other: str) -> bool:
    alike = (one.isupper() and other.isupper()) or (other.islower() and (one.islower() or one.istitle()))
    both = (one + other).lower()
    if not alike or both.isascii() or both not in known_syllables():
        return False
    unknown = [piece for piece in (one, other) if piece.lower() not in known_syllables()]
    return len(unknown) == 2 or (len(unknown) == 1 and len(unknown[0]) > 1)  # a single letter may be a label


def _replaced(text: str, *, recognised: bool) -> str:
    """Words that are no syllables, by what their neighbours are known to go with."""
    form = _without_marks if recognised else _without_marked
    parts, odd = _parts(text, lambda word: len(word) > 1 and not is_syllable(word))
    found: dict[int, str] = {}
    for at in odd:
        if _JOINED_ON.search(parts[at - 1][-1:] + parts[at + 1][:1]) or (recognised and parts[at].isascii()):
            continue  # of a number or name with signs
        beside = [
            (parts[other].lower(), other < at)
            for other in (at - 2, at + 2)
            if 0 < other < len(parts) and parts[(at + other) // 2] in (" ", "\n")
        ]
        readings = {reading for other, before in beside for reading in _readings(form, parts[at], other, before)}
        if len(readings) == 1:
            found[at] = readings.pop()
    for at, reading in found.items():
        parts[at] = _in_case_of(parts[at], reading)
    return "".join(parts) if found else text


def _readings(form: Callable[[str], str], word: str, other: str, before: bool) -> Iterator[str]:
    """Syllables that a word may be and that its neighbour is known to go with.

    Where letters are missing, abbreviations look alike; there the neighbour must miss letters too.
    """
    lost = form is _without_marked
    beside = {other} if is_syllable(other) and not lost else _by_form(form).get(form(other), frozenset())
    if lost:
        beside = frozenset() if is_syllable(other) else frozenset(b for b in beside if _is_left_of(other, b))
    for reading in _by_form(form).get(form(word), ()):
        if lost and not _is_left_of(word.lower(), reading):
            continue
        if any(((known, reading) if before else (reading, known)) in known_pairs() for known in beside):
            yield reading


def _is_left_of(word: str, reading: str) -> bool:
    """Whether a word is a syllable some of whose letters are missing."""
    letters = iter(reading)
    return all(letter in letters for letter in word)


def _in_case_of(word: str, reading: str) -> str:
    return reading.upper() if word.isupper() else reading.capitalize() if word[0].isupper() else reading


@lru_cache(maxsize=1 << 14)
def _without_marks(word: str) -> str:
    """ "quyết" → "quyet": what a misread mark leaves."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower().replace("đ", "d")) if c.isascii())


@lru_cache(maxsize=1 << 14)
def _without_marked(word: str) -> str:
    """ "quyết" → "quyt": what stays when a font lacks its marked letters."""
    return "".join(c for c in unicodedata.normalize("NFC", word.lower()) if c.isascii() or c == "đ")


@cache
def _by_form(form: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    forms: dict[str, set[str]] = defaultdict(set)
    for syllable in known_syllables():
        forms[form(syllable)].add(syllable)
    return {key: frozenset(syllables) for key, syllables in forms.items()}
