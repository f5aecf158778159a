"""Bytes → text in the encodings that Vietnamese files have.

UTF-8 and UTF-16 say what they are, or can be proved. The others (Windows-1258, TCVN3 of the fonts
".VnTime", VNI of the fonts "VNI-Times") use the same bytes for different letters, so each is tried
and the one that reads as Vietnamese is taken. TCVN3 and VNI are not encodings to Windows: files hold
them as Western letters ("nh©n d©n", "nhaân daân"), in UTF-8 and Word files too, hence str → str.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable

from ingest.syllables import share_of_syllables

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROLS = bytes(set(range(32)) - {*b"\t\n\v\f\r\x1b"})
_SAMPLE = 20_000  # characters that are enough to tell an encoding
_FEWEST_WORDS = 4  # that tell an encoding; a lone "·" or "µ" is a letter in TCVN3
_READS_WELL = 0.6  # share of syllables; Vietnamese in a wrong encoding seldom reaches it

# Source: TCVN 5712:1993, VN3; at the code points that Windows-1252 gives its bytes.
_TCVN3 = str.maketrans(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
            strict=True,
        )
    )
)
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
# Behind a vowel: its tone, its circumflex or breve, or both, as combining marks.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "ã": "\u0302\u0303", "å": "\u0302\u0309", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ü": "\u0306\u0303", "ú": "\u0306\u0309", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.I)
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> str:
    """The text of a file.

    Raises:
        ValueError: the bytes are no text; the sentence is for the user.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return from_legacy_fonts(_strictly(data, encoding))
    if b"\0" in data and (wide := _utf16(data)) is not None:
        return wide
    if len(data.translate(None, _CONTROLS)) < len(data):
        raise ValueError("tệp nhị phân, không phải văn bản; hãy kiểm tra phần mở rộng của tệp")
    try:
        return from_legacy_fonts(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _single_bytes(data)


def from_legacy_fonts(text: str) -> str:
    """`text` with TCVN3 or VNI turned to Unicode where it then reads as Vietnamese, and otherwise as it is.

    Files put together of older ones hold both, so where the whole reads well each line is looked at.
    """
    if text.isascii():
        return text
    if share_of_syllables(text[:_SAMPLE]) < _READS_WELL:
        return _converted(text, better_by=0.15)
    return "\n".join(_converted(line, better_by=0.5) for line in text.split("\n"))


def _converted(text: str, better_by: float) -> str:
    if text.isascii() or (plain := share_of_syllables(text[:_SAMPLE])) >= _READS_WELL:
        return text
    best = max((from_tcvn3, from_vni, _from_twice_encoded), key=lambda way: share_of_syllables(way(text[:_SAMPLE])))
    converted = best(text)
    if len(_WORD.findall(converted)) < _FEWEST_WORDS:
        return text
    return converted if share_of_syllables(converted[:_SAMPLE]) >= max(_READS_WELL, plain + better_by) else text


def from_tcvn3(text: str) -> str:
    """Text of a font like .VnTime; small letters among capitals stand for the capitals that it lacks."""
    return "\n".join(_with_capitals(line.translate(_TCVN3)) for line in text.split("\n"))


def from_vni(text: str) -> str:
    """Text of a font like VNI-Times: a mark behind its vowel becomes one letter with it."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def of_font(name: str) -> Callable[[str], str] | None:
    """How to read text in a font; None for one whose letters are Unicode's."""
    lower = name.lower()
    if lower.startswith(".vn"):
        return _from_tcvn3_capitals if name.endswith("H") else from_tcvn3
    return from_vni if lower.startswith("vni-") else None


def _from_tcvn3_capitals(text: str) -> str:
    """Of the fonts ".VnTimeH", which show small letters as capitals."""
    return from_tcvn3(text).upper()


def _with_capitals(line: str) -> str:
    if sum(map(str.isupper, line)) > 2 and not any("a" <= letter <= "z" for letter in line):
        return line.upper()  # "Uỷ BAN"
    return _WORD.sub(_shouted, line)


def _shouted(match: re.Match[str]) -> str:
    typed = [letter for letter in match[0] if letter.isascii()]
    return match[0].upper() if len(typed) > 1 and all(map(str.isupper, typed)) else match[0]  # "QUYếT"


def _vni_letter(match: re.Match[str]) -> str:
    vowel, mark = match[1], match[2]
    if vowel is None:
        return _in_case(_VNI_LETTERS[match[0].lower()], match[0])
    letter = _in_case(_VNI_LETTERS.get(vowel.lower(), vowel.lower()), vowel)
    return unicodedata.normalize("NFC", letter + _VNI_MARKS[mark.lower()])


def _in_case(letter: str, typed: str) -> str:
    return letter.upper() if typed.isupper() else letter


def _from_twice_encoded(text: str) -> str:
    """UTF-8 that was read as Windows-1252 and saved so: "Quyáº¿t"."""
    try:
        # Windows leaves five bytes undefined and gives them the control characters of their number.
        return b"".join(c.encode("latin-1" if "\x80" <= c < "\xa0" else "cp1252") for c in text).decode("utf-8")
    except UnicodeError:
        return text


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: half of the bytes of Latin letters, digits and spaces are zero."""
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            readings.append(text)
    best = max(readings, key=_latin, default=None)
    return best if best is not None and _latin(best) > 0.9 else None


def _latin(text: str) -> float:
    """How much of a text lies where letters and marks of Vietnamese do."""
    return sum(c < "\u0250" or "\u1e00" <= c < "\u2070" for c in text) / len(text)


def _single_bytes(data: bytes) -> str:
    windows = data.decode("cp1252", errors="replace")
    try:
        composed = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        composed = windows
    best = max((composed, from_legacy_fonts(windows)), key=lambda text: share_of_syllables(text[:_SAMPLE]))
    if share_of_syllables(best[:_SAMPLE]) < _READS_WELL:
        best = windows
    if best.count("\ufffd") > len(best) / 1000:
        raise ValueError("không đọc được bảng mã; hãy lưu lại tệp dưới dạng UTF-8")
    return best


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("không đọc được bảng mã; hãy lưu lại tệp dưới dạng UTF-8") from None
