"""How runs look and which numbering paragraphs have, by themselves or through their styles."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers.word.package import Element, W, local

_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What of a run's look changes which text is printed; None is left to the style."""

    hidden: bool | None = None
    capitals: bool | None = None
    raised: bool | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        if self == _PLAIN:
            return below
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.capitals if self.capitals is None else self.capitals,
            below.raised if self.raised is None else self.raised,
            below.font if self.font is None else self.font,
        )


_PLAIN = Look()


def look_of(properties: Element | None) -> Look:
    """The look that a w:rPr gives."""
    if properties is None:
        return _PLAIN
    hidden = capitals = raised = font = None
    for child in properties:
        name = local(child)
        if name == "vanish":
            hidden = child.get(W + "val") not in _OFF
        elif name == "caps":
            capitals = child.get(W + "val") not in _OFF
        elif name == "vertAlign":
            raised = child.get(W + "val") == "superscript"
        elif name == "rFonts":
            font = child.get(W + "ascii") or child.get(W + "hAnsi")
    return Look(hidden, capitals, raised, font)


@dataclass(frozen=True, slots=True)
class NumberingChoice:
    """A w:numPr; either of its two values may be missing and is then looked for in the style."""

    list_id: str | None
    level: int | None


def choice_of(properties: Element | None) -> NumberingChoice | None:
    """What the w:numPr of a w:pPr says."""
    chosen = properties.find(W + "numPr") if properties is not None else None
    if chosen is None:
        return None
    list_id, level = chosen.find(W + "numId"), chosen.find(W + "ilvl")
    number = level.get(W + "val", "") if level is not None else ""
    return NumberingChoice(
        list_id.get(W + "val") if list_id is not None else None, int(number) if number.isdecimal() else None
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits."""

    name: str
    look: Look
    numbering: NumberingChoice | None
    numbered_by: str  # id of the style, itself or an ancestor, that says the numbering
    ruled: bool | None = None  # of a table: whether its borders show


class Styles:
    """All styles of a document; an unknown id is the default paragraph style."""

    def __init__(self, root: Element | None) -> None:
        self._raw = {} if root is None else {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        self._resolved: dict[str, Style] = {}
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._default = Style("", look_of(defaults), None, "")
        ids = (i for i, s in self._raw.items() if s.get(W + "type") == "paragraph" and s.get(W + "default") == "1")
        self.default_id = next(ids, "")

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph; None asks for the default."""
        return self._style(self.default_id if style_id is None else style_id, frozenset())

    def character(self, style_id: str) -> Look:
        """The look that a character style adds."""
        raw = self._raw.get(style_id)
        if raw is None:
            return _PLAIN
        return self._style(style_id, frozenset()).look

    def table(self, style_id: str) -> bool:
        """Whether a table style draws lines."""
        return bool(self._style(style_id, frozenset()).ruled)

    def _style(self, style_id: str, seen: frozenset[str]) -> Style:
        if style_id in self._resolved:
            return self._resolved[style_id]
        raw = self._raw.get(style_id)
        if raw is None or style_id in seen:
            return self._default
        parent = raw.find(W + "basedOn")
        of_characters = raw.get(W + "type") == "character"
        below = Style("", _PLAIN, None, "") if of_characters else self._default
        if parent is not None:
            below = self._style(parent.get(W + "val", ""), seen | {style_id})
        name, own = raw.find(W + "name"), choice_of(raw.find(W + "pPr"))
        ruled = draws_lines(raw.find(f"{W}tblPr/{W}tblBorders"))
        style = Style(
            name.get(W + "val", "").lower() if name is not None else "",
            look_of(raw.find(W + "rPr")).over(below.look),
            own or below.numbering,
            style_id if own else below.numbered_by,
            below.ruled if ruled is None else ruled,
        )
        self._resolved[style_id] = style
        return style


def draws_lines(borders: Element | None) -> bool | None:
    """Whether a w:tblBorders or w:tcBorders shows any line; None where it says nothing."""
    if borders is None or not len(borders):
        return None
    return any(border.get(W + "val") not in ("nil", "none", None) for border in borders)
