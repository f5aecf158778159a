"""How labels follow each other: which number comes after which, in figures, Roman numerals and letters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.labels import LETTERS, OPTIONAL_LETTERS, Label, Style
from ingest.lines import Line
from ingest.quotes import Quoted

CONTAINERS = (Style.PART, Style.CHAPTER, Style.SECTION, Style.SUBSECTION)
STATUTE = (*CONTAINERS, Style.ARTICLE)
BULLETS = (Style.DASH, Style.PLUS, Style.SIGN)
LETTERED = (Style.UPPER, Style.POINT)
_LIST_ENTRY = 6  # lines from one entry of a list of forms to the next
_LOOK_AHEAD = 40  # labels of one family; longer sequences are judged by their next ones

Family = tuple[Style, str, int]


def family(label: Label) -> Family:
    """What labels of one sequence have in common: style, closing mark and number of levels."""
    if label.style in STATUTE:
        return label.style, "", 1
    return label.style, label.mark if label.mark in (")", "()") else ".", len(label.numbers)


def follows(label: Label, last: Label) -> bool:
    """Whether `label` is the next of the sequence that `last` belongs to."""
    if label.style is not last.style or label.numbers[:-1] != last.numbers[:-1]:
        return False
    number, before = label.numbers[-1], last.numbers[-1]
    if label.inserted:
        return number == before and label.inserted == last.inserted + 1
    if len(label.numbers) > 1 or label.style not in LETTERED:
        return number == before + 1
    return number > before and all(letter in OPTIONAL_LETTERS for letter in LETTERS[before : number - 1])


def is_first(label: Label) -> bool:
    return label.numbers[-1] == 1 and not label.inserted


class Ahead:
    """The labels that lie ahead, family by family."""

    def __init__(self, lines: Sequence[Line], quotes: Sequence[Quoted]) -> None:
        self._places: dict[Family, list[int]] = {}
        self._labels: dict[Family, list[Label]] = {}
        self._articles: list[int] = []
        for index, line in enumerate(lines):
            if quotes[index] is Quoted.YES:
                continue
            for label in line.readings:
                self._places.setdefault(family(label), []).append(index)
                self._labels.setdefault(family(label), []).append(label)
                if label.style is Style.ARTICLE:
                    self._articles.append(index)

    def after(self, index: int, label: Label) -> Sequence[Label]:
        """The next labels of a label's family behind a line, within the article it stands in."""
        places = self._places.get(family(label), [])
        start = bisect_right(places, index)
        end = min(len(places), start + _LOOK_AHEAD)
        if label.style not in STATUTE:
            at = bisect_right(self._articles, index)
            if at < len(self._articles):
                end = min(end, bisect_right(places, self._articles[at]))
        return self._labels.get(family(label), [])[start:end]

    def listed(self, index: int, form: Label) -> bool:
        """Whether a form's label stands in a list: another's follows within lines, and its own again later."""
        places = self._places.get(family(form), [])
        following = bisect_right(places, index)
        near = following < len(places) and places[following] - index <= _LIST_ENTRY
        return near and any(later.segment == form.segment for later in self.after(index, form))

    def confirmed(self, index: int, label: Label) -> bool:
        """Whether the next of its family goes on from `label`."""
        return any(follows(later, label) for later in self.after(index, label)[:1])

    def awaited(self, index: int, last: Label, label: Label) -> bool:
        """Whether the label that should follow `last` still comes, so that `label` is out of order."""
        for later in self.after(index, last):
            if follows(later, last):
                return True
            if is_first(later) and not is_first(label):
                return False
        return False

    def inner(self, index: int, last: Label) -> bool:
        """Whether a sequence that begins at a line lies within the clause of `last`, which is then continued."""
        expected = 2
        for later in self.after(index, last):
            if later.numbers[:-1] == last.numbers[:-1] and later.numbers[-1] == expected:
                expected += 1
            elif is_first(later):
                return False
            else:
                return follows(later, last)
        return False
