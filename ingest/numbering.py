"""Which labels are clauses, and where they stand: the rules of numbering.

A label is accepted when it continues what is open, or opens a sequence of its own,
outside quotations and not in the middle of a sentence. One that does neither is looked
at in the light of what is due and of what comes later: it may be misread, skip or repeat
a number, or belong to another document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.labels import Label, Style
from ingest.lines import Line, begins_mid_sentence, ends_sentence, is_upper
from ingest.misread import FIRSTS, is_label_like, misread, next_of
from ingest.quotes import AMENDS, Quoted
from ingest.sequence import BULLETS, CONTAINERS, STATUTE, Ahead, family, follows, is_first

_LONGEST_FORM_LABEL = 200  # characters, "(Ban hành kèm theo …)" included
_LARGEST_GAP = 4  # numbers that a sequence may skip before they are taken for another one's


@dataclass(frozen=True, slots=True)
class Open:
    """A label on the way down from the root to the current line."""

    label: Label
    base: tuple[str, ...]  # the address above it
    line: int  # index of its line

    @property
    def segments(self) -> tuple[str, ...]:
        own = self.label.segment
        return (*self.base, self.label.style.value + own if self.label.style in (*STATUTE, Style.FORM) else own)

    @property
    def path(self) -> str:
        return ".".join(self.segments)


@dataclass(frozen=True, slots=True)
class _Place:
    """A reading of a line's label, and how many open labels stay open above it."""

    label: Label
    depth: int


class Numbering:
    """Reads the labels of a run of lines in order, keeping what is open."""

    def __init__(
        self, lines: Sequence[Line], quotes: Sequence[Quoted], *, prefix: tuple[str, ...] = (), forms: bool = False
    ) -> None:
        """
        Args:
            quotes: for each line how it stands to quotations.
            prefix: the address of the annex that the lines are of.
            forms: whether numbered forms may begin in it.
        """
        self._lines = lines
        self._quotes = quotes
        self._prefix = prefix
        self._forms = forms
        self._ahead = Ahead(lines, quotes)
        self._in_open_quotation = True  # until the numbering goes on
        self._counted: dict[Style, Label] = {}  # the last chapter, article … : these count on across what contains them
        self.stack: list[Open] = []

    def read(self, index: int) -> Open | None:
        """The clause that a line begins; None when it begins none."""
        if self._quotes[index] is Quoted.YES or self._lines[index].row:
            return None
        place = self._place(index)
        if place is None:
            return None
        del self.stack[place.depth :]
        self.stack.append(Open(place.label, self._base(place.label), index))
        if place.label.style is Style.FORM:
            self._counted.clear()
        self._counted[place.label.style] = place.label
        return self.stack[-1]

    def goes_on(self, index: int) -> int | None:
        """The next line behind `index` whose label continues what is open; None when there is none."""
        restarted: set[Style] = set()
        for later in range(index + 1, len(self._lines)):
            if self._quotes[later] is Quoted.YES:
                continue
            for label in self._lines[later].readings:
                if label.style in BULLETS or label.style in restarted:
                    continue
                if (
                    label.style is not Style.POINT
                    and self._followed(label) is not None
                    and not begins_mid_sentence(self._lines, later)
                ):
                    return later
                if is_first(label) and len(label.numbers) == 1:
                    restarted.add(label.style)
        return None

    def _place(self, index: int) -> _Place | None:
        line = self._lines[index]
        candidates = [label for label in line.readings if label.style not in (*BULLETS, Style.ANNEX)]
        if candidates and candidates[0].style is Style.FORM:
            return _Place(candidates[0], 0) if self._forms and self._is_form(index) else None
        if self._quotes[index] is Quoted.OPEN and self._in_open_quotation:
            return self._behind_open_quotation(index, candidates)
        if begins_mid_sentence(self._lines, index):
            return None
        for label in candidates:
            if (depth := self._followed(label)) is not None and self._reads_on(index, label):
                return _Place(label, depth)
        for label in candidates:
            if (depth := self._opened(index, label)) is not None and self._reads_on(index, label):
                return _Place(label, depth)
        return self._misread(index, candidates) or self._out_of_order(index, candidates)

    def _behind_open_quotation(self, index: int, candidates: Sequence[Label]) -> _Place | None:
        """A label behind a quotation that never closes: it must be due, and amend or be an article."""
        for label in candidates:
            depth = self._followed(label)
            amends = AMENDS.match(self._lines[index].text, label.length)
            if depth is not None and (amends or label.style in STATUTE):
                self._in_open_quotation = False
                return _Place(label, depth)
        return None

    def _reads_on(self, index: int, label: Label) -> bool:
        """Whether what stands behind a label may begin a clause."""
        rest = self._lines[index].text[label.length :]
        capital = rest[:1].isupper() or not rest[:1].isalpha()
        before = self._lines[index - 1]
        broken = bool(index) and before.full and not self._lines[index].paragraph and not is_upper(before.text)
        if label.style in STATUTE or capital:
            return True
        return bool(label.mark) and not broken

    def _followed(self, label: Label) -> int | None:
        """The depth of the open label that `label` comes next to, the same mark and the innermost first."""
        if label.style in STATUTE:
            counted = self._counted.get(label.style)
            return self._container_depth(label) if counted and follows(label, counted) else None
        other: int | None = None
        for depth in range(len(self.stack) - 1, -1, -1):
            last = self.stack[depth].label
            if follows(label, last):
                if family(last) == family(label):
                    return depth
                other = depth if other is None else other
        return other if label.mark or len(label.numbers) > 1 else None

    def _container_depth(self, label: Label) -> int:
        outer = STATUTE[: STATUTE.index(label.style)]
        return sum(1 for opened in self.stack if opened.label.style in (*outer, Style.FORM))

    def _opened(self, index: int, label: Label) -> int | None:
        """The depth at which `label` opens a sequence; None when it opens none."""
        if label.style is Style.ARTICLE and Style.ARTICLE not in self._counted:
            return self._container_depth(label) if self._first_article(index, label) else None
        if not is_first(label):
            return None
        if label.style in STATUTE:
            return self._container_depth(label)
        if len(label.numbers) > 1:
            return self._below_parent(label)
        for depth, opened in enumerate(self.stack):
            if family(opened.label) == family(label):
                return len(self.stack) if self._ahead.inner(index, opened.label) else depth
        if label.style in (Style.ROMAN, Style.UPPER) and is_upper(self._lines[index].text[label.length :]):
            lighter = (d for d, o in enumerate(self.stack) if o.label.style in (Style.DECIMAL, Style.POINT))
            return next(lighter, len(self.stack))
        return len(self.stack)

    def _first_article(self, index: int, label: Label) -> bool:
        return is_first(label) or not self.stack or self._ahead.confirmed(index, label)

    def _below_parent(self, label: Label) -> int | None:
        """Depth below the open label that "2.1" prints, or below the "II" that it can only mean."""
        for depth in range(len(self.stack) - 1, -1, -1):
            above = self.stack[depth].label
            if above.style is label.style and above.numbers == label.numbers[:-1]:
                return depth + 1
            if above.style in (Style.ROMAN, Style.UPPER) and above.numbers == label.numbers[:-1]:
                return depth + 1
        same = (d for d, o in enumerate(self.stack) if o.label.style is label.style)
        return next(same, len(self.stack)) if set(label.numbers) == {1} else None

    def _misread(self, index: int, candidates: Sequence[Label]) -> _Place | None:
        """The label that is due where the line seems to hold it misspelt."""
        line = self._lines[index]
        if not is_label_like(line.text):
            return None
        for due in FIRSTS:
            label = misread(line.text, due, recognised=line.recognised)
            if label and self._begins(index, label) and self._latest(label)[0] is None:
                return _Place(label, len(self.stack))
        counted = [label for style, label in self._counted.items() if style in STATUTE]
        for last in (*(opened.label for opened in reversed(self.stack) if opened.label.style not in STATUTE), *counted):
            for due in next_of(last) if last.style is not Style.FORM else ():
                label = misread(line.text, due, recognised=line.recognised)
                if label and self._reads_on(index, label) and self._credible(index, last, label, candidates):
                    depth = self._followed(label)
                    return None if depth is None else _Place(label, depth)
        return None

    def _begins(self, index: int, label: Label) -> bool:
        """Whether what follows goes on from a first label; above a heading of a scan the second may be illegible too."""
        if self._ahead.confirmed(index, label):
            return True
        heading = self._lines[index].recognised and is_upper(self._lines[index].text[label.length :])
        later = self._ahead.after(index, label)[:1]
        return heading and label.style is Style.ROMAN and any(other.numbers == (3,) for other in later)

    def _credible(self, index: int, last: Label, label: Label, candidates: Sequence[Label]) -> bool:
        """Whether a misreading of the label behind `last` is likelier than what the line shows."""
        rest = self._lines[index].text[label.length :]
        others = (other for other in candidates if other.style is label.style and other.numbers != last.numbers)
        if any(self._ahead.confirmed(index, other) for other in others):
            return False
        if self._ahead.confirmed(index, label) or is_upper(rest):
            return True
        told = index > 0 and ends_sentence(self._lines[index - 1].text)
        bare_number = label.style is Style.DECIMAL and label.printed == label.segment and told
        return rest[:1].isupper() and (bool(candidates) or bare_number)

    def _out_of_order(self, index: int, candidates: Sequence[Label]) -> _Place | None:
        """A label that skips or repeats, where nothing shows that it is another document's."""
        for label in candidates:
            capital = self._lines[index].text[label.length :][:1].isupper()
            if label.style not in CONTAINERS and not (label.mark and (capital or label.style is Style.ARTICLE)):
                continue
            last, depth = self._latest(label)
            if last is None:
                if self._begins_late(index, label):
                    return _Place(label, self._below_parent(label) or len(self.stack))
            elif not self._strays(index, last, label):
                return _Place(label, depth)
        return None

    def _latest(self, label: Label) -> tuple[Label | None, int]:
        """The last label of the sequence that `label` is of, and its depth."""
        if label.style in STATUTE:
            return self._counted.get(label.style), self._container_depth(label)
        for depth in range(len(self.stack) - 1, -1, -1):
            last = self.stack[depth].label
            if family(last) == family(label) and last.numbers[:-1] == label.numbers[:-1]:
                return last, depth
        return None, len(self.stack)

    def _strays(self, index: int, last: Label, label: Label) -> bool:
        """Whether a label out of order is not of the sequence that `last` belongs to."""
        if label.style is Style.ARTICLE and self._amends():
            return True
        gap = label.numbers[-1] - last.numbers[-1]
        if gap > 0 and self._ahead.awaited(index, last, label):
            return True
        if 0 <= gap <= _LARGEST_GAP:
            return False
        told = self._lines[index].paragraph or ends_sentence(self._lines[index - 1].text)
        miscounted = gap < 0 and told and label.style is Style.DECIMAL
        return not miscounted and not self._ahead.confirmed(index, label)

    def _begins_late(self, index: int, label: Label) -> bool:
        """Whether a sequence begins with another label than its first."""
        if index == 0:
            return True
        if label.style in STATUTE or (label.style in (Style.ROMAN, Style.UPPER) and label.numbers[0] > 20):
            return label.style in CONTAINERS
        counted = label.style is Style.DECIMAL and self._below_parent(label) is None
        return (not counted or label.numbers[-1] <= _LARGEST_GAP) and self._ahead.confirmed(index, label)

    def _amends(self) -> bool:
        """Whether the open article amends another document, whose articles may stand in it unmarked."""
        article = next((o for o in self.stack if o.label.style is Style.ARTICLE), None)
        return article is not None and bool(AMENDS.match(self._lines[article.line].text, article.label.length))

    def _is_form(self, index: int) -> bool:
        """Whether a form begins: its label stands apart, and not in a list of forms."""
        line = self._lines[index]
        beside = (*self._lines[max(0, index - 1) : index], *self._lines[index + 1 : index + 2])
        listed = any(other.label and other.label.style is Style.FORM for other in beside)
        listed = listed or self._ahead.listed(index, line.readings[0])
        return len(line.text) < _LONGEST_FORM_LABEL and not listed and not line.text.endswith((";", ",", "."))

    def _base(self, label: Label) -> tuple[str, ...]:
        """The address above a new clause, given what is open above it."""
        forms = [opened for opened in self.stack if opened.label.style is Style.FORM]
        root = forms[-1].segments if forms else self._prefix
        if label.style in CONTAINERS:
            above = [o for o in self.stack if o.label.style in CONTAINERS and o.label.style is not Style.PART]
            return above[-1].segments if above else root
        if label.style in (Style.ARTICLE, Style.FORM) or not self.stack:
            return root if label.style is not Style.FORM else self._prefix
        parent = self.stack[-1]
        carries = len(label.numbers) > 1 and parent.label.style is label.style
        return parent.base if carries else parent.segments
