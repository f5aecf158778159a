"""Number, kind, issuer, place, date, subject and signer of a directive.

What is printed is kept beside what is understood; what is not printed stays None. The
issuer is often printed only in the text ("UBND thành phố ban hành …"): it is then put
together from the words of the text and the place of the date line, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.kinds import kind_of_number
from ingest.model import Clause, Header
from ingest.parts import (
    Line,
    is_date_line,
    is_motto,
    is_number_line,
    is_subject_line,
    is_title_kind,
    is_upper,
    lines_of,
)
from ingest.spelling import LOWER, UPPER, strip_diacritics

_NUMBER = re.compile(r"số\s*[:.]?\s*(?P<printed>[\d.…_\sA-Za-zĐđ]*?[/\-–][^;,]*)", re.I)
_NUMBER_SHAPE = re.compile(
    r"(?P<ordinal>\d{1,6}[a-zđ]?)?[\s.…_]*(?P<symbol>(?:\s*[/\-–]\s*(?:19|20)\d\d)?\s*[/\-–]\s*[A-ZĐ][\w&+.]*(?:\s?[A-ZĐ&+][\w&+.]*)*(?:\s*[-–/]\s*[A-ZĐ][\w&+.]*(?:\s?[A-ZĐ&][\w&]+)*)*)"
)
_DATE = re.compile(
    r"^(?P<place>[^,\d]{2,60}?)?\s*,?\s*ngày\s*(?P<day>\d{1,2})?[\s.…_]*tháng\s*(?P<month>\d{1,2})?[\s.…_]*năm\s*(?P<year>(?:19|20)\d\d)?",
    re.I,
)
_DATE_SLASHED = re.compile(
    r"^(?P<place>[^,\d]{2,60}?),?\s*ngày\s*(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>\d{4})", re.I
)
_SUBJECT_MARK = re.compile(r"^(?:V/v|Vv|V\.v|Về việc)\s*:?\s*", re.I)
_ROLE = re.compile(rf"^[{UPPER} .,/&()-]+$")
_NAME = re.compile(rf"^(?:[{UPPER}][{LOWER}]*\.?\s){{1,5}}[{UPPER}][{LOWER}]+$")
_RANK = re.compile(
    r"^(?:Thượng|Đại|Thiếu|Trung|Thạc|Tiến|PGS|GS|TS|ThS|BS|BSCK\w*|Bác)\.?\s*(?:tướng|tá|úy|sĩ|sỹ)?\.?\s*", re.I
)
_SIGNED = re.compile(r"\((?:đã ký|đã kí|ký tên|ký)[^)]*\)", re.I)
_COMMITTEE = r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)"
_LEVEL = r"(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu)"
_ACTS = r"(?:ban hành|đề nghị|yêu cầu|xây dựng|thông báo|báo cáo|hướng dẫn|giao|chỉ đạo|tổ chức|triển khai|kính|trân trọng|quyết định|nhận được|đã|có ý kiến|chỉ thị|phê duyệt|điều chỉnh)"
_ISSUER_ACTS = re.compile(
    rf"\b(?P<body>{_COMMITTEE})\s+(?P<level>{_LEVEL})(?:\s+(?P<name>(?:[{UPPER}][\w]*\s?){{1,4}}))?\s*(?:{_ACTS})\b"
)
_BODY_ACTS = re.compile(
    rf"(?:^|[;,.]\s+|\n)(?P<body>(?:Bộ|Sở|Ban|Cục|Tổng cục|Chi cục|Phòng|Hội|Liên đoàn|Văn phòng|Trung tâm|Công an|Thanh tra|Bảo hiểm xã hội|Kho bạc|Đảng ủy|Trường|Bệnh viện)\s[^;:.,()]{{3,80}}?)\s*(?:\([^)]*\)\s*)?{_ACTS}\b"
)
_LEVEL_LOWER = re.compile(rf"^{_LEVEL}$", re.I)


def read_header(clauses: Sequence[Clause]) -> Header:
    """Read the fields of a directive's head and foot.

    Args:
        clauses: of the whole document; `header`, `signature`, and for the issuer
            `preamble` and `closing` are looked at.
    """
    by_path = {clause.path: clause for clause in clauses}
    head = by_path.get("header")
    lines = lines_of(head.text) if head else ()
    number, printed = _number(lines)
    place, date = _place_and_date(lines)
    kind, subject = _kind_and_subject(lines)
    if kind is None and number_symbol(printed):
        kind = kind_of_number("0" + (number_symbol(printed) or ""))
    if kind is None and "addressees" in by_path:
        kind = "công văn"
    signer, role = _signer(by_path.get("signature"))
    return Header(
        number=number,
        number_printed=printed,
        kind=kind,
        issuer=_issuer(lines, by_path, place, role),
        place=place,
        date=date,
        subject=subject,
        signer=signer,
        signer_role=role,
    )


def number_symbol(printed: str | None) -> str | None:
    """The part of a printed number behind its digits: "Số: /KH-UBND" → "/KH-UBND"."""
    match = _NUMBER_SHAPE.search(printed) if printed else None
    return re.sub(r"\s", "", match["symbol"]).replace("–", "-") if match else None


def _number(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """The number as understood and as printed; understood only when its digits are printed."""
    for line in lines:
        if not is_number_line(line.text):
            continue
        match = _NUMBER.search(line.text)
        if not match:
            continue
        shape = _NUMBER_SHAPE.search(match["printed"])
        if not shape:
            continue
        printed = match["printed"][: shape.end()].strip()
        if not shape["ordinal"]:
            return None, printed
        symbol = re.sub(r"\s", "", shape["symbol"]).replace("–", "-").rstrip(".")
        return shape["ordinal"] + symbol, printed
    return None, None


def _place_and_date(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    for line in lines:
        if not is_date_line(line.text) and not _DATE_SLASHED.match(line.text):
            continue
        match = _DATE_SLASHED.match(line.text) or _DATE.match(line.text)
        if match:
            place = (match["place"] or "").strip(" ,.…")
            return place or None, _iso(match["year"], match["month"], match["day"])
    return None, None


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """A date as far as it is printed; a day without its month is not known."""
    if not year:
        return None
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def _kind_and_subject(lines: Sequence[Line]) -> tuple[str | None, str | None]:
    for index, line in enumerate(lines):
        if is_subject_line(line.text) and not any(is_title_kind(x.text) for x in lines[:index]):
            return None, _subject([_SUBJECT_MARK.sub("", line.text), *_wrapped(lines, index + 1)])
    for index, line in enumerate(lines):
        kind = is_title_kind(line.text)
        if kind and not _is_letterhead(lines, index):
            rest = line.text[len(kind) :].strip(" :")
            return kind, _subject([rest, *_wrapped(lines, index + 1, across=True)])
    return None, None


def _is_letterhead(lines: Sequence[Line], index: int) -> bool:
    """A line such as "HƯỚNG DẪN VIÊN …" of the issuing body, above the number line."""
    return any(is_number_line(line.text) or is_motto(line.text) for line in lines[index + 1 :])


def _wrapped(lines: Sequence[Line], start: int, *, across: bool = False) -> list[str]:
    """Lines that carry a subject on; `across` also over a blank line."""
    taken: list[str] = []
    for index, line in enumerate(lines[start:]):
        furniture = is_date_line(line.text) or is_number_line(line.text) or is_motto(line.text)
        goes_on = not line.paragraph or (across and (index == 0 or line.text[:1].islower()))
        if furniture or not goes_on:
            break
        taken.append(line.text)
    return taken


def _subject(lines: Sequence[str]) -> str | None:
    text = re.sub(r"\s+", " ", " ".join(lines)).strip(" .;:")
    return text or None


def _signer(clause: Clause | None) -> tuple[str | None, str | None]:
    if clause is None:
        return None, None
    lines = [line.text for line in lines_of(_SIGNED.sub("", clause.text))]
    roles = [line for line in lines if _ROLE.match(line) and is_upper(line)]
    names = [name for line in lines if _NAME.match(name := _RANK.sub("", line)) and line not in roles]
    return (names[-1] if names else None), (" ".join(roles) or None)


def _issuer(lines: Sequence[Line], by_path: Mapping[str, Clause], place: str | None, role: str | None) -> str | None:
    """The issuing body: from the letterhead, or from the sentence in which it acts."""
    opening = "\n".join(by_path[path].text for path in ("preamble", "closing") if path in by_path)
    whole = "\n".join(clause.text for clause in by_path.values())
    letterhead = _letterhead(lines)
    if letterhead:
        return _spelled(letterhead, whole, place)
    if match := _ISSUER_ACTS.search(opening):
        level = match["level"].lower()
        name = (match["name"] or "").strip() or _bare(place)
        return f"UBND {level} {name}" if name else None
    if match := _BODY_ACTS.search(opening):
        return re.sub(r"\s+", " ", match["body"]).strip()
    return None


def _letterhead(lines: Sequence[Line]) -> str | None:
    """The issuer's lines at the top, in capitals; of two bodies, the one below."""
    taken: list[str] = []
    for line in lines:
        if is_motto(line.text) or is_title_kind(line.text) or is_subject_line(line.text):
            continue
        if is_number_line(line.text) or is_date_line(line.text):
            if taken:
                break
            continue
        if not is_upper(line.text):
            break
        taken.append(line.text)
    return _own_body(taken) if taken else None


_BODY_START = re.compile(
    r"^(?:BỘ|SỞ|ỦY BAN|UỶ BAN|UBND|BAN|CỤC|TỔNG CỤC|CHI CỤC|PHÒNG|HỘI|LIÊN ĐOÀN|VĂN PHÒNG|TRUNG TÂM|CÔNG AN|THANH TRA|BẢO HIỂM|"
    r"KHO BẠC|ĐẢNG ỦY|TRƯỜNG|BỆNH VIỆN|CHÍNH PHỦ|QUỐC HỘI|THỦ TƯỚNG|CHỦ TỊCH|HUYỆN ỦY|TỈNH ỦY|THÀNH ỦY|TÒA ÁN|VIỆN|NGÂN HÀNG|"
    r"TỔNG|ĐÀI|TẬP ĐOÀN|CÔNG TY|ỦY|HỘI ĐỒNG|MẶT TRẬN|ĐOÀN|CHI NHÁNH|TRẠM|ĐỘI|BQL|BCĐ)\b"
)


def _own_body(lines: Sequence[str]) -> str:
    """ "UBND TỈNH X / SỞ Y TẾ" → "SỞ Y TẾ"; one body over two lines is put together."""
    bodies: list[str] = []
    for line in lines:
        if bodies and not _BODY_START.match(line):
            bodies[-1] += " " + line
        else:
            bodies.append(line)
    own = re.sub(r"\s+", " ", bodies[-1]).strip(" -_*")
    shared_name = (
        own in ("VĂN PHÒNG", "THANH TRA", "CÔNG AN", "CHỦ TỊCH", "TRƯỞNG BAN") and len(bodies) > 1
    )  # every office has one
    return f"{own} {bodies[-2].strip(' -_*')}" if shared_name else own


def _spelled(capitals: str, text: str, place: str | None) -> str:
    """Write capitals as the text itself writes the same words, or as a name is written."""
    shortened = re.sub(r"^(?:ỦY BAN|UỶ BAN) NHÂN DÂN\b", "UBND", capitals)
    pattern = r"\s+".join(re.escape(word).replace("\\-", "[-–]") for word in capitals.split())
    for match in re.finditer(pattern, text, re.I):
        words = match[0].split()
        if not is_upper(match[0]) and words[0][:1].isupper():
            found = " ".join(words)
            return re.sub(r"^(?:Ủy ban|Uỷ ban) nhân dân\b", "UBND", found)
    return _named(shortened, place)


def _named(capitals: str, place: str | None) -> str:
    """Capitals as a name: the first word and proper names keep a capital."""
    words = capitals.split()
    if words[0] == "UBND":
        level, name = _level_and_name(words[1:])
        return " ".join(["UBND", *level, *(word.capitalize() for word in name)])
    head = next((h for h in _TWO_WORD_HEADS if capitals.startswith(h)), words[0])
    rest = words[len(head.split()) :]
    begins = [i == 0 or rest[i - 1] in ("VÀ", "-", "–") or rest[i - 1].endswith(",") for i in range(len(rest))]
    names = [_cased(w, first=first) for w, first in zip(rest, begins, strict=True)]
    if head in _NATIONAL:
        names = [w.lower() for w in rest]
    text = " ".join([head.capitalize(), *names])
    if place and (bare := _bare(place)):
        text = re.sub(re.escape(bare) + r"\b", bare, text, flags=re.I)
    return text


def _cased(word: str, *, first: bool) -> str:
    if word in _ACRONYMS or not re.search("[aeiouy]", strip_diacritics(word)):
        return word
    return word.capitalize() if first else word.lower()


_ACRONYMS = ("UBND", "HĐND", "UBMTTQ", "MTTQ", "BCĐ", "BCH", "TW")
_NATIONAL = ("QUỐC HỘI", "CHÍNH PHỦ")
_TWO_WORD_HEADS = (
    "BẢO HIỂM XÃ HỘI", "HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH", "TRƯỞNG BAN", "BAN QUẢN LÝ", "BAN CHỈ ĐẠO", "TRUNG TÂM", "VĂN PHÒNG", "CHI CỤC", "TỔNG CỤC",
    "CÔNG AN", "LIÊN ĐOÀN", "KHO BẠC", "TÒA ÁN", "QUỐC HỘI", "CHÍNH PHỦ", "BỆNH VIỆN", "NGÂN HÀNG",
)  # fmt: skip


def _level_and_name(words: Sequence[str]) -> tuple[list[str], list[str]]:
    for length in (2, 1):
        level = " ".join(words[:length]).lower()
        if _LEVEL_LOWER.match(level):
            return level.split(), list(words[length:])
    return [], list(words)


def _bare(place: str | None) -> str:
    """A place without its level: "TP. Tân An" → "Tân An"."""
    return re.sub(rf"^{_LEVEL}\s+", "", place, flags=re.I).strip() if place else ""
