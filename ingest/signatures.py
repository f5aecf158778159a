"""The signature of a directive: in whose place, as what, and who signs.

Decree 30/2020/NĐ-CP, Annex I: authority ("TM.", "KT.", "TL.", "TUQ."), office and
name stand below each other; documents of several offices have several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Line, is_upper
from ingest.spelling import LOWER, UPPER, bare
from ingest.statements import plain
from ingest.syllables import is_syllable

_OFFICES = (
    r"chu tich|bo truong|thu truong|truong|giam doc|chanh|van phong|cuc truong|vu truong|thu tuong|thong doc|vien truong|"
    r"chi cuc truong|hieu truong|tong bi thu|bi thu|chu nhiem|kiem toan truong|tong kiem toan|doi truong|tu lenh|"
    r"chi huy|tham muu truong|chinh uy|thu ky|ke toan|nguoi (?:ky|lap|dai dien)|quan doc|tram truong|hat truong|uy vien|doan"
)
_AUTHORITY = re.compile(rf"(?:(?:t ?/ ?m|k ?/ ?t|t ?/ ?l|tm|kt|tl|tuq|q)\b ?[.,:]? ?|quyen (?=(?:{_OFFICES})\b))")
_OFFICE = re.compile(rf"(?:pho |q\. ?)?(?:{_OFFICES})\b")
_ANY_OFFICE = re.compile(rf"\b(?:{_OFFICES})\b")
_SIGNED = re.compile(
    r"[(\[] ?(?:da )?(?:ky|ki)\b[^)\]]{0,40}[)\]]|[(\[] ?(?:da ky|chu ky|dong dau)[^)\]]{0,40}[)\]]|^ ?da ky ?$"
)
_STAMP = re.compile(
    r"\W{0,3}(?:nguoi ky|ky boi|ky so|duoc ky|da ky so|chu ky so|email|co quan|to chuc|thoi gian|ngay ky|chuc danh|signed|digitally|"
    r"signature|date|reason|location)\b ?:?"
)
_TITLE = re.compile(
    r"(?:(?:dai|thuong|trung|thieu) (?:tuong|ta|uy)|chuan do doc|do doc|gs|pgs|tskh|ts|th ?s|thac s[iy]|tien s[iy]|bs(?:ck ?[i1v]*)?|bac s[iy]|"
    r"ck ?i{1,2}|cki{1,2}|ds|duoc s[iy]|ks|ky su|cn|cu nhan|ls|luat su|nha giao|nha bao|ngut|ngnd|ttut|ttnd)[. ]+"
)
_WORD = rf"[{UPPER}](?:[{LOWER}'’]+|['’][{UPPER}]?[{LOWER}]+)?"
_NAME = re.compile(rf"{_WORD}(?:(?: |-| - ){_WORD}){{1,6}}")
_ROLE_AND_NAME = re.compile(rf"(?P<role>[{UPPER}./ ]{{6,60}}?) (?P<name>{_NAME.pattern})")
_FAMILIES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng mai
    tô hà cao lương lưu châu tạ tống thái quách thạch lò vi hứa giàng kiều la nông ma triệu tráng ung viên chử cù đàm diệp
    đồng đậu điêu khuất khương kim lại liêu lục mạc nghiêm ninh ông phí phương quản sơn sùng thân tiêu tôn từ văn vàng giáp
    bế sầm hầu cầm tăng khổng cấn bạch chu doãn""".split()
)
_NO_NAME = (
    "phó ",
    "thứ trưởng",
    "thống đốc",
    "chủ tịch",
    "giám đốc",
    "bộ trưởng",
    "chánh văn",
    "trưởng ",
    "ủy viên",
    "bí thư",
)
_MOST_LINES = 14  # from the authority to the name, stamps of electronic signatures included
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_SCRIBBLE = 16  # characters
_LONGEST = 90  # characters of a line of a signature


@dataclass(slots=True)
class Signature:
    """One signer."""

    role: list[str] = field(default_factory=list)
    name: str | None = None


def is_signature(lines: Sequence[Line], index: int) -> bool:
    """Whether a signature begins at a line: an office or authority in capitals, and below it nothing but a name."""
    if len(lines[index].text) > _LONGEST:
        return False
    if not _is_role(lines[index].text):
        return _is_signed_name(lines, index)
    signature = _read(lines, index)[0]
    if signature.name:
        return True
    return len(lines) - index <= _MOST_LINES and not any(len(x.text) > _LONGEST or x.label for x in lines[index:])


def read_signatures(lines: Sequence[Line]) -> tuple[Signature, ...]:
    """Those who signed, in the order printed; what stands below the last name is none of it."""
    found: list[Signature] = []
    index = 0
    while index < len(lines):
        if not _is_role(lines[index].text):
            if found:
                break
            if _is_signed_name(lines, index):
                return (Signature(name=_name(lines[index].text)),)
            index += 1
            continue
        signature, index = _read(lines, index)
        found.append(signature)
        if signature.name is None:
            break
    if not found and lines and (name := _name(lines[-1].text)):
        return (Signature(name=name),)  # the office was not legible
    return tuple(found)


def _read(lines: Sequence[Line], start: int) -> tuple[Signature, int]:
    """The signature that begins at a line, and the index behind it."""
    signature = Signature()
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        text = _unsigned(lines[index].text)
        if (both := _ROLE_AND_NAME.fullmatch(text)) and _is_role(both["role"]):
            signature.role.append(" ".join(both["role"].split()))
            text = both["name"]
        name = _name(text) if signature.role and not _AUTHORITY.match(_folded(text)) else None
        if name:
            signature.name = name
            return signature, index + 1
        if _is_role(text) or (signature.role and is_upper(text) and len(text) < _LONGEST and not lines[index].label):
            signature.role.append(" ".join(text.split()))
        elif text and not _STAMP.match(_folded(text)) and not _is_scribble(text):
            return signature, index
    return signature, min(start + _MOST_LINES, len(lines))


def _is_scribble(line: str) -> bool:
    """Whether a short line holds no word: what recognition makes of ink between office and name."""
    words = _LETTERS.findall(line)
    return len(line) <= _LONGEST_SCRIBBLE and not (words and all(len(w) > 1 and is_syllable(w) for w in words))


def _is_signed_name(lines: Sequence[Line], index: int) -> bool:
    """Whether a name stands alone above "(đã ký)", the office left out."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(below) and not _unsigned(below) and _name(lines[index].text) is not None


def _unsigned(line: str) -> str:
    """A line without "(đã ký)"."""
    folded = _folded(line)
    kept, position = "", 0
    for match in _SIGNED.finditer(folded):
        kept += line[position : match.start()]
        position = match.end()
    return (kept + line[position:]).strip()


def _is_role(line: str) -> bool:
    if len(line) > _LONGEST or line.endswith((":", ";", ",")) or not line[:1].isupper():
        return False
    if both := _ROLE_AND_NAME.fullmatch(line):
        line = both["role"]
    folded = _folded(line)
    authority = _AUTHORITY.match(folded)
    if authority and (is_upper(line) or line[: authority.end()].strip(" .").isupper()):
        return not folded.startswith("quyen") or is_upper(line)
    return bool(_OFFICE.match(folded)) and is_upper(line)


def _name(line: str) -> str | None:
    """The person's name that a line holds, rank and degrees before it left out."""
    text = line.strip(" .,*_-|")
    while title := _TITLE.match(_folded(text)):
        text = text[title.end() :].strip(" .,-")
    if _NAME.fullmatch(text) and not is_upper(text) and not text.casefold().startswith(_NO_NAME):
        return " ".join(text.split())
    words = text.casefold().split()
    if is_upper(text) and 3 <= len(words) <= 6 and words[0] in _FAMILIES and not _ANY_OFFICE.search(_folded(text)):
        return " ".join(word.capitalize() for word in text.split())
    return None


def _folded(line: str) -> str:
    return bare(plain(line)).lower()
