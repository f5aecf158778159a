"""PDFs with text: reading order, paragraphs, columns, tables, notes, furniture, stamps; and PDFs that cannot be read."""

from __future__ import annotations

import pytest

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW, PasswordNeeded
from ingest.progress import listening
from ingest.readers import READERS
from tests.ingest.pdf_files import line, pdf, text

read = READERS[".pdf"]

# Set between 70 and 525 points, in Courier 12: 63 letters.
FULL = "Ban hanh kem theo thong tin nay danh muc cho nam sau va theo do"
SHORT = "cho den khi co thong bao moi."


def body(*rows: str, top: float = 700, left: float = 70, pitch: float = 16) -> list[str]:
    return [text(left, top - pitch * number, words) for number, words in enumerate(rows)]


def grid(xs: list[float], ys: list[float]) -> list[str]:
    """All lines of a table."""
    return [line(x, ys[0], x, ys[-1]) for x in xs] + [line(xs[0], y, xs[-1], y) for y in ys]


PARAGRAPHS = {
    "a line that is full goes on": (body(FULL, SHORT), f"{FULL} {SHORT}"),
    "a line that is not full has ended": (body(SHORT, FULL), f"{SHORT}\n\n{FULL}"),
    "an indent begins a paragraph": (
        [*body(FULL, FULL), text(100, 668, "Ong theo" + FULL[8:59]), *body(SHORT, top=652)],
        f"{FULL} {FULL}\n\nOng theo{FULL[8:59]} {SHORT}",
    ),
    "a wider gap begins a paragraph": (
        [*body(FULL, FULL), *body(FULL, SHORT, top=660)],
        f"{FULL} {FULL}\n\n{FULL} {SHORT}",
    ),
    "lines drawn in any order": (body(FULL, SHORT)[::-1], f"{FULL} {SHORT}"),
    "a number broken at its end": (
        body(FULL[:50] + " Thong tu so 12/2020/", "TT-BGD va " + SHORT),
        FULL[:50] + " Thong tu so 12/2020/TT-BGD va " + SHORT,
    ),
    "words drawn letter by letter": (
        [text(70, 700, "Ba h"), text(98.8, 700, "ng ke cho nam sau"), text(84.4, 700, "n")],
        "Banhng ke cho nam sau",
    ),
    "a marker in small print, raised": (
        [text(70, 700, "theo danh muc nam nay"), text(221.2, 705, "2", 7), text(232.6, 700, "cho den khi xong")],
        "theo danh muc nam nay² cho den khi xong",
    ),
    "a small number below the line is none": (
        [text(70, 700, "theo thong tin N"), text(185.2, 697, "2", 7), text(189.4, 700, "O cho den khi xong")],
        "theo thong tin N2O cho den khi xong",
    ),
}


@pytest.mark.parametrize(("drawn", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs(drawn: list[str], expected: str) -> None:
    assert read(pdf(drawn)).text == expected


def test_turned_pages_and_turned_text_read_alike() -> None:
    assert read(pdf(body(FULL, SHORT), page="/Rotate 90")).text == f"{FULL} {SHORT}"
    sideways = [text(100, 70, FULL, turn="0 1 -1 0"), text(116, 70, SHORT, turn="0 1 -1 0")]
    assert read(pdf(sideways, size=(842, 595))).text == f"{FULL} {SHORT}"


def test_letterhead_and_foot_are_read_column_by_column() -> None:
    head = [
        text(85, 780, "UBND TINH"),
        text(235, 780, "CONG HOA XA HOI CHU NGHIA VIET NAM"),
        text(80, 764, "SO CONG AN"),
        text(270, 764, "Doc lap - Tu do - Hanh phuc"),
        text(75, 735, "So: 12/QD-SCA"),
        text(255, 735, "Tinh Ha, ngay 12 thang 5 nam 2020"),
    ]
    foot = [
        text(70, 600, "Noi nhan:", 11),
        *(text(70, 600 - 12 * n, f"- Phong ban so {n};", 11) for n in range(1, 4)),
        text(340, 596, "KT. GIAM DOC", 13),
        text(345, 581, "PHO GIAM DOC", 13),
        text(335, 540, "Ho Van Ba", 13),
    ]
    columns = read(pdf([*head, *body(FULL, SHORT), *foot])).text.split("\n\n")
    assert columns[:2] == ["UBND TINH\nSO CONG AN", "So: 12/QD-SCA"]
    assert columns[2:4] == [
        "CONG HOA XA HOI CHU NGHIA VIET NAM\nDoc lap - Tu do - Hanh phuc",
        "Tinh Ha, ngay 12 thang 5 nam 2020",
    ]
    assert columns[4:6] == [f"{FULL} {SHORT}", "Noi nhan:\n- Phong ban so 1;\n- Phong ban so 2;\n- Phong ban so 3;"]
    assert columns[6:] == ["KT. GIAM DOC\nPHO GIAM DOC", "Ho Van Ba"]


def test_the_last_line_of_the_text_is_no_column() -> None:
    foot = [
        drawn
        for number, words in enumerate(["KT. GIAM DOC", "PHO GIAM DOC"])
        for drawn in (text(90, 650 - 15 * number, words), text(340 + 5 * number, 650 - 15 * number, words))
    ]
    found = read(pdf([*body(FULL, "va theo do.", top=688), *foot])).text.split("\n\n")
    assert found == [f"{FULL} va theo do.", "KT. GIAM DOC\nPHO GIAM DOC", "KT. GIAM DOC\nPHO GIAM DOC"]


def test_rows_with_tabs_stay_rows() -> None:
    people = [
        drawn
        for number, (name, role) in enumerate(
            [("Ong An", "Truong doan"), ("Ba Binh Ha", "Pho doan"), ("Ong Cu", "Thu ky")]
        )
        for drawn in (text(100, 700 - 16 * number, name), text(300, 700 - 16 * number, role))
    ]
    assert read(pdf(people)).text.split("\n\n") == ["Ong An Truong doan", "Ba Binh Ha Pho doan", "Ong Cu Thu ky"]


XS, YS = [70.0, 200.0, 330.0, 460.0], [700.0, 670.0, 640.0]


def cell(column: int, row: int, words: str) -> str:
    return text(XS[column] + 5, YS[row] - 20, words)


def rows(*cells: tuple[str, ...]) -> str:
    return "\n".join(ROW + CELL.join(row) for row in cells)


TABLES = {
    "a grid": (
        [*grid(XS, YS), *(cell(x, y, f"o so {y}{x}") for y in range(2) for x in range(3))],
        rows(("o so 00", "o so 01", "o so 02"), ("o so 10", "o so 11", "o so 12")),
    ),
    "cells merged across and down": (
        [
            line(70, 700, 460, 700),
            line(200, 670, 460, 670),
            line(70, 640, 460, 640),
            line(70, 700, 70, 640),
            line(200, 700, 200, 640),
            line(330, 670, 330, 640),
            line(460, 700, 460, 640),
            cell(0, 0, "hai hang"),
            cell(1, 0, "hai cot"),
            cell(1, 1, "mot"),
            cell(2, 1, "hai"),
        ],
        rows(("hai hang", "hai cot", FROM_LEFT), (FROM_ABOVE, "mot", "hai")),
    ),
    "lines drawn as thin boxes": (
        [
            *(f"{x} 640 0.5 60 re f" for x in XS),
            *(f"70 {y} 390 0.5 re f" for y in YS),
            *(cell(x, y, f"o so {y}{x}") for y in range(2) for x in range(3)),
        ],
        rows(("o so 00", "o so 01", "o so 02"), ("o so 10", "o so 11", "o so 12")),
    ),
    "a frame around text is no table": ([*grid([60, 535], [730, 660]), *body(FULL, SHORT)], f"{FULL} {SHORT}"),
}


@pytest.mark.parametrize(("drawn", "expected"), TABLES.values(), ids=TABLES.keys())
def test_tables(drawn: list[str], expected: str) -> None:
    assert read(pdf(drawn)).text == expected


def test_a_table_stands_between_the_text_above_and_below() -> None:
    table = [*grid(XS, YS), *(cell(x, y, f"o so {y}{x}") for y in range(2) for x in range(3))]
    found = read(pdf([*body(FULL, SHORT, top=760), *table, *body(SHORT, top=600)])).text.split("\n\n")
    assert [found[0], found[1][:1], found[2]] == [f"{FULL} {SHORT}", ROW, SHORT]


def test_footnotes_stand_behind_the_text_of_their_page() -> None:
    first = [
        *body(FULL, FULL, FULL),
        line(70, 200, 214, 200),
        text(70, 188, "1", 6),
        text(76, 184, "Ban hanh kem theo thong tu cua bo", 9),
        text(70, 174, "truong bo cong an ve viec nay.", 9),
    ]
    pages = read(pdf(first, body(SHORT))).text.split("\f")
    assert pages == [
        f"{FULL} {FULL} {FULL}\n\n¹ Ban hanh kem theo thong tu cua bo truong bo cong an ve viec nay.",
        SHORT,
    ]


def with_furniture(count: int, head: str, foot: str) -> bytes:
    pages = [
        [
            text(250, 800, head.format(n)),
            *body(f"{chr(64 + n)} {FULL[2:]}", "va cho nam sau."),
            text(300, 40, foot.format(n)),
        ]
        for n in range(1, count + 1)
    ]
    return pdf(*pages)


FURNITURE = {
    "page numbers": (with_furniture(3, "{}", "- {} -"), 0),
    "a running head with a number": (with_furniture(4, "CONG BAO so 7 + 8 trang {}", "Trang {}/4"), 0),
    "a running foot": (with_furniture(3, "{}", "Luu hanh noi bo"), 0),
    "annexes that are counted are no pages": (with_furniture(3, "Phu luc {}", "{}"), 3),
    "two pages, a head in the margin": (with_furniture(2, "Bo Cong an - Van phong", "{}"), 0),
}


@pytest.mark.parametrize(("data", "kept"), FURNITURE.values(), ids=FURNITURE.keys())
def test_furniture(data: bytes, kept: int) -> None:
    pages = read(data).text.split("\f")
    assert all(FULL[2:] in page for page in pages)
    assert sum(len(page.split("\n\n")) for page in pages) == len(pages) + kept


def test_the_stamp_of_a_signature_is_no_text() -> None:
    stamp = ["Nguoi ky: CONG", "Signed by: VAN PHONG BO", "Email: a@bo.vn", "Signing time: 09.07.2025 08:44:47 +07:00"]
    drawn = [text(300, 820 - 8 * n, words, 7) for n, words in enumerate(stamp[1:])]
    assert read(pdf([*drawn, *body(FULL, SHORT)])).text == f"{FULL} {SHORT}"


def test_each_page_is_told() -> None:
    told: list[tuple[int, int | None]] = []
    with listening(lambda done, total: told.append((done, total))):
        read(pdf(body(SHORT), body(SHORT)))
    assert told == [(1, 2), (2, 2)]


LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<01> <01>]"
REFUSED = {
    "cut short": (pdf(body(FULL, SHORT))[:300], "hỏng|trang nào"),
    "no page": (pdf(), "không có trang nào"),
    "pages that are declared and are not there": (
        pdf(body(SHORT)).replace(b"/Count 1 ", b"/Count 100000 "),
        "100000 trang|hỏng",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(data)


def test_a_password_is_asked_for() -> None:
    with pytest.raises(PasswordNeeded, match="mật khẩu"):
        read(pdf(body(SHORT), trailer=LOCKED))
