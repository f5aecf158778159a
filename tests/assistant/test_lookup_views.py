"""Duties, deadlines, differences and what is replaced, as the page shows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.middleware import Middleware

from assistant.api.app import create_app
from assistant.api.page_images import PageImages
from assistant.api.services import Services
from assistant.chat.frame import TABS, Framed, view_html
from assistant.chat.views.request import ViewRequest
from assistant.differences import differences
from assistant.duty_matrix import duty_matrix
from assistant.facets import Narrowing, options
from assistant.missing import missing_documents
from assistant.occurrences import occurrences, years
from assistant.replaced import replaced
from assistant.reviewing import question_of
from ingest.model import Deadline, Header
from vectorstore.library import Card

TODAY = date(2026, 11, 25)


def card(issued: str | None, **header: Any) -> Card:
    return Card("d", "/d.txt", 1, "d.txt", "0", Header(date=issued, **header), "Kế hoạch", 1, "1")


def due(when: str, kind: Any = "report") -> Deadline:
    return Deadline(kind, when, "báo cáo", None, "1", "q", 0)


FALLING: dict[str, tuple[str, str | None, int, list[tuple[str, str]]]] = {
    "a day": ("2025-06-30", "2025-03-04", 2025, [("2025-06-30", "2025-06-30")]),
    "another year": ("2025-06-30", "2025-03-04", 2026, []),
    "every year, from the year of issue": ("--06-15", "2025-03-04", 2026, [("2026-06-15", "2026-06-15")]),
    "every year, not before the document": ("--06-15", "2025-08-04", 2025, []),
    "a span counts by its last day": ("2025-11-15/2026-01-15", "2025-03-04", 2026, [("2025-11-15", "2026-01-15")]),
    "every month": ("---30", "2025-11-04", 2025, [("2025-11-30", "2025-11-30"), ("2025-12-30", "2025-12-30")]),
    "without a day": ("R/P3M", "2025-03-04", 2025, []),
}


@pytest.mark.parametrize(("when", "issued", "year", "expected"), FALLING.values(), ids=FALLING.keys())
def test_deadlines_fall_in_a_year(when: str, issued: str | None, year: int, expected: list[tuple[str, str]]) -> None:
    found = occurrences([("d", due(when))], {"d": card(issued)}, year, TODAY)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == expected


def test_the_31st_comes_back_after_february() -> None:
    found = occurrences([("d", due("---31"))], {"d": card("2025-01-04")}, 2025, TODAY)
    assert [one.last.day for one in found] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


YEARS: dict[str, tuple[list[str], list[int]]] = {
    "of single days": (["2024-05-01", "2025-06-30"], [2024, 2025]),
    "what comes again falls this year too": (["--06-15"], [2025, 2026]),
    "a period is no appointment": ([], []),
}


@pytest.mark.parametrize(("days", "expected"), YEARS.values(), ids=YEARS.keys())
def test_the_years_to_choose_from(days: list[str], expected: list[int]) -> None:
    found = [("d", due(day)) for day in days] + [("d", due("2021/2030", "period"))]
    assert years(found, {"d": card("2025-03-04")}, TODAY) == expected


DIFFERING: dict[str, tuple[str, str, list[str], list[str]]] = {
    "the same": ("Báo cáo ngay.", "báo cáo ngay", [], []),
    "another word": ("Báo cáo trước ngày 5", "Báo cáo trước ngày 9", ["5"], ["9"]),
    "more words": ("Báo cáo", "Báo cáo Bộ Y tế", [], ["Bộ Y tế"]),
    "nothing in common": ("a b", "c", ["a b"], ["c"]),
}


@pytest.mark.parametrize(("draft", "wording", "ours", "theirs"), DIFFERING.values(), ids=DIFFERING.keys())
def test_two_wordings_are_compared_word_by_word(draft: str, wording: str, ours: list[str], theirs: list[str]) -> None:
    found = differences(draft, wording)
    assert [part.words for part in found.draft if part.differs] == ours
    assert [part.words for part in found.wording if part.differs] == theirs
    assert " ".join(part.words for part in found.wording) == wording


NARROWED: dict[str, tuple[dict[str, str], bool]] = {
    "nothing chosen": ({}, True),
    "the place": ({"place": "Tân An"}, True),
    "another place": ({"place": "Huế"}, False),
    "the year": ({"year": "2025"}, True),
    "words without diacritics": ({"q": "ke hoach tan an"}, True),
    "a word that is not there": ({"q": "ke hoach hue"}, False),
    "what is not known": ({"colour": "red"}, True),
}


@pytest.mark.parametrize(("values", "kept"), NARROWED.values(), ids=NARROWED.keys())
def test_documents_are_narrowed(values: dict[str, str], kept: bool) -> None:
    document = card("2025-03", place="Tân An", kind="kế hoạch", issuer="UBND thành phố Tân An")
    assert Narrowing.of(values).keeps(document) is kept
    assert options([document], "year") == [("2025", 1)]


# -- over a library


PLANS = {
    "1.txt": (
        "ỦY BAN NHÂN DÂN\nHUYỆN A\n\nSố: 10/KH-UBND\n\nHuyện A, ngày 1 tháng 2 năm 2025\n\nKẾ HOẠCH\nPhòng cháy\n\n"
        "Căn cứ Nghị định số 5/2020/NĐ-CP ngày 3/1/2020 của Chính phủ;\n\n1. Phòng Y tế chủ trì, phối hợp với Công an huyện "
        "tập huấn, báo cáo UBND huyện trước ngày 30/6/2025.\n2. Công an huyện tuần tra.\n"
    ),
    "2.txt": (
        "CHÍNH PHỦ\n\nSố: 9/2025/NĐ-CP\n\nHà Nội, ngày 5 tháng 3 năm 2025\n\nNGHỊ ĐỊNH\nQuy định về phòng cháy\n\n"
        "Điều 1. Hiệu lực thi hành\n1. Nghị định này có hiệu lực từ ngày 1/5/2025.\n"
        "2. Nghị định này thay thế Nghị định số 5/2020/NĐ-CP ngày 3/1/2020 của Chính phủ.\n"
    ),
}


@pytest.fixture
def held(services: Services, tmp_path: Path) -> Services:
    """Two more documents: a decree that replaces what a plan stands on."""
    for name, text in PLANS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    services.intake.take([tmp_path / name for name in PLANS])
    return services


def identifier(services: Services, number: str) -> str:
    return next(card.id for card in services.library.cards() if card.header.number == number)


def test_units_are_rows_and_partners_join_in(held: Services) -> None:
    rows = {row.name: row for row in duty_matrix(held.library, [identifier(held, "10/KH-UBND")])}
    police = next(row for name, row in rows.items() if "Công an huyện" in name)
    assert [share.duty.path for share in police.of("phối hợp")] == ["1"]
    health = next(row for name, row in rows.items() if "Phòng Y tế" in name)
    assert {share.deadlines[0].date for share in health.with_deadlines} == {"2025-06-30"}


def test_a_document_that_stands_on_a_replaced_one_is_warned_of(held: Services) -> None:
    (ended,) = replaced(held.library).of(identifier(held, "10/KH-UBND"))
    assert (ended.act, ended.itself) == ("thay thế", False)
    assert "5/2020/NĐ-CP" in ended.name
    assert "9/2025/NĐ-CP" in ended.by
    assert replaced(held.library).of(identifier(held, "9/2025/NĐ-CP")) == []


def test_cited_documents_that_are_not_held(held: Services) -> None:
    names = [name for name, places in missing_documents(held.library)]
    assert any("5/2020/NĐ-CP" in name for name in names)


def test_the_sheet_has_every_duty_and_no_formula(held: Services, client: TestClient) -> None:
    answered = client.get("/v1/duties.xlsx", params={"document": identifier(held, "10/KH-UBND")})
    with zipfile.ZipFile(io.BytesIO(answered.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
        sheets = "".join(book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2))
    assert "mục 1 Kế hoạch số 10/KH-UBND" in words
    assert "30/6/2025" in words
    assert "<f>" not in sheets


MANY = """ỦY BAN NHÂN DÂN\nHUYỆN A\n\nSố: {0}/CT-UBND\n\nHuyện A, ngày 1 tháng 2 năm 2025\n\nCHỈ THỊ\nViệc {0}

1. Phòng Việc {0} chủ trì làm việc {0}, báo cáo trước ngày 30/9/2025.
"""


def test_a_narrowing_to_many_documents_is_exported_as_it_is(held: Services, client: TestClient, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1, 206):
        (folder / f"{number}.txt").write_text(MANY.format(number), encoding="utf-8")
    held.intake.take([folder])
    narrowed = {"kind": "chỉ thị", "year": "2025"}
    shown = [view_html(ViewRequest(held, {"tab": tab, **narrowed}, "", TODAY)) for tab in ("duties", "deadlines")]
    sheet, calendar = (
        unescape(found[1]) for html in shown if (found := re.search('href="(/v1/[^"]+)" download', html))
    )
    with zipfile.ZipFile(io.BytesIO(client.get(sheet).content)) as book:
        units = set(re.findall(r"Phòng Việc \d+", book.read("xl/sharedStrings.xml").decode()))
        assert "Công an huyện" not in book.read("xl/sharedStrings.xml").decode()
    assert units == {f"Phòng Việc {number}" for number in range(1, 206)}
    events = client.get(calendar).text
    assert (events.count("BEGIN:VEVENT"), "20250630" in events) == (205, False)


NARROWINGS: dict[str, tuple[dict[str, str], bool, bool]] = {
    "its kind": ({"kind": "kế hoạch"}, True, True),
    "another kind": ({"kind": "nghị định"}, False, False),
    "a kind that nothing has": ({"kind": "x"}, False, False),
    "words of a unit's name": ({"q": "phong y te"}, True, False),
    "words of no unit's name": ({"q": "kho bac"}, False, False),
    "its document by narrowing and by name": ({"within": "10-kh-ubnd-2025", "document": "10-kh-ubnd-2025"}, True, True),
    "another document by name": ({"within": "10-kh-ubnd-2025", "document": "x"}, False, False),
}


@pytest.mark.parametrize(("asked", "health", "police"), NARROWINGS.values(), ids=NARROWINGS.keys())
def test_a_sheet_is_narrowed(
    held: Services, client: TestClient, asked: dict[str, str], health: bool, police: bool
) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/v1/duties.xlsx", params=asked).content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = re.findall("<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    used = {words[int(number)] for number in re.findall(r't="s"><v>(\d+)</v>', sheet)}
    assert ("Phòng Y tế" in used, "Công an huyện" in used) == (health, police)


def test_a_calendar_of_one_unit(held: Services, client: TestClient) -> None:
    unit = next(row.key for row in duty_matrix(held.library) if "Phòng Y tế" in row.name)
    assert "20250630" in client.get("/v1/deadlines.ics", params={"unit": unit}).text
    assert "VEVENT" not in client.get("/v1/deadlines.ics", params={"unit": "nobody"}).text


ADDRESSES: dict[str, tuple[dict[str, str], str]] = {
    "documents": ({"tab": "documents"}, "31/KH-UBND"),
    "documents in English": ({"tab": "documents", "lang": "en"}, "documents in the store"),
    "a page beyond the last": ({"tab": "documents", "page": "99"}, "31/KH-UBND"),
    "sorted by what is no column": ({"tab": "documents", "sort": "x"}, "31/KH-UBND"),
    "nothing matches": ({"tab": "documents", "q": "zzz"}, "Không có văn bản nào khớp"),
    "missing": ({"tab": "documents", "missing": "1"}, "Nghị định số 5/2020/NĐ-CP"),
    "a document that is not there": ({"tab": "documents", "doc": "x"}, "Không có văn bản"),
    "duties": ({"tab": "duties"}, "Công an huyện"),
    "a unit that is not there": ({"tab": "duties", "unit": "x"}, "Không có đơn vị này"),
    "deadlines": ({"tab": "deadlines", "in": "2025", "month": "6"}, "30/6"),
    "a month that is none": ({"tab": "deadlines", "in": "2025", "month": "77"}, "Thời hạn 2025"),
    "precedents": ({"tab": "precedents", "draft": "Gắn biển báo ở các cửa rừng và canh gác hằng ngày"}, "Gắn biển báo"),
    "a draft too long": ({"tab": "precedents", "draft": "a" * 2001}, "Hãy rút gọn"),
    "evaluation": ({"tab": "evaluation"}, "danchieu eval --report"),
}


@pytest.mark.parametrize(("query", "shown"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_shows_its_view(held: Services, query: dict[str, str], shown: str) -> None:
    html = view_html(ViewRequest(held, query, "", TODAY))
    assert shown in html
    assert "<script>alert" not in html


def test_every_section_has_a_view(held: Services) -> None:
    for tab in TABS:
        html = view_html(ViewRequest(held, {"tab": tab}, "", TODAY))
        assert ("<h1>" in html) is (tab != "ask")
        assert "dc-state-failed" not in html


def test_the_report_of_the_store_is_shown(held: Services, client: TestClient, problem: Callable[[Any], Any]) -> None:
    assert problem(client.get("/page/evaluation/report")) == (404, "no-evaluation")
    folder = held.home / "evaluation"
    folder.mkdir()
    (folder / "index.html").write_text("<h1>8 câu hỏi</h1>", encoding="utf-8")
    (folder / "report.json").write_text("{}", encoding="utf-8")
    assert client.get("/page/evaluation/report").text == "<h1>8 câu hỏi</h1>"
    assert "/page/evaluation/report" in view_html(ViewRequest(held, {"tab": "evaluation"}, "", TODAY))


# -- the frame


@pytest.fixture
def framed(services: Services) -> Iterator[TestClient]:
    """The frame around a page that is not Gradio's."""
    app = create_app(services)

    @app.get("/")
    def page() -> Any:
        from fastapi.responses import HTMLResponse

        return HTMLResponse('<html lang="en"><head></head><body class="x"><p>Gradio</p></body></html>')

    app.user_middleware.append(Middleware(Framed))  # innermost, as the page has it
    with TestClient(app) as client:
        yield client


def test_the_frame_is_there_before_gradio(framed: TestClient) -> None:
    first = framed.get("/?tab=documents")
    assert '<html lang="vi">' in first.text
    assert first.text.index("31/KH-UBND") < first.text.index("Gradio")
    assert 'data-tab="documents" class="x"' in first.text
    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    assert "set-cookie" not in framed.get("/?lang=en").headers


def test_what_the_address_says_is_escaped(framed: TestClient) -> None:
    evil = "<script>alert(1)</script>"
    for tab in TABS:
        params = {"tab": tab, "q": evil, "draft": evil, "unit": evil, "place": evil, "within": evil, "lang": evil}
        assert evil not in framed.get("/", params=params).text


def test_a_picture_of_a_page_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make(source: Path, page: int, width: int) -> bytes:
        made.append(page)
        return b"picture"

    images = PageImages(make, tmp_path / "cache")
    assert [images.image(tmp_path, "a" * 64, page) for page in (1, 1, 2)] == [b"picture"] * 3
    assert made == [1, 2]


def test_a_review_without_citations_makes_no_question() -> None:
    from vectorstore.conversations import Review

    review = Review("c", 0, "up", "", "2026", "Ai?", [], {"language": "vi", "refusal": None, "citations": []})
    assert question_of(review) is None
