"""Figures to reach: `trên 50% người dân …`, `ít nhất 02 lớp tập huấn`, and by when.

A percentage is a target where the text sets it as one: after "phấn đấu", "đạt", "ít
nhất" and the like, at the head of a bullet, or under a heading that speaks of
objectives. A rate of tax or of interest is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.model import Clause, Table, Target
from ingest.statements import Stretch, fold, plain, sentences, told
from ingest.tables import cells

_LEAST = r"(?:ít nhất|tối thiểu|trên|hơn|từ|khoảng|dưới|không quá|không dưới|tối đa|đạt|bình quân)"
_PERCENT = re.compile(
    rf"(?P<least>{_LEAST} (?:là |khoảng |trên |từ )?)?(?<![\d,.])"
    r"(?P<number>\d{1,3}(?:[.,]\d{1,3})?)(?: ?% ?(?:-|đến) ?\d{1,3}(?:[.,]\d{1,3})?| ?- ?\d{1,3}(?:[.,]\d{1,3})?)?"
    r" ?(?:%|phần trăm)(?P<more>(?: ?/ ?năm| mỗi năm| trở lên| trở xuống)*)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<least>ít nhất|tối thiểu|không dưới|phấn đấu(?: có| đạt| xây dựng| thành lập)?|trên) "
    r"(?:là |có |từ )?(?P<number>\d{1,3}(?:\.\d{3})*(?: ?- ?\d{1,3})?|một|hai|ba)"
    r"(?: \(\w+\))? (?P<unit>(?!tháng|ngày|năm|giờ|tuổi|phút|tuần|điểm|m2|km|%)\w+)",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"phấn đấu|mục tiêu|chỉ tiêu|bảo đảm|đảm bảo|đạt|tăng|giảm|nâng|duy trì|hoàn thành|có ít nhất|ít nhất|tỷ lệ|tỉ lệ",
    re.IGNORECASE,
)
_STRONG_AIM = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu", re.IGNORECASE)
_OBJECTIVES = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu", re.IGNORECASE)
_RULE = re.compile(
    r"thuế|lãi suất|mức phạt|phạt tiền|vốn điều lệ|cổ phần|lệ phí|mức thu|khấu trừ|mức hưởng|mức đóng|nồng độ|"
    r"hàm lượng|thuế suất|trợ cấp|dung sai|khối lượng|biểu quyết|mức hỗ trợ|hỗ trợ \d|tiền lương|giá trị hợp đồng|"
    r"tổn thương cơ thể|điện áp|độ ẩm|sai số",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:đến|trong|vào|hết|trước)(?: (?:hết|cuối))?(?: năm)? (?P<year>20\d\d)(?!\d)", re.IGNORECASE)
_LEAD = re.compile(r"\A(?:(?:phấn đấu|mục tiêu|bảo đảm|đảm bảo|đến năm \d{4}|là|:|,)(?: |\Z)[ ,:]*)+", re.IGNORECASE)
_REACH = re.compile(r"(?:[ ,](?:đạt|còn|lên|xuống|ở mức|là|đến|phấn đấu|từ|khoảng))+\Z")
_FIGURE = re.compile(
    r"(?:≥|>|≤|<|trên|ít nhất|tối thiểu|từ)? ?\d{1,3}(?:[.,]\d{1,3})*(?: ?[-–] ?\d{1,3}(?:[.,]\d{1,3})*)? ?%?",
    re.IGNORECASE,
)
_SENTENCE = 4  # words: a shorter cell states nothing by itself
_EDGE = re.compile(r"[;|]|\.(?= |\Z)")
_HEAD = re.compile(r"[-+•* ]*(?:[a-zđ0-9]{1,2}[.)] ?)?[-+•* ]*")


def find_targets(clauses: Sequence[Clause], tables: Sequence[Table] = ()) -> tuple[Target, ...]:
    """Every target, in reading order; counts inside a percentage's own statement are part of it."""
    aims, years = _inherited(clauses)
    found: list[Target] = []
    for stretch, said in told(clauses, tables):
        owner = _owner(stretch.path, aims)
        if stretch.path in ("header", "recipients", "signature", "addressees", "closing"):
            continue
        for sentence in said:
            found += _read(sentence, aims.get(owner, False), years.get(owner))
    return (*found, *_of_tables(tables))


def _of_tables(tables: Sequence[Table]) -> Iterator[Target]:
    """The figures in columns that are headed as objectives, and the targets that other cells state in words."""
    for table in tables:
        for cell in cells(table):
            heads = " ".join(fold(head) for head in cell.column_heads)
            what = fold(cell.row_head)
            if what and _OBJECTIVES.search(heads) and _FIGURE.fullmatch(fold(cell.text)):
                line = table.quote.rfind("\n", 0, cell.start - table.start) + 1
                end = table.quote.find("\n", cell.start - table.start)
                year = re.search(r"(?<!\d)20\d\d(?!\d)", heads)
                quote = table.quote[line : end if end >= 0 else None]
                value = fold(cell.text)
                yield Target(value, what, year[0] if year else None, table.path, quote, table.start + line)
            elif len(cell.text.split()) > _SENTENCE:
                for sentence in sentences(Stretch(table.path, cell.text, plain(cell.text), cell.start)):
                    yield from _read(sentence, False, None)


def _inherited(clauses: Sequence[Clause]) -> tuple[dict[str, bool], dict[str, str | None]]:
    """Per clause: whether it or a clause above it sets objectives, and the year that those name."""
    aims: dict[str, bool] = {}
    years: dict[str, str | None] = {}
    for clause in clauses:
        head = clause.heading or clause.text[:160].partition("\n")[0]
        above = clause.parent or ""
        aims[clause.path] = aims.get(above, False) or bool(_OBJECTIVES.search(head))
        year = _BY.search(head)
        years[clause.path] = year["year"] if year else years.get(above)
    return aims, years


def _owner(path: str, clauses: dict[str, bool]) -> str:
    """The clause that an item's address belongs to."""
    while path not in clauses and re.search(r"[-+]\d+\Z", path):
        path = re.sub(r"[-+]\d+\Z", "", path)
    return path


def _read(sentence: Stretch, aimed: bool, year: str | None) -> Iterator[Target]:
    begin = 0
    own = _BY.search(sentence.plain)
    for edge in [*_EDGE.finditer(sentence.plain), None]:
        end = edge.start() if edge else len(sentence.plain)
        part = sentence.part(begin, end)
        begin = edge.end() if edge else end
        if part.text and re.search(r"%|phần trăm|nhất|thiểu|dưới|[Pp]hấn đấu|trên ", part.plain):
            yield from _targets(part, aimed, own["year"] if own else year)


def _targets(part: Stretch, aimed: bool, year: str | None) -> Iterator[Target]:
    text = part.plain
    norm = "Đ" in part.path  # what an article lays down is a rule, unless it speaks of objectives
    figures = [] if _RULE.search(text) else _percentages(text, aimed, norm)
    if not figures:
        figures = [match for match in _COUNT.finditer(text) if aimed or _is_aim(text, match, norm)]
    for index, figure in enumerate(figures):
        since = figures[index - 1].end() if index else 0
        until = figures[index + 1].start() if index + 1 < len(figures) else len(text)
        own = _BY.search(text, since, until)
        yield Target(
            _value(figure), _what(text, since, figure, until), own["year"] if own else year,
            part.path, part.text, part.start,
        )  # fmt: skip


def _is_aim(text: str, figure: re.Match[str], norm: bool) -> bool:
    """Whether a count is set as a target by the words before it."""
    aim = _STRONG_AIM if norm else _AIM
    return bool(aim.search(text, max(0, figure.start() - 90), figure.end()))


def _percentages(text: str, aimed: bool, norm: bool) -> list[re.Match[str]]:
    """The percentages that are set as targets, rather than reached or prescribed."""
    head = _HEAD.match(text)
    aim, past = _STRONG_AIM.search(text), text.find("đã ")
    found = []
    for figure in _PERCENT.finditer(text):
        if 0 <= past < figure.start() and not aim:
            continue
        set_before = aim is not None and aim.start() < figure.start()
        near = _AIM.search(text, max(0, figure.start() - 90), figure.end()) and "nếu" not in text[:30]
        leads = head is not None and figure.start() <= head.end()
        if aimed or set_before or (not norm and (near or leads)):
            found.append(figure)
    return found


def _value(figure: re.Match[str]) -> str:
    if "unit" in figure.groupdict():
        least = re.sub(r"(?i)phấn đấu.*", "", figure["least"]).strip()
        return fold(f"{least} {figure['number']} {figure['unit']}")
    return fold(re.sub(r"(?i)^(?:đạt|bình quân) (?:là )?", "", figure[0]))


def _what(text: str, since: int, figure: re.Match[str], until: int) -> str:
    """What the figure measures: the words after it, or before it where none follow."""
    after = re.sub(r"[, ]*(?:và|còn|từ|ít nhất|trên)?[ ,]*\Z", "", text[figure.end() : until])
    after = fold(re.split(r", (?:phấn đấu|trong đó|tỷ lệ|tỉ lệ) ", after)[0]).strip(" ,:;.()-")
    before = fold(_HEAD.sub("", text[since : figure.start()], count=1)).strip(" ,:;.()-")
    before = _REACH.sub("", _LEAD.sub("", before)).strip(" ,:;-")
    if len(after.split()) < 3 or re.match(r"(?:so với|vào năm|đến năm|trong năm|tổng|kế hoạch)", after):
        return f"{before} {_BY.sub('', after)}".strip(" ,;") if before else after
    return after
