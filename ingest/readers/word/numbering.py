"""The labels that Word prints before numbered paragraphs and stores nowhere.

Source: ECMA-376 part 1, 17.9. Lists of one abstract definition count on together; a list with a
start of its own sets the count when it is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.readers.encodings import of_font
from ingest.readers.labels import written_number
from ingest.readers.word.package import Element, W
from ingest.readers.word.styles import NumberingChoice, Styles, choice_of, look_of

_PLACE = re.compile(r"%([1-9])")
_DASHES = "-‐‑–—−"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    in_decimals: bool  # w:isLgl: the levels above are printed as 1, 2, 3 whatever their format
    restarts_after: int | None  # a level from 1; 0: never; None: any level above
    style_id: str | None


@dataclass(slots=True)
class _List:
    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]  # of its own


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            definitions = {a.get(W + "abstractNumId", ""): a for a in root.iter(W + "abstractNum")}
            links = {link.get(W + "val", ""): a for a in definitions.values() for link in a.iter(W + "styleLink")}
            for number in root.findall(W + "num"):
                self._add(number, definitions, links)

    def label(self, properties: Element | None, style_id: str | None) -> str:
        """What is printed before the next paragraph, with a space behind; "" for one without number."""
        chosen = self._chosen(properties, style_id)
        if chosen is None or chosen.list_id not in self._lists:
            return ""
        numbers = self._lists[chosen.list_id]
        at = chosen.level or 0
        if at not in numbers.levels:
            return ""
        self._count(chosen.list_id, numbers, at)
        level = numbers.levels[at]
        if level.format == "bullet":
            printed = _bullet(
                level.text,
                nested=any(numbers.levels[up].format == "bullet" for up in range(at) if up in numbers.levels),
            )
        else:
            printed = _PLACE.sub(lambda match: self._written(numbers, int(match[1]) - 1, level), level.text).strip()
        return f"{printed} " if printed else ""

    def _chosen(self, properties: Element | None, style_id: str | None) -> NumberingChoice | None:
        style = self._styles.paragraph(style_id)
        own, inherited = choice_of(properties), style.numbering
        if own is not None and own.list_id is not None:
            return own
        if inherited is None or inherited.list_id is None:
            return None
        numbers = self._lists.get(inherited.list_id)
        linked = (
            at for at, level in (numbers.levels.items() if numbers else ()) if level.style_id == style.numbered_by
        )
        level = own.level if own is not None else next(linked, inherited.level)
        return NumberingChoice(inherited.list_id, level)

    def _count(self, list_id: str, numbers: _List, at: int) -> None:
        counts = self._counts.setdefault(numbers.definition, {})
        if at in numbers.starts and (list_id, at) not in self._started:
            counts[at] = numbers.starts[at]
        else:
            start = numbers.starts.get(at, numbers.levels[at].start)
            counts[at] = counts[at] + 1 if at in counts else start
        self._started.add((list_id, at))
        for below in [deeper for deeper in counts if deeper > at]:
            after = numbers.levels[below].restarts_after if below in numbers.levels else None
            if after is None or at < after:
                del counts[below]

    def _written(self, numbers: _List, at: int, printed: _Level) -> str:
        level = numbers.levels.get(at)
        if level is None:
            return ""
        number = self._counts[numbers.definition].get(at, numbers.starts.get(at, level.start))
        return written_number(number, "decimal" if printed.in_decimals and level is not printed else level.format)

    def _add(self, number: Element, definitions: dict[str, Element], links: dict[str, Element]) -> None:
        reference = number.find(W + "abstractNumId")
        definition = reference.get(W + "val", "") if reference is not None else ""
        abstract = definitions.get(definition)
        if abstract is None:
            return
        link = abstract.find(W + "numStyleLink")
        abstract = links.get(link.get(W + "val", ""), abstract) if link is not None else abstract
        levels = dict(filter(None, map(_level, abstract.findall(W + "lvl"))))
        starts = {}
        for override in number.findall(W + "lvlOverride"):
            at = _number(override.get(W + "ilvl"), 0)
            if own := next(filter(None, map(_level, override.findall(W + "lvl"))), None):
                levels[at] = own[1]
            start = override.find(W + "startOverride")
            if start is not None:
                starts[at] = _number(start.get(W + "val"), 1)
        self._lists[number.get(W + "numId", "")] = _List(abstract.get(W + "abstractNumId", ""), levels, starts)


def _level(element: Element) -> tuple[int, _Level] | None:
    values = {
        name: child.get(W + "val", "")
        for name in ("start", "numFmt", "lvlText", "lvlRestart", "pStyle")
        if (child := element.find(W + name)) is not None
    }
    legal = element.find(W + "isLgl")
    read = of_font(look_of(element.find(W + "rPr")).font or "")
    text = values.get("lvlText", "")
    level = _Level(
        start=_number(values.get("start"), 0),
        format=values.get("numFmt", "decimal"),
        text=read(text) if read else text,
        in_decimals=legal is not None and legal.get(W + "val") not in ("0", "false"),
        restarts_after=_number(values["lvlRestart"], 0) if "lvlRestart" in values else None,
        style_id=values.get("pStyle"),
    )
    at = _number(element.get(W + "ilvl"), -1)
    return (at, level) if 0 <= at < 9 else None


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else otherwise


def _bullet(sign: str, *, nested: bool) -> str:
    """The two bullets of Vietnamese documents: dash, and plus under it; pictures of fonts become one of them."""
    sign = sign.strip()
    if sign and sign in _DASHES:
        return "-"
    if sign == "+" or nested:
        return "+"
    return "-" if sign else ""
