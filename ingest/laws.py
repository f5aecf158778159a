"""Laws that a text cites by their names: `Luật Bình đẳng giới`, `Bộ luật Lao động`, `Hiến pháp`.

A name has no printed end: commas and "và" stand inside many. The longest name of
`law_names.txt` that fits is taken; a name that is not listed ends at the first word
or mark that cannot belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.spelling import UPPER

_LAW = re.compile(
    r"(?<!\w)(?:Bộ luật|bộ luật|Luật|Pháp lệnh|Hiến pháp)(?= {1,3}\w| ?[,;.)]|\Z)"
    rf"(?! {{1,3}}(?:này|trên|nói trên|nêu trên|sư (?!{UPPER}))\b)"
)
_AMENDING = re.compile(
    r" {0,3}(?:sửa đổi|Sửa đổi)(?: ?, ?bổ sung| và bổ sung)?(?: (?:một số|các|nhiều)? ?(?:điều|Điều|luật)(?: khoản)?)?"
    r"(?: (?:của|trong|tại))?(?: các)?(?: \d{1,2} [Ll]uật[^;.()|]{0,90}?(?= ngày| số|[;.()|]|\Z))?"
)
_BARE_AMENDING = re.compile(r" *sửa đổi(?:,| và|) ?(?:bổ sung)? *", re.IGNORECASE)
_WORD = re.compile(r" {0,3}([^\s,;:.()\[\]\"“”|/0-9]+)")
_LISTED_WORD = re.compile(r"[ ,()]{0,5}([\w/]+)")  # commas are often left out, or set where none belong
_JOINED = re.compile(r" {0,3}(?:, {0,3}và|,|và|;) {1,3}(?=(?:Bộ luật|Luật|Pháp lệnh) )")
_STOP = frozenset(
    """số ngày năm và được có đã là quy về tại do theo khi hoặc này trong để nhằm cho với bởi hiện thì mà nêu trên phải
    không các từ đối gồm bao như đến nay còn của thông điều khoản nếu sẽ ban hành hướng chưa mới sửa (sửa trừ vào đang
    cần chỉ bảo do cũng trường""".split()
)
_NATION = re.compile(r" {0,3}(?:của )?nước Cộng ho[àa]̀? xã hội chủ nghĩa Việt Nam|[^\S\n]{0,3}Việt Nam", re.IGNORECASE)
_ALL_LAW = re.compile(
    r" {0,3}(?:,|và) {1,3}(?:các )?(?:quy định của )?pháp luật"
)  # "Hiến pháp và pháp luật" is no document
_NUMBERED = re.compile(  # a name runs up to the number behind it
    rf" {{1,3}}(?P<name>[{UPPER}](?:(?!(?:Luật|Nghị|Pháp lệnh|và các) )[^;.()|\d]){{2,90}}?) {{1,3}}số:? {{0,3}}\d{{1,3}}/\d{{4}}/(?:QH|UBTVQH)"
)
_CAPITAL = re.compile(f"[{UPPER}]")
_MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law's name and where it stands in the text that was searched."""

    kind: str  # "luật", "bộ luật", "pháp lệnh", "hiến pháp"
    name: str | None  # "Bình đẳng giới"; None where a number or nothing follows
    start: int
    end: int


def find_laws(text: str) -> list[NamedLaw]:
    """Every law cited by name in `text` (plain), in order."""
    found: list[NamedLaw] = []
    position = 0
    while match := _LAW.search(text, position):
        law = _read_law(text, match)
        if law:
            found.append(law)
        position = law.end if law else match.end()
    return found


def _read_law(text: str, match: re.Match[str]) -> NamedLaw | None:
    kind = match[0].casefold()
    if kind == "hiến pháp":
        if _ALL_LAW.match(text, match.end()):
            return None
        nation = _NATION.match(text, match.end())
        return NamedLaw(kind, None, match.start(), nation.end() if nation else match.end())
    amending = _AMENDING.match(text, match.end())
    end = _amended(text, amending.end()) if amending else _name_end(text, match.end())
    if amending and end == amending.end() and _BARE_AMENDING.fullmatch(amending[0]):
        return None
    numbered = _NUMBERED.match(text, match.end())
    if numbered and not amending:
        end = max(end, numbered.end("name"))
    name = " ".join(text[match.end() : end].split())
    if not name and not re.match(r" {1,3}số:? {0,3}\d", text[match.end() : match.end() + 12]):
        return None
    return NamedLaw(kind, name or None, match.start(), end)


def _amended(text: str, position: int) -> int:
    """Past the laws that an amending law names: "… một số điều của Luật A và Luật B"."""
    end = position
    while match := re.compile(r" {0,3}(?:Bộ luật|Luật|Pháp lệnh)(?= )").match(text, position):
        end = _name_end(text, match.end())
        joined = _JOINED.match(text, end)
        if not joined or ";" in joined[0]:
            break
        position = joined.end()
    return end


def _name_end(text: str, position: int) -> int:
    """Where the law's name after `position` ends; `position` when none begins there."""
    listed = _listed_end(text, position)
    if listed > position:
        return listed
    end = position
    for count in range(_MAX_WORDS):
        word = _WORD.match(text, end)
        if word is None or word[1].casefold() in _STOP or (count and word[1] in ("Luật", "Nghị")):
            break
        if count == 0 and not _CAPITAL.match(word[1]):
            break
        end = word.end()
        if word[1].isupper() and len(word[1]) > 1:
            break
    return end


def _listed_end(text: str, position: int) -> int:
    """Past the longest listed name that stands at `position`."""
    end = position
    node = _names()
    cursor = position
    while token := _LISTED_WORD.match(text, cursor):
        following = node.get(_spelling(token[1]))
        if following is None:
            break
        node, cursor = following, token.end()
        if "" in node:
            end = cursor
    return end


@cache
def _names() -> dict[str, dict]:  # type: ignore[type-arg]
    """The listed names as a tree of words; "" marks the end of a name."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for line in files("ingest").joinpath("law_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        node = root
        for token in re.findall(r"[\w/]+", line):
            node = node.setdefault(_spelling(token), {})
        node[""] = {}
    return root


def _spelling(word: str) -> str:
    """One spelling for the two places of a tone mark: "hóa" and "hoá"."""
    return word.casefold().translate(_TONES) if len(word) < 3 else _tone_moved(word.casefold())


_TONES: dict[int, int] = {}
_MOVED = {
    old + rest: new
    for first, marks in (("o", "òóỏõọ"), ("u", "ùúủũụ"))
    for mark, a, e, y in zip(marks, "àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ", strict=True)
    for old, rest, new in ((first, a, mark + "a"), (first, e, mark + "e"), (first, y, mark + "y"))
}


def _tone_moved(word: str) -> str:
    ending = word[-2:]
    return word[:-2] + _MOVED[ending] if ending in _MOVED and not word.startswith("q") else word
