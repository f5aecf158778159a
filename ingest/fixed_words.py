"""The words that Decree 30/2020/NĐ-CP, Annex I, fixes for every directive, told though some letters were misread.

Only letters are compared, without case and marks: "Nơinhận", "Kinh gứi:". A line that merely begins with
such words among others is left to exact patterns.
"""

from __future__ import annotations

from functools import lru_cache

from ingest.spelling import strip_diacritics

_RECIPIENTS = "noinhan"
_ADDRESSEES = "kinhgui"
_MOTTO = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc")


def like_recipients(line: str) -> bool:
    """Whether a line is "Nơi nhận", nothing behind it."""
    letters = _letters(line)
    return abs(len(letters) - len(_RECIPIENTS)) <= 2 and edits(letters, _RECIPIENTS) <= 2


def like_addressees(line: str) -> bool:
    """Whether a line begins with "Kính gửi:"."""
    head, colon, _ = line.partition(":")
    letters = _letters(head)
    return bool(colon) and abs(len(letters) - len(_ADDRESSEES)) <= 1 and edits(letters, _ADDRESSEES) <= 1


def like_motto(line: str) -> bool:
    """Whether a line is one of the two of the national motto."""
    if not 14 <= len(line) <= 50:
        return False
    letters = _letters(line)
    return any(edits(letters, motto) <= len(motto) // 4 for motto in _MOTTO)


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, strip_diacritics(line)))


@lru_cache(maxsize=1024)
def edits(one: str, other: str) -> int:
    """How many letters to put in, take out or change to make one word of another (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, row[0] = row[0], at
        for index, wanted in enumerate(other, start=1):
            last, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, last + (letter != wanted))
    return row[-1]
