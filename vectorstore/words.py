"""Text → the tokens of the full-text index.

Vietnamese writes a space between syllables, not between words: single syllables
find everything and mean little, so that pairs of neighbours are tokens too
("bình_đẳng"). One spelling stands for the several in use: where the tone mark
sits (hoà, hòa), i or y in an open syllable (kỹ, kĩ), the spacing of document
numbers (912/LĐT BXH-BĐG). Pure functions.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.spelling import bare

_WORD = re.compile(r"[^\W_]+")
# What may stand in a run of syllables that belong together; other punctuation parts them.
_RUN = re.compile(r"[\w\s/\-–‐'’\"“”*]+")

# "5947 /KH-UBND", "146.../UBND-LĐTBXH", "01/2020/NĐ-CP", "912/LĐT BXH-BĐG". The code is
# capitals joined by hyphens; a space inside one is a slip of the scanner, which leaves
# capitals on both sides and a hyphen after them. Typed in lower case it has no spaces.
_CAPITALS = "A-ZĐƯƠÂÊÔÁÀ"
_CODE = rf"[{_CAPITALS}][{_CAPITALS}0-9]*[a-z]?"  # the small letter of TTg
_NUMBER = re.compile(
    rf"""(?<![\w/])(?P<number>\d{{1,6}}[a-zđ]?)
    (?:\s?(?:\.{{2,}}|…)?\s*/\s?|(?=-[{_CAPITALS}]+/))         # Party organs: 109-KH/TU
    (?:(?P<year>(?:19|20)\d\d)\s?/\s?)?
    (?P<code>
        -?(?:{_CODE}(?:/|\s?[-–]\s?|\s(?=[{_CAPITALS}]+\s?[-–])))*{_CODE}
        |[a-zđưô]+\d*(?:-[a-zđưô]+\d*)+
    )(?!\w)""",
    re.VERBOSE,
)

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_LOOKALIKES = {"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ɖ": "đ"}
_GLIDES = ("oa", "oe", "uy")
_I_OR_Y = re.compile(r"^(h|k|l|m|s|t|v|qu)y$")

# Little English words. Those of the first line are no Vietnamese syllables and tell the
# language; the others are, once bare: "the" would find thể, thế and thẻ.
_ENGLISH_ONLY = frozenset(
    re.findall(
        r"\w+",
        "and are been does from has have how into is must of should their these those until upon was were what when where "
        "which who whom whose why will with would you your",
    )
)
_POSSESSIVE = re.compile(r"['’]s\b")
_ENGLISH = _ENGLISH_ONLY | frozenset(
    re.findall(
        r"\w+",
        "a an any as at be by can could did do for had he her his i if in it its many may me more most much my no not on or "
        "our say says she so some than that the them then there they this to under up us we",
    )
)


def document_numbers(text: str) -> list[str]:
    """The document numbers in a text, in lower case without spaces: "912/lđtbxh-bđg"."""
    return [_compact(match) for match in _NUMBER.finditer(_composed(text))]


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Where document numbers begin and end in a text in NFC."""
    return [match.span() for match in _NUMBER.finditer(text)]


def _compact(match: re.Match[str]) -> str:
    code = re.sub(r"\s", "", match["code"]).replace("–", "-")
    number = match["number"].lstrip("0") or "0"
    if code.startswith("-"):
        return f"{number}{code}".lower()
    return "/".join(part for part in (number, match["year"], code) if part).lower()


@dataclass(frozen=True, slots=True)
class Words:
    """What a text is found by."""

    syllables: list[str]  # in order, in lower case and one spelling, numbers among them
    pairs: list[str]  # of neighbours with nothing between them that parts: "bình_đẳng"
    numbers: list[str]  # of documents

    @property
    def tokens(self) -> list[str]:
        return self.syllables + self.pairs + self.numbers


def words_of(text: str) -> Words:
    """The words of a text, read once."""
    composed = _composed(text)
    syllables: list[str] = []
    pairs: list[str] = []
    for run in _RUN.findall(composed.lower()):
        found = [one_spelling(word) for word in _WORD.findall(run)]
        syllables += found
        pairs += [f"{one}_{other}" for one, other in itertools.pairwise(found)]
    numbers = [_compact(match) for match in _NUMBER.finditer(composed)] if "/" in composed else []
    return Words(syllables, pairs, numbers)


def syllables(text: str) -> list[str]:
    """The syllables of a text in lower case and one spelling, numbers among them."""
    return [one_spelling(word) for word in _WORD.findall(_composed(text).lower())]


def tokens(text: str) -> list[str]:
    """Syllables, pairs of neighbouring ones and document numbers, in this order."""
    return words_of(text).tokens


def bare_tokens(phrase: str) -> list[str]:
    """Syllables and pairs of a phrase, in this order, as they stand in the index of texts without diacritics."""
    single = syllables(fold(phrase))
    return [*single, *(f"{a}_{b}" for a, b in pairwise(single))]


def question_tokens(question: str) -> list[str]:
    """What to look for, each token once; an English question without its little words."""
    found = dict.fromkeys(tokens(question))
    if not is_english(question):
        return list(found)
    return [token for token in found if not _ENGLISH.intersection(token.split("_"))]


def is_english(question: str) -> bool:
    """Whether a question has words that only English has, and no letter that only Vietnamese has."""
    return not _ENGLISH_ONLY.isdisjoint(syllables(question)) and not has_diacritics(question)


def numbers_of(question: str) -> list[str]:
    """The document numbers of a question as they are typed; all its numbers if it has none."""
    return [match[0] for match in _NUMBER.finditer(question)] or re.findall(r"\d+", question)


def vietnamese_in(question: str) -> list[str]:
    """The Vietnamese in an English question, such as names: "Sở Y tế", "thành phố Phan Thiết"."""
    runs = itertools.groupby(re.findall(r"[^\W\d_]+|[^\w\s]", _composed(question)), key=_is_of_a_name)
    names = [list(words) for is_name, words in runs if is_name]
    return [" ".join(words) for words in names if any(map(has_diacritics, words))]


def _is_of_a_name(word: str) -> bool:
    return has_diacritics(word) or (word[0].isupper() and word.lower() not in _ENGLISH)


def english_content_words(text: str) -> list[str]:
    """The words of an English text in lower case, without little ones."""
    found = re.findall(r"[a-z]{3,}", _POSSESSIVE.sub("", text.lower()))
    return [word for word in found if word not in _ENGLISH]


def fold(text: str) -> str:
    """The same text without diacritics: "Điều" → "Dieu"."""
    return bare(_composed(text))


def has_diacritics(text: str) -> bool:
    """Whether any letter is one that only Vietnamese with diacritics has."""
    composed = _composed(text)
    return fold(composed) != composed


def _composed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    for wrong, right in _LOOKALIKES.items():  # four searches of the text; `translate` would look up each letter
        composed = composed.replace(wrong, right)
    return composed


@lru_cache(maxsize=65_536)  # some 7,000 syllables make up the language
def one_spelling(syllable: str) -> str:
    """One spelling of a lower-case syllable.

    The tone mark goes where the syllable's main vowel is in the older style ("hòa",
    "thúy"; "hoàn", "thuyền" in both); an open "y" after one consonant becomes "i".
    Both spellings of either are met in official documents.
    """
    if syllable.isdigit():
        return syllable.lstrip("0") or "0"
    if syllable.isascii():
        return _I_OR_Y.sub(r"\1i", syllable)
    bare, tone = _split_tone(syllable)
    if tone:
        place = _tone_place(bare)
        if place is None:
            return syllable
        bare = _I_OR_Y.sub(r"\1i", bare)
        return unicodedata.normalize("NFC", bare[: place + 1] + tone + bare[place + 1 :])
    return syllable


def _split_tone(syllable: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", syllable)
    marks = [character for character in decomposed if character in _TONES]
    if len(marks) != 1:
        return syllable, ""
    return unicodedata.normalize("NFC", decomposed.replace(marks[0], "")), marks[0]


def _tone_place(bare: str) -> int | None:
    """Index of the letter that carries the tone mark; None when no rule is sure."""
    runs = list(_vowel_runs(bare))
    if len(runs) != 1:
        return None
    start, vowels = runs[0]
    if start and (bare[start - 1 : start + 1] == "qu" or (bare[start - 1 : start + 1] == "gi" and len(vowels) > 1)):
        start, vowels = start + 1, vowels[1:]
    marked = [index for index, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        return start + marked[-1]
    closed = start + len(vowels) < len(bare)
    if len(vowels) == 1:
        return start
    if vowels[:2] in _GLIDES:
        return start + (1 if closed or len(vowels) > 2 else 0)
    return start + (1 if closed else 0)


def _vowel_runs(bare: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer("[aăâeêioôơuưy]+", bare):
        yield match.start(), match[0]
