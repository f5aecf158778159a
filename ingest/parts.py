"""Cuts a directive into its parts: header, addressees, preamble, body, recipients, signature, annexes.

Only the outline is decided here, by whole lines; clauses within a part are read in
`ingest.clauses`, fields within the header in `ingest.header`. The layout followed is
that of Decree 30/2020/NĐ-CP, Annex I, and of the looser ones that offices really use.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.kinds import TITLE_KINDS
from ingest.labels import Label, Style, read_label
from ingest.spelling import UPPER

_MOTTO = re.compile(r"^(?:cộng h[oòõ]+[àaã]? xã hội|độc lập\s*[-–—]\s*tự do|đảng cộng sản việt nam)", re.I)
_NUMBER = re.compile(r"^(?:Luật\s+|Nghị quyết\s+)?(?:số|sô)\s*[:.]", re.I)
_NUMBER_BARE = re.compile(r"^số\s+[\d.…\s]*\s*[-/]\s*[A-ZĐ]{2}", re.I)
_DATE_LINE = re.compile(
    rf"^(?:[{UPPER}][^.;:\d]{{1,40}},)?\s*ngày\s*[\d.…_/\s]*\s*tháng\s*[\d.…_\s]*\s*năm\s*[\d.…_]*\s*\.?$", re.I
)
_SUBJECT = re.compile(r"^(?:V/v|Vv|Về việc|V\.v)\b", re.I)
_ADDRESSEES = re.compile(r"^\W*kính\s+(?:gửi|trình|chuyển)\b|^.{0,80}\s(?:điện|gửi)\s*:$", re.I)
_RECIPIENTS = re.compile(r"^\W*nơi\s+(?:nhận|gửi)\s*(?:[:.]\s*(?=$|[-–•\w])|$)", re.I)
_OPENING = re.compile(
    r"^(?:Căn cứ|Thực hiện|Theo|Xét|Để|Nhằm|Trên cơ sở|Thi hành|Tiếp tục|Tiếp theo|Triển khai|Ngày \d|Sau khi|Phát huy|"
    r"Năm \d|Vừa qua|Hiện nay|Trong|Được|Qua|Phúc đáp|Trả lời|Thời gian|Từ ngày|Hưởng ứng|Nhân dịp|Luật này|Pháp lệnh này)\s"
)
_BASIS = re.compile(r"^(?:Căn cứ|Xét|Theo đề nghị)\s")
_SIGNATURE = re.compile(
    r"^(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q|QUYỀN)\s?\.?\s|(?:PHÓ |THỨ |TỔNG |CHÁNH |Q\. ?)?"
    r"(?:CHỦ TỊCH|BỘ TRƯỞNG|TRƯỞNG|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|VĂN PHÒNG|CỤC TRƯỞNG|VỤ TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|"
    r"THỦ TƯỚNG|THỐNG ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|CHI CỤC TRƯỞNG|HIỆU TRƯỞNG|TỔNG BÍ THƯ|BÍ THƯ|CHỦ NHIỆM|KIỂM TOÁN|"
    r"NGƯỜI KÝ|ĐỘI TRƯỞNG|CHỈ HUY TRƯỞNG|TƯ LỆNH|TRƯỞNG CÔNG AN|TRƯỞNG ĐOÀN)\b)"
)
_ATTACHED = re.compile(r"^\(?\s*(?:(?:ban hành )?kèm theo|ban hành theo)\b", re.I)
_ANNEX_TITLE = re.compile(
    r"^(?:PHỤ LỤC|DANH SÁCH|DANH MỤC|ĐỀ CƯƠNG|BIỂU|MẪU|QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|BẢNG|KẾ HOẠCH|PHƯƠNG ÁN|CHƯƠNG TRÌNH|QUY TRÌNH|ĐỀ ÁN|PHÂN CÔNG|THÀNH PHẦN)\b"
)
_FOOTNOTE = re.compile(r"^(?:([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|\[\^?(\d{1,3})\]:?)\s*(?=\S)")
_SENTENCE_END = re.compile(r"[.;:!?][”\"’')]*$|/\.?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank."""

    text: str
    start: int
    paragraph: bool  # stands first in its paragraph: at the top, or behind a blank line
    row: bool = False  # of a table: what it begins with is no label

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def label(self) -> Label | None:
        """The label that it opens with."""
        return None if self.row else read_label(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines under one name: `header`, `body`, `annex` …"""

    name: str
    lines: tuple[Line, ...]


def lines_of(text: str, rows: Collection[int] = ()) -> tuple[Line, ...]:
    """The lines of `text` that are not blank, stripped, with their offsets.

    Args:
        rows: where the rows of tables begin.
    """
    lines: list[Line] = []
    offset, blank = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = offset + raw.index(stripped[0])
            lines.append(Line(stripped, start, blank, start in rows))
        blank = not stripped
        offset += len(raw) + 1
    return tuple(lines)


def split_parts(lines: Sequence[Line]) -> tuple[Part, ...]:
    """Cut lines into parts, in reading order; each line lies in exactly one part.

    `preamble` runs up to the first labelled clause, `body` from there; either is
    left out when empty. Every annex is a part `annex`.
    """
    notes_start = _footnotes_start(lines)
    header_end = _header_end(lines[:notes_start])
    addressees_end = _addressees_end(lines[:notes_start], header_end)
    body_start = _body_start(lines[:notes_start], addressees_end)
    tail_start = max(addressees_end, _tail_start(lines[:notes_start], body_start))
    cuts = [
        ("header", 0, header_end),
        ("addressees", header_end, addressees_end),
        ("preamble", addressees_end, min(body_start, tail_start)),
        ("body", min(body_start, tail_start), tail_start),
        *_tail(lines[:notes_start], tail_start),
        ("footnotes", notes_start, len(lines)),
    ]
    return tuple(Part(name, tuple(lines[start:end])) for name, start, end in cuts if start < end)


def is_title_kind(line: str) -> str | None:
    """The kind of document that a title line prints: "KẾ HOẠCH" → "kế hoạch"."""
    lowered = line.lower()
    for kind in TITLE_KINDS:
        if lowered.startswith(kind) and line[: len(kind)].isupper() and not line[len(kind) : len(kind) + 1].isalpha():
            return kind
    return None


def is_motto(line: str) -> bool:
    return bool(_MOTTO.match(line))


def is_number_line(line: str) -> bool:
    return bool(_NUMBER.match(line) or _NUMBER_BARE.match(line))


def is_date_line(line: str) -> bool:
    return len(line) < 120 and bool(_DATE_LINE.match(line))


def is_subject_line(line: str) -> bool:
    return bool(_SUBJECT.match(line))


def is_opening(line: str) -> bool:
    """Whether a line may begin the preamble: "Căn cứ …", "Thực hiện …"."""
    return bool(_OPENING.match(line))


def ends_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line))


def is_upper(line: str) -> bool:
    """Whether a line is printed in capitals, small words and digits aside."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def _footnotes_start(lines: Sequence[Line]) -> int:
    start = len(lines)
    while start and (_FOOTNOTE.match(lines[start - 1].text) or _is_note_wrap(lines, start - 1)):
        start -= 1
    return start if start < len(lines) and _FOOTNOTE.match(lines[start].text) else len(lines)


def _is_note_wrap(lines: Sequence[Line], index: int) -> bool:
    """Whether a line continues a footnote begun up to three lines before."""
    if lines[index].paragraph:
        return False
    return any(_FOOTNOTE.match(line.text) for line in lines[max(0, index - 3) : index])


def _header_end(lines: Sequence[Line]) -> int:
    """Index behind the last header line; 0 for a text without a heading."""
    seen = titled = False
    end = 0
    for index, line in enumerate(lines[:60]):
        text = line.text
        if _ADDRESSEES.match(text):
            return index
        if _RECIPIENTS.match(text):
            break
        furniture = is_motto(text) or is_number_line(text) or is_date_line(text) or is_subject_line(text)
        if furniture or is_title_kind(text):
            seen, end = True, index + 1
            titled = titled or bool(is_title_kind(text)) or is_subject_line(text)
            continue
        if not _header_goes_on(lines, index, seen=seen, titled=titled):
            break
        if seen or is_upper(text):
            end = index + 1
    return end if seen else 0


def _header_goes_on(lines: Sequence[Line], index: int, *, seen: bool, titled: bool) -> bool:
    """Whether a line that is no heading field still belongs to the header."""
    text = lines[index].text
    label = read_label(text)
    under_kind = index > 0 and is_title_kind(lines[index - 1].text) and not _BASIS.match(text)
    wraps = index > 0 and not lines[index].paragraph and text[:1].islower() and not ends_sentence(lines[index - 1].text)
    if titled and ((under_kind and not ends_sentence(text)) or wraps) and len(text) <= 400:
        return True  # "Triển khai thực hiện …" under KẾ HOẠCH is its subject
    if is_opening(text) or (label and label.style is not Style.DASH) or len(text) > 400:
        return False
    if is_upper(text):  # "THỦ TƯỚNG CHÍNH PHỦ" under the title opens the legal basis
        later = lines[index + 1 : index + 3]
        return not (titled and any(is_opening(line.text) for line in later) and _is_authority(text))
    if titled:  # the subject: up to the first full sentence
        return not text.endswith((".", ":", "/.")) or len(text) < 30
    return seen or index < 6


def _is_authority(line: str) -> bool:
    return bool(
        re.match(
            r"(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|ỦY BAN|UỶ BAN|CHÍNH PHỦ|QUỐC HỘI|HỘI ĐỒNG|TRƯỞNG|CỤC TRƯỞNG|BAN )",
            line,
        )
    )


def _addressees_end(lines: Sequence[Line], start: int) -> int:
    if start >= len(lines) or not _ADDRESSEES.match(lines[start].text):
        return start
    end = start + 1
    while end < len(lines):
        text = lines[end].text
        label = read_label(text)
        bullet = label is not None and label.style in (Style.DASH, Style.PLUS)
        if is_opening(text) or (label and not bullet) or _RECIPIENTS.match(text):
            break
        listed = not ends_sentence(lines[end - 1].text) or lines[end - 1].text.endswith((":", ";"))
        if not bullet and (len(text) > 160 or not listed):
            break
        end += 1
    return end


def _body_start(lines: Sequence[Line], start: int) -> int:
    """Index of the first labelled clause; the number of lines when there is none."""
    for index in range(start, len(lines)):
        label = lines[index].label
        if (
            label
            and label.style not in (Style.DASH, Style.PLUS, Style.ANNEX, Style.FORM)
            and (index == 0 or _opens(label.style, label.numbers))  # a fragment may begin anywhere
        ):
            return index
        if _RECIPIENTS.match(lines[index].text):
            break
    return len(lines)


def _opens(style: Style, numbers: tuple[int, ...]) -> bool:
    """Whether a label may be a document's first: the first of its kind, or any article."""
    return style is Style.ARTICLE or all(number == 1 for number in numbers)


def _tail_start(lines: Sequence[Line], body_start: int) -> int:
    """Index of the first line behind the body: recipients, signature or an annex."""
    first = min(body_start + 1, len(lines))
    for index in range(first, len(lines)):
        text = lines[index].text
        if _RECIPIENTS.match(text) or _is_signature(lines, index) or _is_annex(lines, index, signed=False):
            return index
    for index in range(min(body_start, len(lines))):  # a letter without labelled clauses
        if index and (
            _RECIPIENTS.match(lines[index].text)
            or (body_start >= len(lines) and _is_signature(lines, index) and index > len(lines) // 2)
        ):
            return index
    return len(lines)


def _tail(lines: Sequence[Line], start: int) -> list[tuple[str, int, int]]:
    """Recipients, signature and annexes, in the order in which they are printed."""
    cuts: list[tuple[str, int, int]] = []
    for index in range(start, len(lines)):
        text = lines[index].text
        name = cuts[-1][0] if cuts else ""
        if _is_annex(lines, index, signed=True):
            name = "annex"
        elif name != "annex" and _RECIPIENTS.match(text):
            name = "recipients"
        elif name != "annex" and _is_signature(lines, index):
            name = "signature"
        opens_annex = name == "annex" and _is_annex(lines, index, signed=True)
        if cuts and cuts[-1][0] == name and not opens_annex:
            cuts[-1] = (name, cuts[-1][1], index + 1)
        else:
            cuts.append((name, index, index + 1))
    return cuts


def _is_signature(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if not (_SIGNATURE.match(text) and is_upper(text) and len(text) < 90) or text.endswith(":"):
        return False
    return not any(is_opening(line.text) for line in lines[index + 1 : index + 3])


def _is_annex(lines: Sequence[Line], index: int, *, signed: bool) -> bool:
    """Whether an annex begins: by its label, or by its title and "kèm theo" below it."""
    text = lines[index].text
    label = read_label(text)
    if label and label.style is Style.ANNEX:
        return len(text) < 200 and (signed or text.isupper() or len(text) < 25 or _attached_below(lines, index))
    if label and label.style is Style.FORM:
        return signed and index > 0 and not _inside_annex(lines, index) and _attached_below(lines, index)
    return (
        bool(_ANNEX_TITLE.match(text))
        and is_upper(text)
        and (_attached_below(lines, index))
        and not _annex_above(lines, index)
    )


def _attached_below(lines: Sequence[Line], index: int) -> bool:
    return any(_ATTACHED.match(line.text) for line in lines[index + 1 : index + 5])


def _annex_above(lines: Sequence[Line], index: int) -> bool:
    """Whether this title belongs to the annex label just above it."""
    return any((label := line.label) and label.style is Style.ANNEX for line in lines[max(0, index - 3) : index])


def _inside_annex(lines: Sequence[Line], index: int) -> bool:
    return any((label := line.label) and label.style is Style.ANNEX for line in lines[:index])
