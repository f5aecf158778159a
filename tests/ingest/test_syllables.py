"""Words that can be Vietnamese syllables are told from those that cannot."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from statistics import median

import pytest

from ingest.syllables import is_syllable, share_of_syllables

SYLLABLES = {
    "all onsets": "bà cá chả dã đạ gà ghê già hà kẻ khá là mẹ nó nga nghe nhà phà quà rá sà ta tha trà và xã",
    "onset with its vowel": "gì giếng giẻ kỹ quý quốc nghiêng ghế kính quyết",
    "rimes with a glide": "hoạt xoăn khoét luân tuệ thuở khuya chuyên huýt khuỷu ngoằn quạch",
    "two vowels": "biên yêu thường hươu chuông mưa mua chia",
    "both places of a tone": "hòa hoà khỏe khoẻ thúy thuý",
    "capitals and NFD": "ỦY BAN NHÂN DÂN Uỷ ban quye\u0302\u0301t",
}
OTHERS = {
    "no such onset": "fa ja wa za cê kà gế ngi",
    "no such rime": "bư̂ tơc biê tươ uôp êng mươ",
    "a stop bears two tones only": "các̀ bắp̃ mạch̉ bac hop",
    "a tone on the wrong letter": "ńam tóan quýêt hòăn",
    "English": "they of and shall with article decree",
    "TCVN3 read as Western": "quyÕt nh©n tØnh chøc",
    "VNI read as Western": "nhaân daân quyeát ñònh",
    "a broken PDF map": "48ӂ Ĉӎ1 QUYT ĐNH",
}


@pytest.mark.parametrize("words", SYLLABLES.values(), ids=SYLLABLES.keys())
def test_syllables(words: str) -> None:
    assert [word for word in words.split() if not is_syllable(word)] == []


@pytest.mark.parametrize("words", OTHERS.values(), ids=OTHERS.keys())
def test_no_syllables(words: str) -> None:
    assert [word for word in words.split() if is_syllable(word)] == []


SHARES = {
    "Vietnamese": ("Ủy ban nhân dân tỉnh quyết định.", 1.0),
    "a footnote's marker is no letter": ("Hằng năm² báo cáo¹⁰", 1.0),
    "digits and marks count for nothing": ("Điều 5. – 12/2024 “Hội đồng”", 1.0),
    "half of it": ("Luật and Nghị they", 0.5),
    "no word": ("12/5/2024 …", 0.0),
}


@pytest.mark.parametrize(("text", "share"), SHARES.values(), ids=SHARES.keys())
def test_share_of_syllables(text: str, share: float) -> None:
    assert share_of_syllables(text) == share


def test_real_laws(shared: Path) -> None:
    with gzip.open(shared / "training" / "law-articles-vi-en.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    assert median(share_of_syllables(article["vi"]) for article in articles) > 0.97
    assert max(share_of_syllables(article["en"]) for article in articles) < 0.5
