"""What a question asks for, and what it names."""

from __future__ import annotations

import pytest

from assistant.addresses import address_in
from assistant.cues import Kind, kinds_of
from assistant.directory import Directory
from assistant.question import Question, language_of, understand, understand_in_turn
from ingest.document import compose_document
from ingest.glossary import load_glossary
from ingest.model import ObjectiveShare
from ingest.spelling import spelt_words
from vectorstore.corpus_words import CorpusWords
from vectorstore.embedder import load_embedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library

PLAN = """Số: 31/KH-UBND

Hải Ninh, ngày 9 tháng 3 năm 2025

KẾ HOẠCH
Phòng cháy rừng năm 2025

Căn cứ Quyết định số 77/QĐ-TTg ngày 2/1/2024 của Thủ tướng Chính phủ; UBND huyện ban hành kế hoạch như sau:

1. Hạt Kiểm lâm huyện:

- Chủ trì trực cháy trong mùa khô; báo cáo mục tiêu 2 (chỉ tiêu 1).

2. Phòng Văn hóa và Thông tin huyện:

- Tuyên truyền trên loa truyền thanh."""
LETTER = """Số: 8/UBND-KT

Kim Sơn, ngày 5 tháng 6 năm 2024

V/v thu hoạch lúa

Kính gửi: UBND các xã.

Để kịp thời vụ, UBND huyện đề nghị:

1. Thu hoạch trước ngày 20/6/2024."""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    home = tmp_path_factory.mktemp("home")
    library, indexes = Library.open(home), Indexes(home, load_embedder(None))
    for name, text in (("rung.txt", PLAN), ("lua.txt", LETTER)):
        library.put(compose_document(name, name, text), f"/{name}")
    indexes.catch_up(library)
    return Directory(library, load_glossary(), CorpusWords(indexes.lexical))


LANGUAGES = {
    "Báo cáo nộp khi nào?": "vi",
    "bao cao nop khi nao": "vi",
    "Who leads the patrols?": "en",
    "which unit reports objective 2": "en",
    "deadline bc của huyện là ngày nào": "vi",
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.items(), ids=LANGUAGES.keys())
def test_language_of(text: str, language: str) -> None:
    assert language_of(text) == language


KINDS = {
    "Báo cáo nộp trước ngày nào, cho ai?": {Kind.DEADLINE, Kind.RECEIVER},
    "Ai ký văn bản này?": {Kind.SIGNER},
    "ai ki ke hoach": {Kind.SIGNER},
    "Kế hoạch căn cứ vào văn bản nào?": {Kind.BASIS},
    "Văn bản nào nhắc đến Quyết định 77?": {Kind.CITED_BY},
    "Phòng Y tế phải làm gì?": {Kind.DUTIES},
    "HSĐT là gì?": {Kind.DEFINITION},
    "How many households must be reached?": {Kind.TARGET},
    "Quyết định 77 còn hiệu lực không?": {Kind.VALIDITY},
    "Giám đốc Sở tên gì?": {Kind.PERSON},
    "Công văn gửi những ai?": {Kind.ADDRESSEES},
}


@pytest.mark.parametrize(("text", "kinds"), KINDS.items(), ids=KINDS.keys())
def test_kinds_of(text: str, kinds: set[Kind]) -> None:
    assert kinds <= set(kinds_of(spelt_words(text)))


# question → attributes of it
UNDERSTOOD: dict[str, tuple[str, dict[str, object]]] = {
    "a number with its symbol": ("31/KH-UBND nói về gì?", {"documents": ("31-kh-ubnd-2025",)}),
    "a number behind its kind": ("cv 8 gửi ai", {"documents": ("8-ubnd-kt-2024",)}),
    "a place": ("Hải Ninh báo cáo khi nào?", {"documents": ("31-kh-ubnd-2025",), "places": ("hai ninh",)}),
    "a place without diacritics": ("hai ninh bao cao khi nao", {"documents": ("31-kh-ubnd-2025",)}),
    "a number that nobody bears": ("Kế hoạch 99 nói gì?", {"unknown": ("Kế hoạch 99",)}),
    "a place that issued nothing": ("Huyện Mường Xa nộp báo cáo khi nào?", {"unknown": ("Mường Xa",)}),
    "a document that is only cited": ("Quyết định 77 là gì?", {"cited": ("77",), "unknown": ()}),
    "objective and indicator": (
        "Who reports indicator 1 of objective 2?",
        {"objectives": (ObjectiveShare(2, (1,)),), "language": "en"},
    ),
    "a day and a year": ("Hạn 20/6 năm 2024 là gì?", {"days": ((6, 20),), "years": (2024,)}),
    "a clause": ("Điểm b khoản 2 Điều 5 quy định gì?", {"address": "Đ5.2.b"}),
    "an objective's number is no document's": ("Phòng nào báo cáo mục tiêu số 2?", {"unknown": (), "documents": None}),
    "a count is no document's number": ("Kế hoạch nêu 31 hộ phải di dời?", {"unknown": ()}),
    "a clause's number is no day": ("Hạn theo mục 2.1 là khi nào?", {"days": (), "address": "2.1"}),
    "any unit is no unit": ("Đơn vị nào trực cháy?", {"units": ()}),
    "what is typed with diacritics is kept so": ("Trực cháy ra sao?", {"topic": (("trực cháy",),)}),
    "what is typed without is not restored": ("Truc chay ra sao?", {"topic": (("truc chay",),)}),
    "English in words of the corpus": ("What about harvesting rice?", {"topic": (("thu hoạch",), ("lúa",))}),
    "an English word within Vietnamese": ("Kim Sơn có harvest gì không?", {"topic": (("thu hoạch",),)}),
    "a lay word in the corpus's own": ("Gặt lúa ra sao?", {"topic": (("gặt lúa", "thu hoạch"),)}),
    "nothing to narrow": ("Ai trực cháy?", {"documents": None, "unknown": (), "units": ()}),
}


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD.values(), ids=UNDERSTOOD.keys())
def test_understand(text: str, expected: dict[str, object], directory: Directory) -> None:
    question = understand(text, directory, load_glossary())
    assert {name: getattr(question, name) for name in expected} == expected


UNITS = {
    "as printed": ("Hạt Kiểm lâm huyện làm gì?", "hat kiem lam"),
    "its beginning": ("phòng văn hóa phải làm gì", "phong van hoa va thong tin"),
    "without diacritics": ("hat kiem lam lam gi", "hat kiem lam"),
    "with office abbreviations": ("P.VHTT phải làm j", "phong van hoa va thong tin"),
    "in English": ("What must the culture and information office do?", "phong van hoa va thong tin"),
}


@pytest.mark.parametrize(("text", "key"), UNITS.values(), ids=UNITS.keys())
def test_units_named(text: str, key: str, directory: Directory) -> None:
    units = understand(text, directory, load_glossary()).units
    assert any(key.startswith(named) or named.startswith(key) for unit in units for named in unit.keys)


def turn(text: str, before: str, directory: Directory) -> Question:
    return understand_in_turn(text, [(before, "…")], directory, load_glossary())


def test_a_follow_up_keeps_the_document_and_changes_the_unit(directory: Directory) -> None:
    question = turn("Còn Phòng Văn hóa?", "Hạt Kiểm lâm Hải Ninh làm gì?", directory)
    assert question.documents == ("31-kh-ubnd-2025",)
    assert Kind.DUTIES in question.kinds
    assert [unit.text for unit in question.units] == ["Phòng Văn hóa và Thông tin"]


def test_a_question_of_its_own_keeps_nothing(directory: Directory) -> None:
    question = turn("Công văn 8 của UBND huyện Kim Sơn gửi cho những ai?", "Hạt Kiểm lâm Hải Ninh làm gì?", directory)
    assert question.documents == ("8-ubnd-kt-2024",)
    assert question.units == ()


# What needs nothing of the turn before, however short it is; and what leans on it by a word, or names no matter.
WHOLE = {
    "Mặt nạ chống độc phát cho ai?": True,
    "mat na chong doc phat cho ai": True,
    "Which unit keeps the list of poor households?": True,
    "Nộp trước hôm nào?": False,
    "Tiền hỗ trợ làng nghề ấy ai chi?": False,
    "Ai là người ký vậy?": False,
}


@pytest.mark.parametrize(("text", "whole"), WHOLE.items(), ids=WHOLE.keys())
def test_what_a_question_names_itself_is_not_taken_from_the_one_before(
    text: str, whole: bool, directory: Directory
) -> None:
    question = turn(text, "Hạt Kiểm lâm Hải Ninh làm gì?", directory)
    assert question.follow_up is not whole
    assert question.documents == (None if whole else ("31-kh-ubnd-2025",))


ADDRESSES = {
    "Điểm đ khoản 1 Điều 5 nói gì?": "Đ5.1.đ",
    "khoan 2 dieu 3": "Đ3.2",
    "mục IV.6 giao ai?": "IV.6",
    "Mục IV.6 nói gì?": "IV.6",
    "Điểm A khoản 1 Điều 5": "Đ5.1.a",
    "What does Article 7 say?": "Đ7",
    "khoản 2 là gì?": None,
    "Ai ký?": None,
}


@pytest.mark.parametrize(("text", "address"), ADDRESSES.items(), ids=ADDRESSES.keys())
def test_address_in(text: str, address: str | None) -> None:
    assert address_in(text) == address
