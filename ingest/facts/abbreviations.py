"""Short forms that a text defines for itself.

`vì sự tiến bộ của phụ nữ (VSTBPN)`, `(sau đây viết tắt là BCĐ)`, `BCĐ (Ban Chỉ đạo)`. The full
form has no printed beginning: it is the shortest run of words before the bracket
whose initials spell the short form.
"""

from __future__ import annotations

import re
import unicodedata

from ingest.spelling import UPPER
from ingest.statements import fold, plain

_SHORT = rf"[{UPPER}][{UPPER}0-9&\-./]{{0,14}}[{UPPER}0-9]"
_DEFINED = re.compile(
    rf"[\"”]? ?\( ?(?:(?:sau đây |dưới đây )?(?:được )?(?:gọi |viết )?(?:tắt|gọi|gọi chung) (?:là|:)? ?)?:? ?[“\"']?"
    rf"(?P<short>{_SHORT})[”\"']? ?\)"
)
_CALLED = re.compile(
    r"\( ?(?:sau đây |dưới đây )?(?:được )?(?:gọi |viết )tắt (?:chung )?là:? ?[“\"']?(?P<name>[^()“”\"]{3,60}?)[”\"']? ?\)"
)
_REVERSED = re.compile(rf"(?<![\w/-])(?P<short>{_SHORT}) \((?P<full>[^()\d]{{6,90}})\)")
_LISTED = re.compile(rf"(?:\A|\n)[ \t|*+-]{{0,12}}(?P<short>{_SHORT}) ?[:|-] ?(?P<full>[^\n|:;.]{{6,90}})")
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = frozenset("và của các cho về với trong tại theo những một số là do".split())
_REACH = 160


def find_abbreviations(text: str) -> dict[str, str]:
    """Short form to full form, in the order in which the text defines them.

    A short form in capitals counts only when its letters are the initials of the
    full form; one defined twice keeps its first meaning.
    """
    level = plain(text)
    found: dict[int, tuple[str, str]] = {}
    for match in _DEFINED.finditer(level):
        full = _spelled_out(level[max(0, match.start() - _REACH) : match.start()], match["short"])
        if full:
            found[match.start()] = (match["short"], full)
    for pattern, searched in ((_REVERSED, level), (_LISTED, text)):
        for match in pattern.finditer(searched):
            full = _spelled_out(match["full"], match["short"])
            if full and fold(full) == fold(match["full"]).strip(" .,;"):
                found.setdefault(match.start(), (match["short"], full))
    for match in _CALLED.finditer(level):
        full = _called(level[max(0, match.start() - _REACH) : match.start()], match["name"])
        if full:
            found.setdefault(match.start(), (fold(match["name"]), full))
    defined: dict[str, str] = {}
    for _, (short, full) in sorted(found.items()):
        defined.setdefault(short, full)
    return defined


def _initial(letter: str) -> str:
    """A letter without its marks, except that Đ stays apart from D."""
    upper = letter.upper()
    return upper if upper == "Đ" else unicodedata.normalize("NFD", upper)[0]


def _spelled_out(before: str, short: str) -> str | None:
    """The words at the end of `before` whose initials are the letters of `short`."""
    letters = [_initial(letter) for letter in short if letter.isalpha()]
    words = list(_WORD.finditer(before))
    if len(letters) < 2 or any(character.isdigit() for character in short):
        return None
    begin = len(before)
    skipped = 0
    for word in reversed(words):
        if not letters:
            break
        if re.search(r"[.;:()]", before[word.end() : begin if begin < len(before) else len(before)].strip(' "”')):
            return None
        if _initial(word[0][0]) == letters[-1]:
            letters.pop()
            skipped = 0
        elif _inside(word[0], letters):
            skipped = 0
        elif word[0].casefold() in _SKIPPED and skipped < 2:
            skipped += 1
        else:
            return None
        begin = word.start()
    return fold(before[begin:]).strip(' "“”,') if not letters and len(words) > 1 else None


def _inside(word: str, letters: list[str]) -> bool:
    """Takes the letters of an abbreviation that is itself a word: "TB" in "Bộ LĐ-TB&XH"."""
    own = [_initial(letter) for letter in word]
    if len(word) > 1 and word.isupper() and own == letters[-len(word) :]:
        del letters[-len(word) :]
        return True
    return False


def _called(before: str, name: str) -> str | None:
    """The full name of which a short one keeps the first words; None where they differ."""
    folded, wanted = fold(before), fold(name)
    if not wanted[0].isupper() or re.search(r"[,;/]|số \d", wanted) or re.fullmatch(_SHORT, wanted):
        return None
    first = " ".join(wanted.split()[:2])
    at = folded.rfind(first)
    full = folded[at:].strip(' "“”,') if at >= 0 else ""
    return full if len(full) > len(wanted) else None
