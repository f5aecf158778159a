"""How a reading of one document compares with its gold.

Addresses. Items count as addresses like clauses; each counts once, so a reading that
gives two places one address loses one. Leading zeros of a label do not matter (`B01`,
`B1`), nor whether Phần, Chương, Mục and Phụ lục are numbered in Roman or in Arabic.

Header. A field is right when it equals the gold or an accepted reading, apart from case,
spaces, punctuation, the place of a tone mark, "Về việc" and the short form UBND. A
number of which the serial is blank (`/KH-UBND`) equals none.

References. Each cited document counts once, however often it is cited: by its number,
apart from spaces, dashes and case, or, without a number, by its name. Of two names one
may say more than the other ("Bộ luật Hình sự năm 2015"). The document itself is none,
nor is a number of which the serial is blank.

Deadlines. Right when the date is the same and one address lies within the other. A year
or a span of years that a reading calls a period mostly names a programme: it may find a
deadline of the gold, and is no mistake otherwise.

Duties. Right when the actor is the same (one name may say more, the plural may be unmarked), the role is one that
the gold allows, and one address lies within the other.

Effects. Right when the act, the document affected, its part and, where the gold has one, the
day are the same, and the address is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from eval.gold import GoldDeadline, GoldDocument, GoldDuty, GoldEffect, GoldReference
from eval.plain_reading import Reading, Stated
from ingest.spelling import placed_tones

_Gold = TypeVar("_Gold")
_CONTAINER = re.compile(r"(PL|[PCM])([IVXLC]+)(?=\Z|~)")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_IDLE = re.compile(r"[^\w%&/+-]+")
_DASH = re.compile(r"\s*[‐‑‒–—-]\s*")


@dataclass(slots=True)
class Tally:
    """What was found, what is missing and what is extra; counts and what they are of."""

    found: int = 0
    kept: int = 0  # predictions that are right; differs from `found` where several find one
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.found += other.found
        self.kept += other.kept
        self.missing += other.missing
        self.extra += other.extra

    @property
    def precision(self) -> float | None:
        given = self.kept + len(self.extra)
        return self.kept / given if given else None

    @property
    def recall(self) -> float | None:
        wanted = self.found + len(self.missing)
        return self.found / wanted if wanted else None

    @property
    def f1(self) -> float | None:
        wanted = self.found + len(self.missing)
        if not wanted and not self.extra:
            return None
        precision, recall = self.precision or 0.0, self.recall if wanted else 0.0
        return 2 * precision * (recall or 0.0) / (precision + (recall or 0.0)) if precision and recall else 0.0


def score(gold: GoldDocument, reading: Reading) -> dict[str, Tally]:
    """One tally for each thing that the gold lays down, by the names of `reading_bench.MEASURES`."""
    tallies = {"header": _header(gold, reading.header)}
    if gold.clauses is not None:
        tallies["clauses"] = _clauses(gold, gold.clauses, reading.paths)
    if gold.references is not None:
        tallies["references"], tallies["dates"] = _references(
            gold.references, _within(gold, reading.references), gold.header.get("number")
        )
    if gold.deadlines is not None:
        tallies["deadlines"] = _deadlines(gold.deadlines, _within(gold, reading.deadlines))
    if gold.duties is not None:
        tallies["duties"] = _duties(gold.duties, _within(gold, reading.duties))
    if gold.effects is not None:
        tallies["effects"] = _effects(gold.effects, reading.effects)
    return tallies


def canonical(path: str) -> str:
    """An address without what may be written in two ways."""
    segments = (_CONTAINER.sub(_arabic, segment) for segment in path.split("."))
    return ".".join(re.sub(r"(?<![\d])0+(?=\d)", "", segment) for segment in segments)


def _arabic(match: re.Match[str]) -> str:
    total, last = 0, 0
    for letter in reversed(match[2]):
        value = _ROMAN[letter]
        total += value if value >= last else -value
        last = max(last, value)
    return f"{match[1]}{total}"


def within(path: str, place: str) -> bool:
    """Whether an address is a place or lies in it."""
    return path == place or path.startswith(tuple(f"{place}{mark}" for mark in ".-+"))


def _within(gold: GoldDocument, stated: Iterable[Stated]) -> list[Stated]:
    return [one for one in stated if not gold.scope or any(within(one.path, place) for place in gold.scope)]


def _clauses(gold: GoldDocument, clauses: Sequence[str], paths: Sequence[str]) -> Tally:
    wanted = {canonical(path): path for path in (*clauses, *gold.items)}
    same = {canonical(other): canonical(path) for path, others in gold.accepted.items() for other in others if other}
    ignored, unscored = {*map(canonical, gold.optional)}, [*map(canonical, gold.unscored)]
    given: dict[str, str] = {}
    extra = []
    for path in paths:
        key = canonical(path)
        key = key if key in wanted else same.get(key, key)
        if key in given:
            extra.append(f"{path} (lặp)")
        elif key in wanted or not (key in ignored or any(within(key, place) for place in unscored)):
            given[key] = path
    right = wanted.keys() & given.keys()
    extra += [path for key, path in given.items() if key not in wanted]
    return Tally(len(right), len(right), [path for key, path in wanted.items() if key not in right], extra)


def _header(gold: GoldDocument, read: dict[str, str | None]) -> Tally:
    tally = Tally()
    for name, value in gold.header.items():
        right = {_field(name, accepted) for accepted in (value, *gold.accepted.get(name, ()))}
        if _field(name, read.get(name)) in right:
            tally.found += 1
            tally.kept += 1
        else:
            tally.missing.append(f"{name}: {value!r}, đọc là {read.get(name)!r}")
    return tally


def _field(name: str, value: str | None) -> str | None:
    if value is None or name == "date":
        return value
    if name in ("number", "number_printed") and not re.match(r"\W*\d", value):
        return None
    if name.startswith("number"):
        return _number(value)
    return folded(re.sub(r"(?i)\A\s*(?:V/v|Về việc|Về)[\s:]", "", value))


def _number(text: str) -> str:
    return re.sub(r"[\s.…]+", "", _DASH.sub("-", text)).casefold()


def folded(text: str) -> str:
    """A name or subject without what offices write in several ways."""
    plain = placed_tones(_DASH.sub(" - ", text).casefold())
    plain = plain.replace("uỷ ban nhân dân", "ubnd")
    return " ".join(_IDLE.sub(" ", plain).replace("-", " ").split())


def _references(gold: Sequence[GoldReference], stated: Sequence[Stated], own: str | None) -> tuple[Tally, Tally]:
    """The tally of cited documents, and that of their dates where the gold has one."""
    numbers: dict[str, set[str | None]] = {}
    names: dict[str, set[str | None]] = {}
    for one in stated:
        key = numbers.setdefault(_number(one.what), set()) if one.numbered else names.setdefault(_law(one.what), set())
        key.add(one.date)
    for unwanted in [key for key in numbers if key == _number(own or "") or not re.match(r"\d", key)]:
        del numbers[unwanted]
    tally, dates = Tally(), Tally()
    for reference in sorted(gold, key=lambda reference: -len(reference.name or "")):
        printed = reference.number or reference.name or ""
        read = _numbered(numbers, reference) if reference.number else _named(names, printed)
        if read is None:
            if not reference.optional:
                tally.missing.append(printed)
            continue
        tally.found += not reference.optional
        tally.kept += not reference.optional
        if reference.date and reference.date in read:
            dates.found += 1
            dates.kept += 1
        elif reference.date:
            dates.missing.append(f"{printed}: {reference.date}, đọc là {[*read]}")
    tally.extra += [*numbers, *names]
    return tally, dates


def _numbered(numbers: dict[str, set[str | None]], reference: GoldReference) -> set[str | None] | None:
    """Takes out the dates of all readings of a number; None when there is none."""
    right = [_number(number) for number in (reference.number or "", *reference.accepted)]
    found = [numbers.pop(number) for number in right if number in numbers]
    return set().union(*found) if found else None


def _law(name: str) -> str:
    return re.sub(r"\A(?:bộ luật|luật|pháp lệnh) ", "", re.sub(r" năm \d{4}\Z", "", folded(name)))


def _named(names: dict[str, set[str | None]], name: str) -> set[str | None] | None:
    """Takes out the dates of all readings of a law's name: the exact one, else those that say more or less."""
    key = _law(name)
    same = (
        [key]
        if key in names
        else [
            other
            for other in names
            if f"{other} ".startswith(f"{key} ") or (len(other.split()) > 1 and f"{key} ".startswith(f"{other} "))
        ]
    )
    found = [names.pop(other) for other in same]
    return set().union(*found) if found else None


def _deadlines(gold: Sequence[GoldDeadline], stated: Sequence[Stated]) -> Tally:
    def meant(one: GoldDeadline, read: Stated) -> bool:
        return one.date == read.date and _touch(one.path, read.path)

    return _matched(
        [(one, f"{one.path}: {one.date}", one.optional) for one in gold],
        [read for read in stated if not read.aside or any(meant(one, read) for one in gold)],
        meant,
        lambda read: f"{read.path}: {read.date}",
    )


def _duties(gold: Sequence[GoldDuty], stated: Sequence[Stated]) -> Tally:
    def meant(one: GoldDuty, read: Stated) -> bool:
        return read.role in one.role.split("|") and _touch(one.path, read.path) and _same_actor(one.actor, read.what)

    return _matched(
        [(one, f"{one.path}: {one.actor} ({one.role})", one.optional) for one in gold],
        stated,
        meant,
        lambda read: f"{read.path}: {read.what} ({read.role})",
    )


def _effects(gold: Sequence[GoldEffect], stated: Sequence[Stated]) -> Tally:
    def meant(one: GoldEffect, read: Stated) -> bool:
        parts = [folded(part) for part in one.part.split("|")] if one.part else [""]
        return (
            one.act == read.role
            and canonical(one.path) == canonical(read.path)
            and _same_document(one, read)
            and folded(read.part or "") in parts
            and one.date in (None, read.date)
        )

    return _matched(
        [(one, _said(one.path, one.act, one.number or one.name, one.part, one.date), one.optional) for one in gold],
        stated,
        meant,
        lambda read: _said(read.path, read.role, read.what, read.part, read.date),
    )


def _same_document(one: GoldEffect, read: Stated) -> bool:
    if one.number:
        return read.numbered and _number(one.number) == _number(read.what)
    return not read.numbered and _law(one.name or "") == _law(read.what)


def _said(path: str, *of: str | None) -> str:
    return f"{path}: {' · '.join(filter(None, of))}"


def _matched(
    gold: Sequence[tuple[_Gold, str, bool]],
    stated: Sequence[Stated],
    meant: Callable[[_Gold, Stated], bool],
    said: Callable[[Stated], str],
) -> Tally:
    """Each gold is found by any reading that means it; each reading is right when it means any gold."""
    tally = Tally()
    for one, printed, optional in gold:
        if any(meant(one, read) for read in stated):
            tally.found += not optional
        elif not optional:
            tally.missing.append(printed)
    for read in stated:
        if any(meant(one, read) for one, _, _ in gold):
            tally.kept += 1
        else:
            tally.extra.append(said(read))
    return tally


def _touch(one: str, other: str) -> bool:
    one, other = canonical(one), canonical(other)
    return within(one, other) or within(other, one)


def _same_actor(one: str, other: str) -> bool:
    first, second = (re.sub(r"\b(?:các|những) ", "", folded(name)) for name in (one, other))
    return f" {first} " in f" {second} " or f" {second} " in f" {first} "
