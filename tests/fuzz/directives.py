"""Whole directives made by chance, of every kind and layout, with the addresses that they print.

A directive is made as a list of lines; each line that begins a clause or a bullet knows its
address. `spoilt` then does to one what copying, scanning and hasty drafting do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, PAGE, ROW

ROMAN = "I II III IV V VI VII VIII IX X".split()
POINTS = "a b c d đ e g h i k".split()
_SENTENCES = (
    "Sở Y tế chủ trì, phối hợp với Sở Tài chính và Công an tỉnh kiểm tra việc chấp hành tại các cơ sở.",
    "Giao Phòng Nội vụ tham mưu Ủy ban nhân dân huyện kiện toàn Ban Chỉ đạo trước ngày 30/6/2024.",
    "Ủy ban nhân dân các xã, thị trấn báo cáo kết quả về Phòng Kinh tế trước ngày 15/6 và 15/12 hằng năm.",
    "Phấn đấu đến năm 2025 có ít nhất 85% hộ gia đình được dùng nước sạch, trên 60% cơ sở đạt chuẩn.",
    "Thực hiện Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ và Luật Trẻ em.",
    "Các đơn vị rà soát, cập nhật số liệu hằng quý; tổng hợp gửi Văn phòng (qua bộ phận Một cửa).",
    "Tuyên truyền bằng nhiều hình thức; bảo đảm tiết kiệm, hiệu quả.",
    "Thời gian thực hiện từ ngày 01/9 đến ngày 30/11/2024.",
    "Kinh phí do ngân sách nhà nước cấp theo quy định hiện hành.",
    "Người đứng đầu chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về kết quả thực hiện.",
    "Mỗi xã chọn 02 thôn làm điểm; mỗi thôn có 01 tổ hòa giải.",
)
_TITLES = (
    "Công tác tuyên truyền", "Rà soát, thống kê", "Phòng Tài chính - Kế hoạch", "Về nguồn lực", "Ủy ban nhân dân các xã",
    "Kiểm tra, giám sát", "Mục tiêu chung", "Đào tạo cán bộ",
)  # fmt: skip
_KINDS = {
    "plan": ("KẾ HOẠCH", "KH-UBND"),
    "programme": ("CHƯƠNG TRÌNH", "CTr-UBND"),
    "guidance": ("HƯỚNG DẪN", "HD-SNV"),
    "conclusions": ("THÔNG BÁO\nKết luận của Chủ tịch tại hội nghị giao ban", "TB-VP"),
    "report": ("BÁO CÁO", "BC-UBND"),
    "proposal": ("TỜ TRÌNH", "TTr-SYT"),
    "minutes": ("BIÊN BẢN", "BB-HĐ"),
}
_TAIL = (
    "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Đã ký)", "Lê Văn An",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a directive."""

    text: str
    path: str | None = None  # the address of the clause or bullet that it begins


@dataclass(frozen=True, slots=True)
class Made:
    """A directive as it might be extracted from a file, and the addresses of its labels and bullets."""

    text: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """How the clauses of one depth are labelled."""

    names: Sequence[str]
    printed: str  # "{}." …
    prefix: str = ""  # in the address


_ROMANS, _FIGURES, _LETTERS = (
    Level(ROMAN, "{}. "),
    Level([*map(str, range(1, 13))], "{}. "),
    Level(POINTS, "{}) "),
)
_ARTICLES = Level([*map(str, range(1, 30))], "Điều {}. ", "Đ")
_SHAPES = {
    "plan": (_ROMANS, _FIGURES, _LETTERS),
    "letter": (_FIGURES, _LETTERS),
    "regulation": (_FIGURES, _LETTERS),
}


@st.composite
def _block(draw: st.DrawFn, levels: Sequence[Level], base: str, depth: int) -> list[Entry]:
    """Clauses of one sequence with what stands in them."""
    level, made = levels[0], []
    count = draw(st.integers(2, 3 if depth else 4))
    for name in level.names[:count]:
        path = f"{base}.{level.prefix}{name}" if base else f"{level.prefix}{name}"
        below = len(levels) > 1 and draw(st.booleans())
        title = draw(st.sampled_from(_TITLES))
        capital = level is _ROMANS
        body = [] if below else draw(_body(path))
        heading = (
            title.upper() if capital else title if below or level is _ARTICLES else draw(st.sampled_from(_SENTENCES))
        )
        made += [Entry(level.printed.format(name) + heading, path), *body]
        made += draw(_block(levels[1:], path, depth + 1)) if below else []
    return made


@st.composite
def _body(draw: st.DrawFn, path: str) -> list[Entry]:
    """Sentences, then perhaps dashes with pluses under them."""
    made = [Entry(one) for one in draw(st.lists(st.sampled_from(_SENTENCES), max_size=2))]
    pluses = draw(st.lists(st.integers(0, 2), max_size=3))
    for dash, below in enumerate(pluses, start=1):
        sentence = draw(st.sampled_from(_SENTENCES))
        made.append(Entry("- " + (f"{sentence[:-1]}, gồm:" if below else sentence), f"{path}-{dash}"))
        made += [Entry(f"+ {draw(st.sampled_from(_SENTENCES))}", f"{path}-{dash}+{plus + 1}") for plus in range(below)]
    return made


@st.composite
def _head(draw: st.DrawFn, symbol: str, *, letter: bool) -> list[Entry]:
    number = draw(st.sampled_from(["12", "1045", "…", "    ", "07"]))
    day = draw(st.sampled_from(["ngày 05 tháng 3 năm 2024", "ngày … tháng 4 năm 2024", "ngày    tháng    năm 2024"]))
    rows = [
        "ỦY BAN NHÂN DÂN\nHUYỆN AN HÒA", f"Số: {number}/{symbol}", *(["V/v rà soát số liệu"] if letter else []),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", f"An Hòa, {day}",
    ]  # fmt: skip
    return [Entry(row) for row in rows]


def _tail() -> list[Entry]:
    return [Entry(_TAIL[0] + "\n" + "\n".join(_TAIL[1:3])), Entry("\n".join(_TAIL[3:5])), *map(Entry, _TAIL[5:])]


@st.composite
def _annex(draw: st.DrawFn, number: int) -> list[Entry]:
    """An annex of clauses, or of a table."""
    base = f"PL{number}"
    made = [Entry(f"Phụ lục {number}\nDANH MỤC NHIỆM VỤ\n(Kèm theo văn bản này)", base)]
    if draw(st.booleans()):
        return [*made, *draw(_block((_FIGURES, _LETTERS), base, 1))]
    return [*made, Entry(draw(tables()))]


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Rows of equal length with cells merged by chance."""
    columns = draw(st.integers(2, 4))
    word = st.sampled_from(
        ["", "1", "2.", "a) Lập danh sách", "- Kiểm tra", "Sở Y tế", "Quý II/2024", "95%", "(1)", "Hạn hoàn thành"]
    )
    rows = [CELL.join(["TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"][:columns])]
    for _ in range(draw(st.integers(1, 4))):
        cells = [draw(word) for _ in range(columns)]
        if draw(st.integers(0, 3)) == 0:
            cells[draw(st.integers(0, columns - 1))] = draw(st.sampled_from([FROM_ABOVE, FROM_LEFT]))
        rows.append(CELL.join(cells))
    return "\n".join(f"{ROW}{row}" for row in rows)


@st.composite
def plans(draw: st.DrawFn) -> list[Entry]:
    """A plan, or another directive laid out as one; minutes and reports too."""
    title, symbol = draw(st.sampled_from([*_KINDS.values()]))
    subject = Entry(f"{title}\nVề việc thực hiện Chương trình nước sạch nông thôn năm 2024")
    opening = Entry("Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân huyện ban hành nội dung như sau:")
    body = draw(_block(_SHAPES["plan"], "", 0))
    annexes = [one for n in range(1, 1 + draw(st.integers(0, 2))) for one in draw(_annex(n))]
    closing = Entry("Trên đây là nội dung thực hiện của Ủy ban nhân dân huyện, đề nghị các đơn vị triển khai./.")
    return [*draw(_head(symbol, letter=False)), subject, opening, *body, closing, *_tail(), *annexes]


@st.composite
def letters(draw: st.DrawFn) -> list[Entry]:
    to = Entry("Kính gửi:\n- Các phòng, ban thuộc huyện;\n- Ủy ban nhân dân các xã, thị trấn.")
    opening = Entry("Thực hiện Công văn số 912/LĐTBXH-BĐG ngày 16/3/2023 của Bộ, Ủy ban nhân dân huyện yêu cầu:")
    body = draw(_block(_SHAPES["letter"], "", 0))
    return [*draw(_head("UBND-VX", letter=True)), to, opening, *body, *_tail()]


@st.composite
def decisions(draw: st.DrawFn) -> list[Entry]:
    """A decision in articles, often with a regulation attached that has chapters and articles of its own."""
    base = [Entry("QUYẾT ĐỊNH\nVề việc ban hành Quy chế quản lý chợ"), Entry("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN"),
            Entry("Căn cứ Luật Tổ chức chính quyền địa phương;\nTheo đề nghị của Trưởng phòng Kinh tế."), Entry("QUYẾT ĐỊNH:")]  # fmt: skip
    articles = [
        Entry("Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý chợ.", "Đ1"),
        Entry(
            "Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 05/QĐ-UBND ngày 03/02/2019.", "Đ2"
        ),
        Entry("Điều 3. Chánh Văn phòng, Trưởng các phòng và các tổ chức liên quan thi hành Quyết định này./.", "Đ3"),
    ]
    attached: list[Entry] = []
    if draw(st.booleans()):
        title = "QUY CHẾ\nQuản lý chợ\n(Ban hành kèm theo Quyết định số   /QĐ-UBND ngày    tháng   năm 2024)"
        attached = [Entry(title, "PL1"), *draw(_chapters("PL1"))]
    return [*draw(_head("QĐ-UBND", letter=False)), *base, *articles, *_tail(), *attached]


@st.composite
def _chapters(draw: st.DrawFn, base: str) -> list[Entry]:
    """Chapters whose articles count through; their clauses are numbered, their points lettered."""
    made: list[Entry] = []
    article = 0
    for chapter in ROMAN[: draw(st.integers(2, 3))]:
        address = f"{base}.C{chapter}" if base else f"C{chapter}"
        made.append(Entry(f"Chương {chapter}\n{draw(st.sampled_from(_TITLES)).upper()}", address))
        for _ in range(draw(st.integers(1, 3))):
            article += 1
            path = f"{base}.Đ{article}" if base else f"Đ{article}"
            made.append(Entry(f"Điều {article}. {draw(st.sampled_from(_TITLES))}", path))
            made += draw(_block(_SHAPES["regulation"], path, 1)) if draw(st.booleans()) else draw(_body(path))
    return made


@st.composite
def statutes(draw: st.DrawFn) -> list[Entry]:
    """A circular or a law, the text of several amending ones merged among them."""
    title, symbol = draw(
        st.sampled_from([("THÔNG TƯ", "2024/TT-BYT"), ("NGHỊ ĐỊNH", "2024/NĐ-CP"), ("VĂN BẢN HỢP NHẤT", "VBHN-BTC")])
    )
    basis = Entry(
        "Căn cứ Luật Khám bệnh, chữa bệnh ngày 09 tháng 01 năm 2023;\nBộ trưởng Bộ Y tế ban hành quy định sau đây."
    )
    subject = Entry(f"{title}\nQuy định chi tiết một số điều về khám bệnh, chữa bệnh")
    return [*draw(_head(symbol, letter=False)), subject, basis, *draw(_chapters("")), *_tail()]


KINDS: dict[str, Callable[[], st.SearchStrategy[list[Entry]]]] = {
    "plans, notices, reports, minutes": plans,
    "letters": letters,
    "decisions with what they issue": decisions,
    "statutes": statutes,
}


def directives(kind: str = "") -> st.SearchStrategy[Made]:
    """Directives without a fault, of one kind or of any."""
    return st.one_of(*(made() for name, made in KINDS.items() if kind in ("", name))).map(_put_together)


def _put_together(entries: Sequence[Entry]) -> Made:
    return Made("\n\n".join(entry.text for entry in entries), tuple(entry.path for entry in entries if entry.path))


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A directive of any kind whose labels skip, repeat or are misread, with breaks, notes and tables in the wrong place."""
    entries = draw(st.one_of(*(kind() for kind in KINDS.values())))
    lines = list(entries)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = [Entry(text) for text in draw(st.sampled_from(_SPOILERS))(lines[at].text)]
    note = draw(st.sampled_from(["", "\n\n¹ Theo Luật Trẻ em.\n\n² Số liệu năm 2023."]))
    return draw(st.sampled_from(["\n\n", "\n", f"\n{PAGE}"])).join(line.text for line in lines) + note


def _misread(text: str) -> Iterator[str]:
    yield text.replace("1.", "l.", 1).replace("Điều", "Đieu", 1).replace("III", "lII", 1)


def _repeated(text: str) -> Iterator[str]:
    yield text
    yield text


def _broken(text: str) -> Iterator[str]:
    yield f"{text.rstrip('.')} theo quy định tại khoản\n2. Điều này và Điều\n5. Luật Trẻ em, từ ngày\n01.4.2024."


def _skipped(_: str) -> Iterator[str]:
    yield from ()


def _torn(text: str) -> Iterator[str]:
    yield f"{text[: len(text) // 2]}\n{PAGE}{text[len(text) // 2 :]}"


def _quoting(text: str) -> Iterator[str]:
    yield f"{text} “Điều 9. Sửa đổi\n1. Một.\n2. Hai.”."
    yield "a) Mở ngoặc “không đóng"


def _with_table(text: str) -> Iterator[str]:
    yield text
    yield f"{ROW}1.{CELL}a) Việc¹{CELL}Sở Y tế\n{ROW}{FROM_ABOVE}{CELL}{FROM_LEFT}{CELL}15/6/2024"


def _noted(text: str) -> Iterator[str]:
    yield f"{text}¹²"
    yield "[1] Ghi chú 20/11/2023"


_SPOILERS = (_misread, _repeated, _broken, _skipped, _torn, _quoting, _with_table, _noted)
