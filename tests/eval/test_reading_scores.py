from __future__ import annotations

import pytest

from eval.gold import GoldDocument
from eval.plain_reading import Reading, Stated
from eval.reading_scores import Tally, canonical, folded, score


def gold(**fields: object) -> GoldDocument:
    base: dict[str, object] = {"file": "a.txt", "header": {}, "clauses": ["header"]}
    return GoldDocument.model_validate(base | fields)


def reading(
    paths: tuple[str, ...] = ("header",),
    header: dict[str, str | None] | None = None,
    references: tuple[Stated, ...] = (),
    deadlines: tuple[Stated, ...] = (),
    duties: tuple[Stated, ...] = (),
) -> Reading:
    return Reading(paths, header or {}, references, deadlines, duties)


CLAUSES: dict[str, tuple[dict[str, object], tuple[str, ...], list[str], list[str]]] = {
    "all there": ({"clauses": ["1", "1.a"], "items": ["1-1"]}, ("1", "1-1", "1.a"), [], []),
    "one missing, one extra": ({"clauses": ["1", "2"]}, ("1", "3"), ["2"], ["3"]),
    "the same address twice": ({"clauses": ["1"]}, ("1", "1"), [], ["1 (lặp)"]),
    "another address of the same place": ({"clauses": ["4.1"], "accepted": {"4.1": ["4.(1)"]}}, ("4.(1)",), [], []),
    "both addresses of one place": (
        {"clauses": ["4.1"], "accepted": {"4.1": ["4.(1)"]}}, ("4.1", "4.(1)"), [], ["4.(1) (lặp)"],
    ),
    "leading zeros and Roman annexes": ({"clauses": ["PL1.B01", "CII"]}, ("PLI.B1", "C2"), [], []),
    "a Roman part is not an Arabic clause": ({"clauses": ["I"]}, ("1",), ["I"], ["1"]),
    "optional, read": ({"clauses": ["1"], "optional": ["closing"]}, ("1", "closing"), [], []),
    "optional, not read": ({"clauses": ["1"], "optional": ["closing"]}, ("1",), [], []),
    "below what is unscored": ({"clauses": ["PL1"], "unscored": ["PL1"]}, ("PL1", "PL1.2", "PL1-1"), [], []),
    "beside what is unscored": ({"clauses": ["PL1"], "unscored": ["PL1"]}, ("PL1", "PL10"), [], ["PL10"]),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "paths", "missing", "extra"), CLAUSES.values(), ids=CLAUSES.keys())
def test_clauses(fields: dict[str, object], paths: tuple[str, ...], missing: list[str], extra: list[str]) -> None:
    tally = score(gold(**fields), reading(paths))["clauses"]
    assert (tally.missing, tally.extra) == (missing, extra)
    assert tally.found == len(gold(**fields).clauses or ()) + len(gold(**fields).items) - len(missing)


HEADER = {
    "case, tone mark, spaces": ("subject", "Về việc hoà giải  ở xã.", "HÒA GIẢI Ở XÃ", True),
    "short form": ("issuer", "UBND huyện Tân Yên", "Ủy ban nhân dân huyện Tân Yên", True),
    "other words": ("subject", "thu phí", "thu phí năm 2024", False),
    "blank serial is no number": ("number", None, "/KH-UBND", True),
    "a number where none is printed": ("number", None, "12/KH-UBND", False),
    "spaces in a number": ("number_printed", "5947 /KH-UBND", "5947/KH-UBND", True),
    "another number": ("number", "594/KH-UBND", "5947/KH-UBND", False),
    "not read": ("place", "Hà Nội", None, False),
    "read where none is printed": ("signer", None, "Lê Văn A", False),
    "part of a date": ("date", "2024-04", "2024-04-01", False),
}


@pytest.mark.parametrize(("name", "value", "read", "right"), HEADER.values(), ids=HEADER.keys())
def test_header(name: str, value: str | None, read: str | None, right: bool) -> None:
    tally = score(gold(header={name: value}), reading(header={name: read}))["header"]
    assert (tally.found, len(tally.missing)) == ((1, 0) if right else (0, 1))


def test_header_accepts_other_readings() -> None:
    document = gold(header={"issuer": "Sở Y tế"}, accepted={"issuer": ["Sở Y tế tỉnh A"]})
    assert score(document, reading(header={"issuer": "Sở y tế tỉnh A"}))["header"].found == 1


def cited(what: str, date: str | None = None, path: str = "1") -> Stated:
    return Stated(what, path, date, numbered=any(letter.isdigit() for letter in what))


REFERENCES: dict[str, tuple[list[dict[str, object]], list[Stated], list[str], list[str]]] = {
    "cited twice, one document": ([{"number": "1/KH-UBND"}], [cited("1/KH-UBND"), cited("1 /kh–ubnd")], [], []),
    "another number": ([{"number": "1/KH-UBND"}], [cited("11/KH-UBND")], ["1/KH-UBND"], ["11/kh-ubnd"]),
    "a law by name": ([{"number": None, "name": "Luật Đất đai"}], [cited("luật Đất đai")], [], []),
    "a law's name with its year": ([{"number": None, "name": "Bộ luật Hình sự"}], [cited("bộ luật hình sự năm")], [], []),
    "the law that amends it is another": (
        [{"number": None, "name": "Luật Đất đai"}], [cited("luật sửa đổi Luật Đất đai")], ["Luật Đất đai"], ["sửa đổi luật đất đai"],
    ),
    "optional, read or not": ([{"number": "2/CT", "optional": True}, {"number": "3/CT", "optional": True}], [cited("2/CT")], [], []),
    "the document itself": ([], [cited("9/QĐ-A")], [], []),
    "a number without its serial": ([], [Stated("/QĐ-UBND", "1", numbered=True)], [], []),
    "misprinted, read as printed": ([{"number": "7/QĐ-TTg", "accepted": ["7/QĐTTg"]}], [cited("7/QĐTTg")], [], []),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "read", "missing", "extra"), REFERENCES.values(), ids=REFERENCES.keys())
def test_references(wanted: list[dict[str, object]], read: list[Stated], missing: list[str], extra: list[str]) -> None:
    document = gold(header={"number": "9/QĐ-A"}, references=wanted)
    tally = score(document, reading(references=tuple(read)))["references"]
    assert (tally.missing, tally.extra) == (missing, extra)


def test_the_date_of_a_reference_may_stand_beside_any_of_its_mentions() -> None:
    document = gold(references=[{"number": "1/A", "date": "2020-01-02"}, {"number": "2/A", "date": "2020-01-03"}])
    read = (cited("1/A"), cited("1/A", "2020-01-02"), cited("2/A", "2020-01-30"))
    dates = score(document, reading(references=read))["dates"]
    assert (dates.found, len(dates.missing)) == (1, 1)


def test_only_what_lies_in_the_scope_counts() -> None:
    document = gold(scope=["Đ1"], references=[{"number": "1/A"}])
    tally = score(document, reading(references=(cited("1/A", path="Đ1.2"), cited("2/A", path="Đ10"))))["references"]
    assert (tally.found, tally.extra) == (1, [])


DEADLINES: dict[str, tuple[list[dict[str, object]], list[Stated], list[str], list[str]]] = {
    "in an item of the clause": ([{"date": "--06-15", "kind": "report", "path": "5"}], [Stated("", "5-2", "--06-15")], [], []),
    "in another clause": (
        [{"date": "--06-15", "kind": "report", "path": "5"}], [Stated("", "6", "--06-15")], ["5: --06-15"], ["6: --06-15"],
    ),
    "another precision": (
        [{"date": "2024-06", "kind": "report", "path": "5"}], [Stated("", "5", "2024-06-30")], ["5: 2024-06"], ["5: 2024-06-30"],
    ),
    "a programme's years are no mistake": ([], [Stated("", "5", "2021/2025", aside=True)], [], []),
    "years may be what is asked for": (
        [{"date": "2025", "kind": "period", "path": "5"}], [Stated("", "5", "2025", aside=True)], [], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "read", "missing", "extra"), DEADLINES.values(), ids=DEADLINES.keys())
def test_deadlines(wanted: list[dict[str, object]], read: list[Stated], missing: list[str], extra: list[str]) -> None:
    tally = score(gold(deadlines=wanted), reading(deadlines=tuple(read)))["deadlines"]
    assert (tally.missing, tally.extra) == (missing, extra)


DUTIES: dict[str, tuple[Stated, bool]] = {
    "as written": (Stated("Phòng Y tế", "IV.8-2", role="báo cáo"), True),
    "with the place behind it, in the clause": (Stated("phòng Y tế thành phố", "IV.8", role="tham mưu"), True),
    "a role that the words do not allow": (Stated("Phòng Y tế", "IV.8-2", role="chủ trì"), False),
    "another unit": (Stated("Phòng Nội vụ", "IV.8-2", role="báo cáo"), False),
    "a unit whose name only begins alike": (Stated("Phòng Y", "IV.8-2", role="báo cáo"), True),
    "a word cut in two is another name": (Stated("òng Y tế", "IV.8-2", role="báo cáo"), False),
    "another item": (Stated("Phòng Y tế", "IV.8-1", role="báo cáo"), False),
}


@pytest.mark.parametrize(("read", "right"), DUTIES.values(), ids=DUTIES.keys())
def test_duties(read: Stated, right: bool) -> None:
    wanted = [{"actor": "Phòng Y tế", "role": "báo cáo|tham mưu", "path": "IV.8-2"}]
    tally = score(gold(duties=wanted), reading(duties=(read,)))["duties"]
    assert (tally.found, tally.kept, len(tally.missing), len(tally.extra)) == ((1, 1, 0, 0) if right else (0, 0, 1, 1))


def test_an_unmarked_plural_is_the_same_actor() -> None:
    wanted = [{"actor": "UBND các xã, thị trấn", "role": "thực hiện", "path": "1"}]
    read = Stated("UBND xã, thị trấn", "1", role="thực hiện")
    assert score(gold(duties=wanted), reading(duties=(read,)))["duties"].f1 == 1.0


def test_an_optional_duty_keeps_precision_and_is_not_missed() -> None:
    wanted = [{"actor": "UBND xã", "role": "thực hiện", "path": "1", "optional": True}]
    read = Stated("UBND xã", "1", role="thực hiện")
    assert score(gold(duties=wanted), reading(duties=(read,)))["duties"].precision == 1.0
    assert score(gold(duties=wanted), reading())["duties"].missing == []


ENDED = Stated("9/QĐ-A", "Đ2", "2025-01-01", "thay thế", "Điều 3", numbered=True)
EFFECTS: dict[str, tuple[dict[str, object], Stated, bool]] = {
    "the same": ({"part": "Điều 3", "date": "2025-01-01"}, ENDED, True),
    "one of several right parts": ({"part": "khoản 1 Điều 3|Điều 3"}, ENDED, True),
    "a day that the gold leaves open": ({"part": "Điều 3", "date": None}, ENDED, True),
    "another act": ({"part": "Điều 3", "act": "bãi bỏ"}, ENDED, False),
    "all of it instead of a part": ({"part": None}, ENDED, False),
    "another day": ({"part": "Điều 3", "date": "2025-02-01"}, ENDED, False),
    "another document": ({"part": "Điều 3", "number": "8/QĐ-A"}, ENDED, False),
    "a clause below": ({"part": "Điều 3", "path": "Đ2.1"}, ENDED, False),
    "its own day": (
        {"act": "có hiệu lực", "number": None, "date": "2025-01-01"}, Stated("", "Đ2", "2025-01-01", "có hiệu lực"), True),
    "a law by its name": ({"number": None, "name": "Luật Đất đai"}, Stated("Luật Đất đai", "Đ2", None, "thay thế"), True),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "read", "right"), EFFECTS.values(), ids=EFFECTS.keys())
def test_effects(fields: dict[str, object], read: Stated, right: bool) -> None:
    wanted = {"act": "thay thế", "number": "9/QĐ-A", "path": "Đ2"} | fields
    tally = score(gold(effects=[wanted]), Reading((), {}, (), (), (), (read,)))["effects"]
    assert (tally.found, len(tally.missing), len(tally.extra)) == ((1, 0, 0) if right else (0, 1, 1))


def test_shares_of_a_tally() -> None:
    tally = Tally(found=3, kept=3, missing=["a"], extra=["b", "c", "d"])
    assert (tally.precision, tally.recall) == (0.5, 0.75)
    assert tally.f1 == pytest.approx(0.6)
    assert Tally().f1 is None
    assert Tally(missing=["a"]).f1 == 0.0


@pytest.mark.parametrize(
    ("path", "same"), [("PLIV.B03", "PL4.B3"), ("CII.M1", "C2.M1"), ("IV.6-3", "IV.6-3"), ("Đ5.1.đ", "Đ5.1.đ"), ("CI~2", "C1~2")]
)  # fmt: skip
def test_canonical(path: str, same: str) -> None:
    assert canonical(path) == same


def test_folded() -> None:
    assert folded("Ủy ban nhân dân xã Hoà – Bình") == folded("UBND XÃ HÒA-BÌNH")
