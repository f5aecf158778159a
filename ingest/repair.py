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
    words, odd = _places(text, lambda word: word.lower() not in known_syllables())
    cuts: list[tuple[int, int]] = []
    last = -1
    for at in sorted({beside for place in odd for beside in (place - 1, place) if 0 <= beside < len(words) - 1}):
        one, other = words[at], words[at + 1]
        if last == at or text[one.end() : other.start()] != " ":
            continue
        if not _JOINED_ON.match(text, other.end()) and _are_pieces(one[0], other[0]):
            cuts.append((one.end(), other.start()))
            last = at + 1
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    return text


def _places(text: str, is_odd: Callable[[str], bool]) -> tuple[list[re.Match[str]], list[int]]:
    """The words of a text and which of them are odd; none where none is. Each different word is looked at once."""
    odd = {word for word in set(_WORD.findall(text)) if is_odd(word)}
    words = list(_WORD.finditer(text)) if odd else []
    return words, [at for at, word in enumerate(words) if word[0] in odd]


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
    words, odd = _places(text, lambda word: len(word) > 1 and not is_syllable(word))
    found: dict[int, str] = {}
    for index in odd:
        word = words[index]
        if _stands_in_a_name(text, word) or (recognised and word[0].isascii()):
            continue
        beside = [
            (words[other][0].lower(), other < index)
            for other in (index - 1, index + 1)
            if 0 <= other < len(words) and _parted(text, words[min(index, other)], words[max(index, other)])
        ]
        readings = {reading for other, before in beside for reading in _readings(form, word[0], other, before)}
        if len(readings) == 1:
            found[index] = readings.pop()
    for index in sorted(found, reverse=True):
        word = words[index]
        text = text[: word.start()] + _in_case_of(word[0], found[index]) + text[word.end() :]
    return text


def _parted(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return text[one.end() : other.start()] in (" ", "\n")


def _stands_in_a_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word is part of a number or name with signs."""
    beside = text[word.start() - 1 : word.start()] + text[word.end() : word.end() + 1]
    return _JOINED_ON.search(beside) is not None


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
