"""What a drafter or reader should know is wrong, or not printed, in a document.

Codes: number-missing, number-incomplete, date-missing, day-missing, signer-missing,
cited-after, subject-contradiction, year-mismatch, duty-repeated, label-misread, label-sequence.
Each is said in one Vietnamese sentence. Silence is preferred to a doubtful one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from ingest.dates import is_after, show, year_of
from ingest.glossary import load_glossary
from ingest.kinds import KIND_BY_SYMBOL, symbol_parts
from ingest.labels import Label, Style, read_label, readings
from ingest.localities import Locality, locality_of, unit_at_place
from ingest.model import Anomaly, Clause, Duty, Facts, Header
from ingest.sequence import follows, is_first
from ingest.statements import Stretch, fold, plain, told

_PARTS_OF_DIRECTIVES = frozenset({"addressees", "recipients", "signature"})
_ARTICLE = re.compile(r"(?:PL\w*\.)?Đ\d")
_DOTS = re.compile(r"\.{2,}|…|_{2,}")
_CLOSING = re.compile(
    r"Trên đây là (?:toàn bộ |nội dung )?(?P<thing>[^.;]{10,240}?)"
    r"(?=[.;]|\Z|,? (?:đề nghị|yêu cầu|kính (?:đề nghị|trình|báo cáo)|trân trọng)\b|, (?:các|UBND|Ủy ban|Sở|Phòng|Ban)\b|"
    r" của (?:UBND|Ủy ban|Uỷ ban|Sở|Phòng|huyện|thành phố|tỉnh|xã|phường)\b)"
)
_COMMON = frozenset(
    """hướng dẫn kế hoạch báo cáo thông công tác thực hiện triển khai nội dung nhiệm vụ trọng tâm của và về việc các một số
    năm tổ chức trên địa bàn trong cho với kết quả theo tình hình giai đoạn toàn bộ đề án quyết định chỉ thị văn bản tỉnh
    huyện thành phố xã phường số sự hoạt động chương trình phương án đến từ để những là được tháng quý đầu cuối""".split()
)
_YEAR = re.compile(r"(?<![\d/-])năm (20\d\d)(?! ?[-–/]| đến)")
_FORWARD = re.compile(
    r"(?:[Tt]riển khai|[Tt]ổ chức|[Xx]ây dựng|[Tt]hực hiện|[Hh]ưởng ứng|[Pp]hát động|[Bb]ố trí|[Bb]an hành|[Hh]oàn thành)(?!\w)"
)
_LOOKS_BACK = re.compile(
    r"kết quả|so với|tổng kết|sơ kết|đánh giá|đã |từ năm|giai đoạn|nhiệm kỳ|quyết toán|Luật|[Nn]ghị |[Qq]uyết định|"
    r"[Tt]hông tư|[Cc]hỉ thị|[Cc]ông văn|[Kk]ế hoạch số|báo cáo năm|sinh năm|đến năm|trước năm|cuối năm|thời kỳ|năm học|"
    r"tồn tại|những năm|các năm|số liệu|đề án|chương trình|chiến lược|\d{1,2}/\d{4}|tháng \d",
    re.IGNORECASE,
)
_LONG_DUTY = 80  # characters; shorter statements are repeated without harm
_AMENDS = re.compile(r"(?:Điều )?[\w.]{1,4}[.)]?\s{1,3}(?:Sửa đổi|Bổ sung|Thay thế|Bãi bỏ)")
_INSERTED = re.compile(r"\d[a-zđ]|[a-zđ]\d")  # "Điều 5a" between 5 and 6
_OFTEN = re.compile(r"~(?:[3-9]|\d{2})")
_STYLED = (
    Style.PART,
    Style.CHAPTER,
    Style.SECTION,
    Style.ARTICLE,
    Style.UPPER,
    Style.ROMAN,
    Style.DECIMAL,
    Style.POINT,
)


def find_anomalies(header: Header, clauses: Sequence[Clause], facts: Facts) -> tuple[Anomaly, ...]:
    """Every anomaly: of the header, of the citations, of the text, of its numbering."""
    return (
        *_no_directive(header, clauses),
        *_of_header(header, clauses),
        *_other_kind(header),
        *_cited_after(header, facts),
        *_contradicted_subject(header, clauses),
        *_other_years(header, clauses, facts),
        *_repeated_duties(facts.duties, locality_of(header)),
        *_misread_labels(clauses),
        *_broken_sequences(clauses),
    )


def _no_directive(header: Header, clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    """A list, a guide to a folder, an article: nothing in it that only a directive has."""
    marks = (header.number_printed, header.kind, header.issuer, header.date)
    parts = {clause.path.partition("~")[0] for clause in clauses}
    if not any(marks) and not parts & _PARTS_OF_DIRECTIVES and not any(_ARTICLE.match(path) for path in parts):
        text = (
            "Không thấy dấu hiệu của văn bản hành chính (số, tên loại, cơ quan ban hành, ngày, điều khoản, nơi nhận, chữ ký); "
            "nếu đây không phải là văn bản thì hãy bỏ tệp khỏi thư mục."
        )
        yield Anomaly("no-directive", text, "header", reading=True)


def _other_kind(header: Header) -> Iterator[Anomaly]:
    """A number whose symbol names another kind of document than the title."""
    symbols = symbol_parts(header.number or "")
    named = [KIND_BY_SYMBOL[symbol] for symbol in symbols if symbol in KIND_BY_SYMBOL]
    if header.kind and named and not any(kind in header.kind or header.kind in kind for kind in named):
        text = f"Tên loại là “{header.kind}” nhưng số {header.number} mang ký hiệu của {named[0]}; có thể ghi nhầm số hoặc tên loại."
        yield Anomaly("number-kind", text, "header")


def _of_header(header: Header, clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    printed = header.number_printed or ""
    ordinal = printed.partition("/")[0]
    if not header.number and not re.search(r"\d", ordinal):
        symbol = printed.lstrip(" .…_")
        yield Anomaly("number-missing", f"Văn bản chưa ghi số{f' (chỉ in “{symbol}”)' if symbol else ''}.", "header")
    elif _DOTS.search(printed) or (header.number or "").startswith(("/", "…")):
        yield Anomaly(
            "number-incomplete", f"Số văn bản in dở dang: “{printed}”; nên kiểm tra lại số trên bản gốc.", "header"
        )
    if header.date is None and header.kind not in ("luật", "bộ luật"):  # a law's day stands in its last paragraph
        yield Anomaly("date-missing", "Văn bản không ghi ngày ban hành.", "header")
    elif header.date and len(header.date) < 10:
        yield Anomaly("day-missing", f"Ngày ban hành chưa ghi đủ: chỉ có {_partial(header.date)}.", "header")
    if header.signer is None and not any(clause.path.partition("~")[0] == "signature" for clause in clauses):
        yield Anomaly("signer-missing", "Bản này không có phần ký: không rõ người ký và chức vụ.", "header")


def _partial(date: str) -> str:
    return f"tháng {show(date)}" if "-" in date else f"năm {date}"


def _cited_after(header: Header, facts: Facts) -> Iterator[Anomaly]:
    for reference in facts.references:
        if header.date and reference.date and is_after(reference.date, header.date):
            name = f"{reference.kind or 'văn bản'} {'số ' + reference.number if reference.number else ''}".strip()
            text = (
                f"Viện dẫn {name} đề ngày {show(reference.date)}, sau ngày của chính văn bản này ({show(header.date)}); "
                "có thể ghi nhầm ngày."
            )
            yield Anomaly("cited-after", text, reference.path)


def _contradicted_subject(header: Header, clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    """A closing "Trên đây là …" that names another matter than the heading."""
    if not header.subject:
        return
    subject = _words(header.subject)
    for clause in clauses:
        if clause.path.startswith("PL"):  # a form's closing is about what will be filled in
            continue
        closing = _CLOSING.search(plain(clause.text)) if "Trên đây là" in clause.text else None
        thing = fold(closing["thing"]) if closing else ""
        named = _words(thing)
        if len(named) >= 2 and len(subject) >= 2 and len(named & subject) <= 0.25 * min(len(named), len(subject)):
            text = (
                f"Đoạn kết ghi “{thing}”, khác với trích yếu “{fold(header.subject)}”; có thể sót lại từ văn bản khác."
            )
            yield Anomaly("subject-contradiction", text, clause.path)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in _COMMON)


def _planned_year(header: Header) -> int | None:
    """The year that a document plans: of its subject if that names just one, or of its date."""
    years = set(re.findall(r"năm (20\d\d)", header.subject or ""))
    if len(years) == 1:
        return int(years.pop())
    return None if years else year_of(header.date)


def _other_years(header: Header, clauses: Sequence[Clause], facts: Facts) -> Iterator[Anomaly]:
    """A past year in a statement of what is still to be done."""
    planned = _planned_year(header)
    if (
        planned is None
        or header.kind in ("báo cáo", "tờ trình", "biên bản")
        or any(c.path.startswith("Đ") for c in clauses)
    ):
        return
    issued = year_of(header.date)
    if issued and planned < issued and header.kind in ("kế hoạch", "công văn", "chỉ thị", "hướng dẫn"):
        text = f"Trích yếu nói về năm {planned} nhưng văn bản đề năm {issued}; có thể ghi nhầm năm."
        yield Anomaly("year-mismatch", text, "header")
    cited = [(reference.start, reference.start + len(reference.quote)) for reference in facts.references]
    for stretch, said in told(clauses):
        if (
            stretch.path in ("header", "preamble", "recipients", "signature", "addressees")
            or "năm 20" not in stretch.plain
        ):
            continue
        for sentence in said:
            for year in _past_years(sentence, planned, cited):
                text = f"Nêu việc của năm {year} trong văn bản về năm {planned}: “{_around(sentence, year)}”; có thể ghi nhầm năm."
                yield Anomaly("year-mismatch", text, sentence.path)


def _past_years(sentence: Stretch, planned: int, cited: Sequence[tuple[int, int]]) -> Iterator[int]:
    for match in _YEAR.finditer(sentence.plain):
        at = sentence.start + match.start()
        begin = max(sentence.plain.rfind(mark, 0, match.start()) for mark in (";", "."))
        before = sentence.plain[begin + 1 : match.start()]
        past = planned - 3 <= int(match[1]) < planned
        in_citation = any(start <= at < end for start, end in cited)
        if past and not in_citation and _FORWARD.search(before) and not _LOOKS_BACK.search(before):
            yield int(match[1])


def _around(sentence: Stretch, year: int) -> str:
    words = fold(sentence.text)
    at = words.find(f"năm {year}")
    begin = words.rfind(" ", 0, max(0, at - 70)) + 1 if at > 70 else 0
    return f"{'…' if begin else ''}{words[begin : at + 8]}"


def _repeated_duties(duties: Sequence[Duty], own: Locality) -> Iterator[Anomaly]:
    """The same long duty given to different units at two places; one place may give it to several."""
    first: dict[str, Duty] = {}
    told: set[str] = set()
    for duty in duties:
        key = " ".join(re.findall(r"\w+", duty.action.casefold()))
        if len(key) < _LONG_DUTY or duty.path.startswith(("Đ", "PL")):
            continue
        earlier = first.setdefault(key, duty)
        if earlier.path.partition("-")[0] != duty.path.partition("-")[0] and not _same_unit(
            earlier.actor, duty.actor, own
        ):
            if duty.path not in told:
                text = f"Việc giao ở đây trùng nguyên văn với mục {earlier.path}; có thể giao một việc cho hai nơi do sao chép."
                yield Anomaly("duty-repeated", text, duty.path)
            told.add(duty.path)


def _same_unit(one: str, other: str, own: Locality) -> bool:
    """Whether two names, in one document, are spellings of one unit of one locality."""
    glossary = load_glossary()
    return one == other or unit_at_place(glossary.expand(one), own) == unit_at_place(glossary.expand(other), own)


def _misread_labels(clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    """Labels that were understood from their place in the numbering, not from what the line shows."""
    for clause in clauses:
        if _is_misread(clause):
            own = _understood(clause.path)
            text = f"Ký hiệu in là “{clause.label}”, được hiểu là “{own}” theo thứ tự đánh số; hãy đối chiếu bản gốc."
            yield Anomaly("label-misread", text, clause.path)


def _is_misread(clause: Clause) -> bool:
    if not clause.label or clause.path.startswith("PL"):
        return False
    shown = [label.segment for label in readings(clause.label + " X")]
    return bool(shown) and not any(_same_label(_understood(clause.path), segment) for segment in shown)


def _understood(path: str) -> str:
    """The last label of an address, without what distinguishes repeated ones."""
    return path.partition("~")[0].rpartition(".")[2]


def _same_label(own: str, shown: str) -> bool:
    return own.lstrip("ĐCPMTLB").lstrip("0").casefold() == shown.rpartition(".")[2].lstrip("ĐCPMTLB0").casefold()


def _broken_sequences(clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    """Labels that skip or repeat among those of one parent; articles count through the document.

    Annexes are left out, where forms count anew, and what amends another document,
    where the labels may be the other one's.
    """
    groups: dict[tuple[str, Style, tuple[int, ...]], list[tuple[Label, Clause]]] = {}
    amending: set[str] = set()
    misread: set[str | None] = set()  # whose labels were understood, not read
    for clause in clauses:
        if clause.parent in amending or _AMENDS.match(clause.text):
            amending.add(clause.path)
        if _is_misread(clause):
            misread.add(clause.parent)
            continue
        label = read_label(clause.label + " X") if clause.label else None
        if label is None or label.style not in _STYLED or _INSERTED.search(label.segment):
            continue
        if clause.path.startswith("PL") or clause.parent in amending:
            continue
        parent = "" if label.style in (Style.ARTICLE, Style.CHAPTER) else clause.parent or ""
        groups.setdefault((parent, label.style, label.numbers[:-1]), []).append((label, clause))
    for group in groups.values():
        if group[0][1].parent in misread or any(_OFTEN.search(clause.path) for _, clause in group):
            continue  # a numbering that begins anew over and over was not understood
        for (before, _), (label, clause) in pairwise(group):
            if is_first(label) or _continues(before, label):
                continue
            if label.numbers[-1] == before.numbers[-1]:
                yield Anomaly("label-sequence", f"Ký hiệu “{clause.label}” bị lặp lại.", clause.path)
            else:
                text = f"Đánh số không liên tục: sau “{before.printed}” là “{clause.label}”."
                yield Anomaly("label-sequence", text, clause.path)


def _continues(before: Label, label: Label) -> bool:
    """Whether one way of reading `label` ("i)" is a letter and a numeral) comes next after one of `before`."""
    pairs = [*product(readings(before.printed + " X"), readings(label.printed + " X"))]
    numerals = any(earlier.style is later.style is Style.SMALL_ROMAN for earlier, later in pairs)
    return numerals or any(follows(later, earlier) for earlier, later in pairs)
