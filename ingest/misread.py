"""Labels that a scan or a typist got wrong, understood from their place in the numbering.

"l." is "1." where 1 is due, "I1." is "II." behind "I.", a second "d)" is "đ)". Only the
label that is due is ever read into a line: nothing is guessed from the line alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.labels import LETTERS, OPTIONAL_LETTERS, Label, Style
from ingest.spelling import bare

# Characters that recognition takes for each other, under one of them.
_ALIKE = {
    character: group[0]
    for group in ("1liIjtT|!][íìỉĩị¡", "0oOQ", "2zZ", "5sS$§", "8B3&", "b6h", "gq9", "ceC€G", "dđDĐÐ", "vVyYuU", "nN")
    for character in group
}
_TOKEN = re.compile(r"\(?([^\s.,:;()]{1,6}(?:\.[^\s.,:;()]{1,2}){0,3})(\s?[.,:;)\]}>]+\s*|\s+)(?=\S)")
_LABEL_LIKE = re.compile(
    r"\(?\S{1,12}?\s?[.,:;)\]}>]|[\dIVXLlH]{1,4}\s+[^\W\da-z]|[DĐÐ]\S{1,3}[uủúùU]\s*\S{1,4}|Ch\S{1,4}ng\s|CH\S{1,4}NG\s"
)
_NAMED = {
    Style.ARTICLE: re.compile(r"D\S{1,3}u\s*([^\s.,:;]{1,4})\s*(?:[.,:;]+\s*|$|\s(?=[A-Z]))", re.I),
    Style.CHAPTER: re.compile(r"Ch\S{1,4}ng\s*([^\s.,:;]{1,5})(?:[.,:;]*\s*$|[.,:;]+\s*)", re.I),
}
_ROMANS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()

# What a sequence may begin with, where its first label is misread.
FIRSTS = (
    Label(Style.DECIMAL, "1", (1,), "1.", 0, "."),
    Label(Style.POINT, "a", (1,), "a)", 0, ")"),
    Label(Style.ROMAN, "I", (1,), "I.", 0, "."),
)


def is_label_like(line: str) -> bool:
    """Whether the head of a line may be a label that was misread."""
    return bool(_LABEL_LIKE.match(line))


def next_of(label: Label) -> tuple[Label, ...]:
    """The labels that may follow: one, or for letters also those behind the ones that drafters leave out."""
    number = label.numbers[-1]
    if label.style not in (Style.UPPER, Style.POINT) or len(label.numbers) > 1:
        return (_numbered(label, number + 1),)
    found: list[Label] = []
    for letter in LETTERS[number:]:
        found.append(_numbered(label, LETTERS.index(letter) + 1))
        if letter not in OPTIONAL_LETTERS:
            break
    return tuple(found)


def misread(line: str, due: Label, *, recognised: bool) -> Label | None:
    """The label that is due, if the head of `line` can be a misreading of it.

    Args:
        recognised: the line was read from an image, which may lose a stroke of "III", or see one more.
    """
    named = _NAMED.get(due.style)
    match = named.match(bare(line[:40])) if named else _TOKEN.match(line)
    if match is None:
        return None
    token, mark = match[1], "" if named else match[2].strip()
    wanted = due.segment
    strokes = recognised and due.style is Style.ROMAN and _is_stroke_apart(token, wanted)
    if _skeleton(token) != _skeleton(wanted) and not strokes:
        return None
    exact = strokes or token.casefold() == wanted.casefold()
    if not named and not mark and not (exact and line[match.end() : match.end() + 1].isupper()):
        return None
    return replace(due, printed=line[: match.end()].strip(), length=match.end())


def _skeleton(token: str) -> str:
    plain = re.sub(r"\s", "", token).replace("H", "II").replace("đ", "d")
    return "".join(_ALIKE.get(character, bare(character).lower()) for character in bare(plain))


def _is_stroke_apart(token: str, numeral: str) -> bool:
    """Whether a stroke more or less makes a Roman numeral of what was read: "II" or "IIL" for "III"."""
    read, meant = (_skeleton(text.replace("L", "I")) for text in (token, numeral))
    longer, shorter = (read, meant) if len(read) > len(meant) else (meant, read)
    dropped = (longer[:at] + longer[at + 1 :] for at, sign in enumerate(longer) if sign == "1")
    return bool(shorter) and (read == meant or shorter in dropped)


def _numbered(label: Label, number: int) -> Label:
    """`label` with another last number."""
    head, point, _ = label.segment.rpartition(".")
    if label.style in (Style.UPPER, Style.POINT) and len(label.numbers) == 1:
        letter = LETTERS[min(number, len(LETTERS)) - 1]
        last = letter.upper() if label.style is Style.UPPER else letter
    elif label.style in (Style.ROMAN, Style.SMALL_ROMAN) and len(label.numbers) == 1:
        numeral = _ROMANS[min(number, len(_ROMANS)) - 1]
        last = numeral.lower() if label.style is Style.SMALL_ROMAN else numeral
    elif label.style is Style.CHAPTER and not label.segment[0].isdigit():
        last = _ROMANS[min(number, len(_ROMANS)) - 1]
    elif len(label.numbers) > 1 and not point:  # "a1" → "a2"
        head, last = label.segment[0], str(number)
    else:
        last = str(number)
    return replace(label, segment=head + point + last, numbers=(*label.numbers[:-1], number), inserted=0)
