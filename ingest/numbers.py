"""Numbers of documents: `146/UBND-LĐTBXH`, `43/2019/QH14`, `36-HD/VPTW`.

A number is leading digits, perhaps a year, and a symbol: the kind of document and
the office, or offices, in capitals (Decree 30/2020/NĐ-CP, Article 8 and Annex III;
Guidance 36-HD/VPTW of the Party). Patterns here match plain text, see
`ingest.statements.plain`, and take time linear in it.
"""

from __future__ import annotations

import re

from ingest.spelling import UPPER

_PART = rf"(?:[{UPPER}][a-z]?[{UPPER}]\w{{0,14}}|[{UPPER}]\d{{0,2}}(?!\w)|T[tT]?g(?!\w)|[TC]tr(?!\w)|Qđ(?!\w))"
SYMBOL = (
    rf"{_PART}(?: [{UPPER}]{{2,8}}(?=[-/&][{UPPER}]))?"  # "LĐT BXH-BĐG": a space that crept in
    rf"(?: {{1,2}}[-/&] {{1,2}}{_PART})?(?:(?:[-/&.] {{0,2}}| {{1,2}}[-/&]){_PART}){{0,9}}"
)
ORDINAL = r"\d{1,5}(?:\.\d{1,3}(?=[ .…]{0,9}[/-]))?[a-zA-ZđĐ]?"
_OWN = re.compile(
    rf"(?P<ordinal>{ORDINAL})?[ .…_]{{0,60}}"
    rf"(?P<symbol>(?:/ {{0,2}}(?P<year>(?:19|20)\d\d) {{0,2}})?(?:[/-] {{0,2}}|(?<=\d)(?=[{UPPER}]{{2}})){SYMBOL})"
)
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")


def normalized(ordinal: str, symbol: str) -> str:
    """A number without spaces and thousands' points: `1.894`, `/TB - SCT` → `1894/TB-SCT`."""
    return _THOUSANDS.sub("", ordinal) + re.sub(r"\s", "", symbol).rstrip(".")


def read_number(text: str) -> tuple[str | None, str] | None:
    """The number that a document prints for itself, at the beginning of `text` (plain).

    Returns:
        as understood, None without digits, and as printed; None when no number stands there.
    """
    match = _OWN.match(text)
    if match is None:
        return None
    printed = match[0].strip()
    return (normalized(match["ordinal"], match["symbol"]) if match["ordinal"] else None), printed
