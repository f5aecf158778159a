"""Two wordings beside each other, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST = 2_000  # words of either


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both have, or that only one has."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Differences:
    """A draft and a wording, each as stretches that join to the whole of it."""

    draft: tuple[Stretch, ...]
    wording: tuple[Stretch, ...]
    alike: float  # in [0, 1]; larger is more alike


def differences(draft: str, wording: str) -> Differences:
    """What each of two texts has that the other has not; case and punctuation at words' ends do not count."""
    ours, theirs = draft.split()[:_MOST], wording.split()[:_MOST]
    matcher = SequenceMatcher(None, _plain(ours), _plain(theirs), autojunk=False)
    left: list[Stretch] = []
    right: list[Stretch] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if a < b:
            left.append(Stretch(" ".join(ours[a:b]), tag != "equal"))
        if c < d:
            right.append(Stretch(" ".join(theirs[c:d]), tag != "equal"))
    return Differences(tuple(left), tuple(right), matcher.ratio())


def _plain(words: Sequence[str]) -> list[str]:
    return [word.casefold().strip(".,;:“”\"'()") or word for word in words]
