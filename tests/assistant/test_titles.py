"""Documents named by kind and title, and numbers with their year."""

from __future__ import annotations

import pytest

from assistant.directory import Directory
from assistant.question import understand
from ingest.document import compose_document
from ingest.glossary import load_glossary
from vectorstore.corpus_words import CorpusWords
from vectorstore.embedder import load_embedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library

LAW = """QUỐC HỘI

Luật số: 20/2017/QH14

Hà Nội, ngày 21 tháng 6 năm 2017

LUẬT
THƯ VIỆN CÔNG CỘNG

Điều 1. Phạm vi điều chỉnh
Luật này quy định về thư viện công cộng.

Điều 2. Hiệu lực
Luật này có hiệu lực từ ngày 01 tháng 7 năm 2018."""
DECREE = """CHÍNH PHỦ

Số: 77/2021/NĐ-CP

Hà Nội, ngày 3 tháng 8 năm 2021

NGHỊ ĐỊNH
Quy định về nuôi chim yến trong khu dân cư

Điều 1. Vùng nuôi
Vùng nuôi chim yến do Hội đồng nhân dân cấp tỉnh quyết định."""
PLAN = """ỦY BAN NHÂN DÂN
HUYỆN SƠN TRẠI

Số: 20/KH-UBND

Sơn Trại, ngày 9 tháng 3 năm 2025

KẾ HOẠCH
Nạo vét kênh mương nội đồng năm 2025

1. Phòng Kinh tế: Chủ trì nạo vét."""
OTHER_PLAN = PLAN.replace("20/KH-UBND", "21/KH-UBND").replace("Nạo vét kênh mương nội đồng", "Tiêm phòng đàn trâu bò")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    home = tmp_path_factory.mktemp("home")
    library = Library.open(home)
    for name, text in (("luat.txt", LAW), ("yen.txt", DECREE), ("kenh.txt", PLAN), ("tiem.txt", OTHER_PLAN)):
        library.put(compose_document(name, name, text), f"/{name}")
    indexes = Indexes(home, load_embedder(None))
    indexes.catch_up(library)
    return Directory(library, load_glossary(), CorpusWords(indexes.lexical))


# question → files it means, names that nobody bears
NAMED: dict[str, tuple[str, list[str] | None, int]] = {
    "a law by its name": ("Thế nào là kho mở theo luật thư viện công cộng?", ["luat.txt"], 0),
    "a law by the beginning of its name and its year": ("Luật 2017 nói gì về kho mở?", ["luat.txt"], 0),
    "a law by its initials": ("luật TVCC có hiệu lực từ bao giờ", ["luat.txt"], 0),
    "a law whose name is cut short": ("luật thư viện 2017 nói gì", ["luat.txt"], 0),
    "another law that begins alike": ("Luật Thư viện quy định gì?", None, 1),
    "a decree by what it is about": ("nghi dinh ve nuoi chim yen ai ky", ["yen.txt"], 0),
    "a decree by number and year": ("nghị định 77/2021 nói về gì", ["yen.txt"], 0),
    "the number with another year": ("Nghị định 77/2020 nói về gì?", None, 1),
    "the number of another kind": ("Thông tư 77 nói về gì?", None, 1),
    "one of two plans of a place": ("kế hoạch nạo vét kênh của Sơn Trại ai chủ trì", ["kenh.txt"], 0),
    "no title": ("Ai phải nạo vét kênh?", None, 0),
}


@pytest.mark.parametrize(("text", "files", "unknown"), NAMED.values(), ids=NAMED.keys())
def test_documents_named(text: str, files: list[str] | None, unknown: int, directory: Directory) -> None:
    question = understand(text, directory, load_glossary())
    named = question.documents and sorted(directory.cards[known].file for known in question.documents)
    assert named == files
    assert len(question.unknown) == unknown


REFUSED = {
    "a plan of a year that has none": ("Kế hoạch nạo vét năm 2019 của Sơn Trại giao ai?", 1),
    "a year that the plan reaches": ("Kế hoạch của Sơn Trại đến năm 2030 đạt gì?", 0),
    "a place of the country typed small": ("vung tau nao vet kenh khi nao", 1),
    "a law that is cited, asked who cites it": ("Văn bản nào căn cứ Luật Xuất bản?", 0),
    "a law that is not held, asked what it says": ("Luật Xuất bản cấm gì?", 1),
}


@pytest.mark.parametrize(("text", "unknown"), REFUSED.values(), ids=REFUSED.keys())
def test_near_misses_are_unknown(text: str, unknown: int, directory: Directory) -> None:
    assert len(understand(text, directory, load_glossary()).unknown) == unknown
