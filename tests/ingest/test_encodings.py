"""Old Vietnamese encodings come back letter by letter; what is not Vietnamese stays as it is."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from ingest.readers.encodings import decode, from_legacy_fonts, from_tcvn3, from_vni, of_font
from ingest.spelling import LOWER, UPPER

TEXT = "Ủy ban nhân dân tỉnh quyết định cưỡng chế, giao Sở Y tế chủ trì, phối hợp với Ủy ban các xã, phường đã nêu ở Điều 5.\n"
LETTERS = "".join(letter for letter in LOWER if not letter.isascii())
TONES = "\u0300\u0301\u0303\u0309\u0323"


def cp1258(text: str) -> bytes:
    """Windows writes the tone behind a letter that may carry circumflex, breve or horn."""
    written = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in TONES)
        written += unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES)) + tone
    return written.encode("cp1258")


def vni(text: str) -> bytes:
    """As typed with a VNI keyboard: vowel, then the letter whose picture is its marks."""
    alone = dict(zip("đơưíìỉĩịỵ", "ñôöíìæóòî", strict=True))
    tones = dict(zip(TONES, "øùõûï", strict=True))
    with_circumflex, with_breve = dict(zip(TONES, "àáãåä", strict=True)), dict(zip(TONES, "èéüúë", strict=True))
    written = ""
    for letter in text:
        lower = letter.lower()
        parts = unicodedata.normalize("NFD", lower)
        base, tone = parts[0], next((mark for mark in parts if mark in TONES), "")
        if lower in alone:
            coded = alone[lower]
        elif "\u0302" in parts:
            coded = base + (with_circumflex[tone] if tone else "â")
        elif "\u0306" in parts:
            coded = base + (with_breve[tone] if tone else "ê")
        else:
            coded = ({"o": "ô", "u": "ö"}[base] if "\u031b" in parts else base) + (tones[tone] if tone else "")
        written += coded.upper() if letter.isupper() else coded
    return written.encode("cp1252")


# Typed by hand from the chart of TCVN 5712:1993 (VN3).
TCVN3_CHART = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9, "ă": 0xA8, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD, "ắ": 0xBE, "ặ": 0xC6,
    "â": 0xA9, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB, "đ": 0xAE, "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0,
    "ẹ": 0xD1, "ê": 0xAA, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5, "ệ": 0xD6, "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD,
    "ị": 0xDE, "ò": 0xDF, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ô": 0xAB, "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8,
    "ộ": 0xE9, "ơ": 0xAC, "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE, "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3,
    "ụ": 0xF4, "ư": 0xAD, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9, "ỳ": 0xFA, "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD,
    "ỵ": 0xFE, "Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6,
}  # fmt: skip


def tcvn3(text: str) -> bytes:
    """Capitals that the encoding lacks become small letters, as they are stored under .VnTimeH."""
    return b"".join(
        bytes([TCVN3_CHART.get(letter, TCVN3_CHART.get(letter.lower(), 0))]) if ord(letter) > 127 else letter.encode()
        for letter in text
    )


ROUND_TRIPS = {
    "UTF-8": (TEXT, TEXT.encode()),
    "UTF-8 with its mark": (TEXT, TEXT.encode("utf-8-sig")),
    "UTF-16 with its mark": (TEXT, TEXT.encode("utf-16")),
    "UTF-16, big end first, with its mark": (TEXT, b"\xfe\xff" + TEXT.encode("utf-16-be")),
    "UTF-16 without mark": (TEXT, TEXT.encode("utf-16-le")),
    "UTF-16, big end first, without mark": (TEXT, TEXT.encode("utf-16-be")),
    "Windows-1258": (TEXT, cp1258(TEXT)),
    "VNI": (TEXT, vni(TEXT)),
    "VNI in capitals": (TEXT.upper(), vni(TEXT.upper())),
    "VNI saved as UTF-8": (TEXT, vni(TEXT).decode("cp1252").encode()),
    "TCVN3": (TEXT.lower(), tcvn3(TEXT.lower())),
    "TCVN3 in capitals": (TEXT.upper(), tcvn3(TEXT.upper())),
    "TCVN3 saved as UTF-8": (TEXT.lower(), tcvn3(TEXT.lower()).decode("cp1252").encode()),
    "UTF-8 encoded twice": (TEXT, TEXT.encode().decode("latin-1").encode()),
    "a line of TCVN3 in a Unicode file": (
        TEXT * 9 + TEXT.lower(),
        (TEXT * 9 + tcvn3(TEXT.lower()).decode("cp1252")).encode(),
    ),
    "English": ("The Minister shall decide.\n", b"The Minister shall decide.\n"),
    "English with Western quotes": ("The “naïve” café – shall\n", "The “naïve” café – shall\n".encode("cp1252")),
    "French": ("Décret relatif à l’égalité des sexes, né à Besançon\n",) * 2,
}


@pytest.mark.parametrize(("text", "data"), ROUND_TRIPS.values(), ids=ROUND_TRIPS.keys())
def test_decode(text: str, data: bytes | str) -> None:
    assert decode(data if isinstance(data, bytes) else data.encode("cp1252")) == text


def test_every_letter_of_tcvn3() -> None:
    assert from_tcvn3(tcvn3(LETTERS).decode("cp1252")) == LETTERS


def test_every_letter_of_vni() -> None:
    both = LETTERS + "".join(letter for letter in UPPER if not letter.isascii())
    assert from_vni(vni(both).decode("cp1252")) == both


@pytest.mark.parametrize(
    ("font", "stored", "text"),
    [(".VnTime", "QuyÕt ®Þnh", "Quyết định"), (".VnTimeH", "quyÕt ®Þnh", "QUYẾT ĐỊNH"), ("VNI-Times", "ñònh", "định")],
)
def test_of_font(font: str, stored: str, text: str) -> None:
    read = of_font(font)
    assert read is not None
    assert read(stored) == text


@pytest.mark.parametrize("line", ["·", "5 µ", "¹ Một", "hằng năm¹", "a¹", "½ ký", "§ 5", "± 2 °C"])
def test_signs_are_no_old_letters(line: str) -> None:
    assert from_legacy_fonts(f"{TEXT}{line}\n") == f"{TEXT}{line}\n"
    assert from_legacy_fonts(line) == line


def test_fonts_of_unicode() -> None:
    assert of_font("Times New Roman") is None


REFUSED = {
    "binary": bytes(range(256)) * 8,
    "UTF-16 with half a character": b"\xff\xfea\0b",
    "bytes of no encoding": b"\x81\x8d\x8f\x90\x9d" * 40,
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_no_text(data: bytes) -> None:
    with pytest.raises(ValueError, match="hãy"):
        decode(data)


def test_real_laws_come_back_from_each_encoding(shared: Path) -> None:
    """Vietnamese ones through the bytes of each, English ones unharmed."""
    with gzip.open(shared / "training" / "law-articles-vi-en.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines][::40]
    keyboard = {*LOWER, *UPPER, *map(chr, range(32, 127)), "\n"}
    for article in articles:
        text = "".join(letter for letter in unicodedata.normalize("NFC", article["vi"]) if letter in keyboard)
        assert decode(cp1258(text)) == text
        assert decode(vni(text)) == text
        assert decode(tcvn3(text.lower())) == text.lower()
        assert from_legacy_fonts(article["en"]) == article["en"]
