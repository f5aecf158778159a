"""The body that issues a directive, and how its name is spelled.

The letterhead prints it in capitals, often below the body it belongs to, over several
lines. Its spelling is taken from the document's own sentences, else from the glossary,
else from how names are written. Where there is no letterhead, a sentence says who acts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.glossary import load_glossary
from ingest.lines import is_upper
from ingest.organisations import HEADS, begins_organisation, organisation_end
from ingest.spelling import UPPER, placed_tones
from ingest.statements import plain
from ingest.syllables import is_syllable

_COMMITTEE = r"(?:ỦY BAN|UỶ BAN|Ủy ban|Uỷ ban) (?:NHÂN DÂN|nhân dân|Nhân dân)"
_LEVEL = r"(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu)"
_BODY = re.compile(
    r"(?:BỘ|SỞ|ỦY|UỶ|UBND|HĐND|UBMTTQ|MTTQ|TAND|VKSND|BHXH|LĐLĐ|BCH|BTV|BAN|CỤC|TỔNG|CHI CỤC|CHI NHÁNH|CHI BỘ|PHÒNG|HỘI|HIỆP HỘI|"
    r"LIÊN|VĂN PHÒNG|TRUNG TÂM|CÔNG AN|CÔNG TY|CÔNG ĐOÀN|THANH TRA|BẢO HIỂM|KHO BẠC|ĐẢNG|TRƯỜNG|BỆNH VIỆN|CHÍNH PHỦ|"
    r"QUỐC HỘI|THỦ TƯỚNG|CHỦ TỊCH|HUYỆN|TỈNH ỦY|TỈNH UỶ|TỈNH ĐOÀN|THÀNH ỦY|THÀNH UỶ|THÀNH ĐOÀN|QUẬN ỦY|THỊ ỦY|TÒA ÁN|TOÀ ÁN|"
    r"VIỆN|HỌC VIỆN|ĐẠI HỌC|NGÂN HÀNG|ĐÀI|TẬP ĐOÀN|MẶT TRẬN|ĐOÀN|TRẠM|ĐỘI|HẠT|TỔ|BQL|BCĐ|BCHQS|QUÂN|TIỂU BAN|VỤ|THƯỜNG TRỰC|"
    r"KIỂM TOÁN|QUỸ|NHÀ XUẤT BẢN|BÁO|TẠP CHÍ|HỢP TÁC XÃ|DOANH NGHIỆP|UB)(?!\w)"
)
_LOCALITY = re.compile(r"(?:HUYỆN|QUÂN|ĐOÀN|BÁO) (?!ỦY|UỶ|ĐOÀN|KHU|CHỦNG|ĐỘI|ĐẠI|THANH|TNCS|KINH|CÁO|ĐIỆN)")
_RUNS_ON = re.compile(
    r"(?:[,&-]|(?<!\w)(?:VÀ|CỦA|CÁC|[ỦU][YỶ] BAN(?: THƯỜNG VỤ| TRUNG ƯƠNG| NHÂN DÂN)?|ĐOÀN CHỦ TỊCH|BAN CHẤP HÀNH|ĐOÀN ĐẠI BIỂU))$"
)
_OTHER_COLUMN = re.compile(r" ?\|.*| (?:CỘNG H[OÒ]|ĐẢNG CỘNG SẢN VIỆT|Độc lập ?[-–] ?T).*")
_SHARED = frozenset(
    ("VĂN PHÒNG", "THANH TRA", "CÔNG AN", "CHỦ TỊCH", "TRƯỞNG BAN", "THƯỜNG TRỰC", "BAN THƯỜNG VỤ", "BAN CHẤP HÀNH")
)  # every office has one
_PEERS = re.compile(r"(?:BỘ|SỞ|ỦY BAN|UỶ BAN|UBND|TÒA ÁN|TOÀ ÁN|VIỆN KIỂM SÁT|MẶT TRẬN|CHÍNH PHỦ|ĐOÀN CHỦ TỊCH)(?!\w)")
_JOINED = re.compile(r" - (?=[^-])")
_ACTS = (
    r"(?:ban hành|đề nghị|yêu cầu|xây dựng|thông báo|báo cáo|hướng dẫn|giao|chỉ đạo|tổ chức|triển khai|kính|trân trọng|"
    r"quyết định|quyết nghị|nhận được|đã|có ý kiến|chỉ thị|phê duyệt|điều chỉnh)"
)
_COMMITTEE_ACTS = re.compile(
    rf"\b(?:UBND|{_COMMITTEE})\s+(?P<level>{_LEVEL})(?:\s+(?P<name>(?:[{UPPER}][\w]*\s?){{1,4}}))?\s*{_ACTS}\b"
)
_OFFICIAL = re.compile(
    r"(?:Bộ trưởng|Thống đốc|Giám đốc|Tổng cục trưởng|Cục trưởng|Tổng Thanh tra|Tổng Kiểm toán|Viện trưởng) (?=[^\W\d_])"
)
_SENTENCE = re.compile(r"(?:^|[;,.:]\s+|\n)\s*(?=[^\W\d_])")
_NATIONAL_ROLE = re.compile(
    r"\b(?:TM\.? ?)?(?P<body>CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|ỦY BAN THƯỜNG VỤ QUỐC HỘI|QUỐC HỘI)\b"
)
_LEVELS = frozenset(("tỉnh", "thành phố", "huyện", "quận", "thị xã", "phường", "xã", "thị trấn", "đặc khu"))
_PROPER = re.compile(
    r"(?:TRƯỜNG|CÔNG TY|BỆNH VIỆN|HỢP TÁC XÃ|DOANH NGHIỆP|NGÂN HÀNG|TẬP ĐOÀN|BÁO|UBND|ỦY BAN NHÂN|UỶ BAN NHÂN)(?!\w)"
)
_SMALL = frozenset("của và các cho về trên với tại thuộc theo trong vì".upper().split())


def read_letterhead(lines: Sequence[str], *, joint: bool) -> tuple[str, ...]:
    """The issuing body in the letterhead's words; several when the document is a joint one.

    Args:
        lines: above the number, the motto left out.
        joint: whether kind or number say that several bodies issued it.
    """
    bodies = _bodies(lines)
    if not bodies:
        return ()
    if joint or (len(bodies) > 1 and len({_peer(body) for body in bodies}) == 1 and _peer(bodies[0]) in ("BỘ", "SỞ")):
        return tuple(part for body in bodies for part in _peers(body))
    own = bodies[-1]
    above = bodies[-2] if len(bodies) > 1 else ""
    return (f"{own} {above}".strip() if own in _SHARED else own,)


def spelled(capitals: str, text: str, place: str | None) -> str:
    """A name in capitals as the text writes the same words, or as names are written."""
    words = " ".join(capitals.split())
    if not is_upper(words):
        return _shortened(words)
    return _shortened(_in_text(words, text) or _composed(words, place))


def acting(opening: str, place: str | None) -> str | None:
    """The body that acts in the sentences of the opening: "UBND huyện ban hành …"."""
    flat = plain(opening)
    if match := _COMMITTEE_ACTS.search(flat):
        name = (match["name"] or "").strip() or bare_place(place)
        return f"UBND {match['level'].lower()} {name}" if name else None
    for begin in _SENTENCE.finditer(flat):
        start = begin.end()
        if official := _OFFICIAL.match(flat, start):
            start = official.end()
        if not (flat[start : start + 1].isupper() and begins_organisation(flat, start)):
            continue
        end = organisation_end(flat, start)
        if re.compile(rf"\s*(?:\([^)]{{0,80}}\)\s*)?,?\s*{_ACTS}\b").match(flat, end):
            return _shortened(" ".join(flat[start:end].split()))
    return None


def national(role: str | None) -> str | None:
    """A body of which there is only one, named in the signature: "TM. CHÍNH PHỦ"."""
    match = _NATIONAL_ROLE.search(role or "")
    return _composed(match["body"], None) if match else None


def bare_place(place: str | None) -> str:
    """A place without its level: "TP. Tân An" → "Tân An"."""
    return re.sub(rf"^{_LEVEL}\s+", "", place, flags=re.I).strip() if place else ""


def _bodies(lines: Sequence[str]) -> list[str]:
    bodies: list[str] = []
    for line in lines:
        text = _OTHER_COLUMN.sub("", " ".join(line.strip(" –_*.|:").split())).strip(" -")
        if bodies and (_RUNS_ON.search(bodies[-1]) or not _begins_body(text)):
            bodies[-1] += " " + text
        elif text:
            bodies.append(text)
    return [body.strip(" -") for body in bodies if any(character.isalpha() for character in body)]


def _begins_body(line: str) -> bool:
    if not is_upper(line) and len(line) > 3:
        return begins_organisation(line, 0)
    return bool(_BODY.match(line)) and not _LOCALITY.match(line)


def _peer(body: str) -> str:
    match = _PEERS.match(body)
    return match[0] if match else ""


def _peers(body: str) -> list[str]:
    """The bodies that one line names, a dash between them: "BỘ TÀI CHÍNH - BỘ Y TẾ"."""
    parts = [body]
    for match in reversed(list(_JOINED.finditer(body))):
        if _PEERS.match(body, match.end()):
            head = parts[0]
            parts[:1] = [head[: match.start()], head[match.end() :]]
    return parts


def _in_text(words: str, text: str) -> str | None:
    """The commonest spelling of the words in the text that is not all capitals."""
    flat = placed_tones(plain(text))
    pattern = r"\s+".join(re.escape(word) for word in placed_tones(words.lower()).split())
    pattern = re.sub(r"^uỷ\\?\s\+ban", r"uỷ\\s+ban", pattern)
    counts: dict[str, int] = {}
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", flat.lower()):
        found = " ".join(text[match.start() : match.end()].split())
        if not is_upper(found) and found[:1].isupper():
            counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda found: counts[found]) if counts else None


def _shortened(name: str) -> str:
    return re.sub(rf"(?:^|(?<=Chủ tịch ))(?:{_COMMITTEE})(?!\w)", "UBND", name)


def _composed(capitals: str, place: str | None) -> str:
    """Capitals as a name: known names as they are written, levels small, what follows a level as a proper name."""
    words = capitals.split()
    spelt: list[str] = []
    proper = bool(_PROPER.match(capitals))
    begins = True  # of a name, or of a part of it
    while words:
        name, length = (
            _known(words, first=not spelt) or _level(words) or (_cased(words[0], capital=proper or begins), 1)
        )
        proper = proper or name in _LEVELS
        begins = not spelt or words[length - 1] in ("VÀ", "-", "–") or words[length - 1].endswith(",")
        spelt.append(name)
        words = words[length:]
    text = " ".join(spelt)
    if place and (bare := bare_place(place)):
        text = re.sub(rf"(?<!\w){re.escape(bare)}(?!\w)", bare, text, flags=re.I)
    return text[:1].upper() + text[1:]


def _level(words: Sequence[str]) -> tuple[str, int] | None:
    for length in (2, 1):
        level = " ".join(words[:length]).lower()
        if level in _LEVELS and length <= len(words):
            return level, length
    return None


def _known(words: Sequence[str], *, first: bool) -> tuple[str, int] | None:
    """The longest name of the glossary that the words begin with, and its length in words."""
    names = _names()
    for length in range(min(16, len(words)), 0, -1):
        name = names.get(_key(" ".join(words[:length])))
        if name and (length > 1 or first):
            return name, length
    return None


def _cased(word: str, *, capital: bool) -> str:
    if word in _SMALL or not any(character.isalpha() for character in word):
        return word.lower()
    if not is_syllable(word.strip(",.")):
        return word  # an abbreviation, or a foreign name
    return word.capitalize() if capital else word.lower()


@cache
def _names() -> dict[str, str]:
    """Key of a name → the name, of bodies and of the fields that they are named after."""
    names = {_key(name): name for name in (*HEADS.split("|"), "Ủy ban Trung ương", "Cổ phần") if " " in name}
    for term in load_glossary().terms:
        if term.category in ("unit", "position"):
            names.setdefault(_key(term.vietnamese), term.vietnamese)
            head = re.match(r"(?:Bộ|Sở|Phòng|Ban|Cục|Chi cục|Vụ) (?=[^\W\d_])", term.vietnamese)
            if head and len(term.vietnamese.split()) > 2:
                names.setdefault(_key(term.vietnamese[head.end() :]), term.vietnamese[head.end() :])
    return names


def _key(words: str) -> str:
    return placed_tones(words.lower()).replace("–", "-")
