"""The provision of a document that an act concerns: "khoản 2 Điều 5", "Mẫu số 01 tại Phụ lục I"."""

from __future__ import annotations

import re

from ingest.statements import fold

QUOTED = r"“[^“”]{0,240}”|\"[^\"]{0,240}\""
_WORDS = re.compile(rf"(?:cụm )?từ (?:{QUOTED})")  # that are exchanged or left out
_PART_WORD = r"(?:[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Mm]ục|[Cc]hương|[Pp]hụ lục|[Pp]hần|[Tt]iết|[Mm]ẫu số|[Bb]iểu)"
_LABELLED = rf"{_PART_WORD} (?:số )?(?:\d(?:[\w.]{{0,4}}\w)?|[IVXL]{{1,6}}|[a-zđ]\d?)(?!\w)"
_LABELLED_PART = (
    rf"{_LABELLED}(?:(?:,? và |, | | vào sau | vào trước | vào | tại | của ){_LABELLED}"
    r"|(?:, | và )(?:\d(?:[\w.]{0,2}\w)?|[a-zđ]\d?)(?!\w)){0,12}"
)
_PART = re.compile(
    rf"{_LABELLED_PART}|(?:các )?(?:quy định|nội dung) [^,;:“”\"]{{2,90}}?(?= (?:tại|trong|của) )"
    r"|(?:[Pp]hụ lục|[Bb]iểu mẫu)(?= (?:ban hành )?kèm theo)"
)
_PROVISIONS = re.compile(
    r"(?:[\s,;]|(?:các|[Đđ]iểm|[Kk]hoản|[Đđ]iều|[Mm]ục|[Cc]hương|[Pp]hụ lục|[Pp]hần|[Tt]iết|[Mm]ẫu|[Bb]iểu|số|và|của|tại|từ|đến|"
    r"[IVXLC]{1,7}|\d{1,3}[a-zđ]?|[a-zđ])(?!\w)){1,200}"
)
_MOST_PART = 160  # characters of the part affected, as printed


def only_provisions(text: str) -> bool:
    """Whether a text lists provisions and says nothing else: "các khoản 1, 2 Điều 1; Chương II; Phụ lục I và III của"."""
    return len(text) > 1 and _PROVISIONS.fullmatch(text) is not None


def part_before(text: str, begin: int, at: int) -> str | None:
    """The provision named in text[begin:at], shortly before the document that it belongs to."""
    if ";" in text[begin:at] and only_provisions(text[begin:at]):
        return re.sub(r" (?:của|tại)\Z", "", fold(text[begin:at])).strip(" ,;")
    match = _PART.search(text, max(begin, at - _MOST_PART), at) if at > begin else None
    return fold(match[0]).strip(" ,") if match else None


def part_in(text: str) -> str | None:
    """The provision that follows an act, of a document that is named elsewhere; its new wording is not looked into."""
    told = re.split(r"như sau|“|\"|:", _WORDS.sub("", text), maxsplit=1)[0]
    match = re.search(_LABELLED_PART, told)
    return fold(match[0]) if match else None
