"""What a w:p prints: its runs with notes, symbols and text boxes, tracked changes accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ingest.readers.encodings import of_font
from ingest.readers.word.package import Element, W, local
from ingest.readers.word.styles import Look, Styles, look_of

_DROPPED = {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "rt"}
_WITHIN = {
    "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "r",
    "ruby", "rubyBase",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HEX = re.compile("[0-9A-Fa-f]{2,4}")
BREAK = "\n\n"  # a page or column break: what follows is another paragraph
# Signs of the fonts Symbol and Wingdings, by the byte that the font has them at.
_SYMBOLS = {
    "symbol": dict(zip(b"\xa3\xb3\xb1\xb4\xb8\xb9\xbb\xb7\xb0\xae\xd7\x2d\x61\x62\x67\x64\x6d\x70\x57\x44\x53", "≤≥±×÷≠≈•°→⋅−αβγδμπΩΔΣ", strict=True)),
    "wingdings": dict(zip(b"\x6c\x6e\x6f\x71\x72\x9f\xa7\xa8\xd8\xfb\xfc\xfd\xfe\xe0", "●■□❑❒•▪☐➢✗✓☒☑→", strict=True)),
}  # fmt: skip


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its text, and what hangs on it."""

    text: str
    notes: list[str] = field(default_factory=list)  # of its markers, in order
    boxes: list[Element] = field(default_factory=list)  # w:txbxContent anchored in it
    runs_on: bool = False  # its end was deleted: the next paragraph goes on with it


class Paragraphs:
    """Reads the paragraphs of one document, in order.

    Args:
        note_text: kind of note ("footnote", "endnote") and id → its text, "" for none.
    """

    def __init__(self, styles: Styles, note_text: Callable[[str, str], str]) -> None:
        self._styles = styles
        self._note_text = note_text
        self._noted = 0

    def read(self, element: Element) -> Paragraph:
        """What a w:p prints, without its label."""
        properties = element.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        paragraph = Paragraph("", runs_on=mark is not None and mark.find(W + "del") is not None)
        look = self._styles.paragraph(style_id(properties)).look
        pieces = [piece for piece in _Runs(self, paragraph).within(element, look) if piece[0]]
        paragraph.text = _joined(pieces)
        return paragraph

    def character(self, style: str) -> Look:
        """The look that a character style adds."""
        return self._styles.character(style)

    def marker(self, kind: str, element: Element, paragraph: Paragraph) -> str:
        """The marker of a note in superscript digits; the note is hung on the paragraph."""
        note = self._note_text(kind, element.get(W + "id", ""))
        if not note or element.get(W + "customMarkFollows") in ("1", "true"):
            if note:
                paragraph.notes.append(note)
            return ""
        self._noted += 1
        marker = str(self._noted).translate(_SUPERSCRIPTS)
        paragraph.notes.append(f"{marker} {note}")
        return marker


def style_id(properties: Element | None) -> str | None:
    """The style that a w:pPr names."""
    style = properties.find(W + "pStyle") if properties is not None else None
    return style.get(W + "val") if style is not None else None


Piece = tuple[str, str]  # text and the name of its font where that is one of an old encoding, else ""


class _Runs:
    """One pass over the runs of a paragraph."""

    def __init__(self, paragraphs: Paragraphs, paragraph: Paragraph) -> None:
        self._paragraphs = paragraphs
        self._paragraph = paragraph
        self._fields: list[bool] = []  # open fields, innermost last: still in its instruction?

    def within(self, element: Element, look: Look) -> Iterator[Piece]:
        for child in element:
            name = local(child)
            if name == "r":
                yield from self._run(child, look)
            elif name in ("oMath", "oMathPara"):
                yield "".join(text.text or "" for text in child.iter() if local(text) == "t"), ""
            elif name == "AlternateContent":
                yield from self.within(_alternative(child), look)
            elif name == "sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue
            elif name in _WITHIN:
                yield from self.within(child, look)
            elif name not in _DROPPED:
                self._boxes(child)

    def _run(self, run: Element, look: Look) -> Iterator[Piece]:
        properties = run.find(W + "rPr")
        if properties is not None:
            style = properties.find(W + "rStyle")
            if style is not None:
                look = self._paragraphs.character(style.get(W + "val", "")).over(look)
            look = look_of(properties).over(look)
        if look.hidden:
            return
        for child in run:
            name = local(child)
            if name == "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif not any(self._fields):
                yield self._piece(child, name, look)

    def _piece(self, child: Element, name: str, look: Look) -> Piece:
        if name == "t":
            return _written(child.text or "", look)
        match name:
            case "tab" | "ptab":
                return "\t", ""
            case "br":
                return BREAK if child.get(W + "type") in ("page", "column") else "\n", ""
            case "cr":
                return "\n", ""
            case "noBreakHyphen":
                return "-", ""
            case "softHyphen":  # Word's own sign for the byte at which TCVN3 has "ư"
                return ("\u00ad", look.font) if look.font and of_font(look.font) else ("", "")
            case "sym":
                code = child.get(W + "char", "")
                return (_symbol(int(code[-2:], 16), child.get(W + "font", "")) if _HEX.fullmatch(code) else ""), ""
            case "footnoteReference" | "endnoteReference":
                return self._paragraphs.marker(name.removesuffix("Reference"), child, self._paragraph), ""
            case "ruby":
                return "".join(text for text, _ in self.within(child, look)), ""
            case "AlternateContent":
                self._boxes(_alternative(child))
            case _ if name not in _DROPPED:
                self._boxes(child)
        return "", ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _boxes(self, element: Element) -> None:
        """Note the text boxes of a shape; a box within a box is read with the outer one."""
        for child in element:
            if local(child) == "txbxContent":
                self._paragraph.boxes.append(child)
            else:
                self._boxes(_alternative(child) if local(child) == "AlternateContent" else child)


def _alternative(element: Element) -> Element:
    """Of the two renderings of a shape the one with words, the newer one first."""
    choices = [child for child in element if local(child) in ("Choice", "Fallback")]
    worded = (child for child in choices if any(local(below) in ("txbxContent", "t") for below in child.iter()))
    return next(worded, element if not choices else choices[0])


def _written(text: str, look: Look) -> Piece:
    font = look.font or ""
    if font.lower() in ("symbol", "wingdings"):
        text = "".join(_symbol(ord(c) & 0xFF, font) if "\uf000" <= c < "\uf100" else c for c in text)
    if look.raised and text.strip().isdecimal():
        return text.translate(_SUPERSCRIPTS), ""
    if of_font(font):
        return text, font
    return text.upper() if look.capitals else text, ""


def _symbol(code: int, font: str) -> str:
    family = "symbol" if font.lower().startswith("symbol") else "wingdings"
    return _SYMBOLS[family].get(code, "")


def _joined(pieces: list[Piece]) -> str:
    """The text of a paragraph, that of old fonts turned to Unicode unless it is in it already."""
    mistaken = any(font and any(c > "\u00ff" and c.isalpha() for c in text) for text, font in pieces)
    written, held, font = "", "", ""
    for text, name in [*pieces, ("", "")]:
        if name != font:  # of one font, a letter and its mark may be in two runs
            read = of_font(font)
            written += read(held) if read and not mistaken else held
            held, font = "", name
        held += text
    return written + held
