from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from eval.errors import GoldInvalid
from eval.gold import load_gold
from eval.plain_reading import read_plainly

LETTER = """UBND HUYỆN VÂN HÀ

Số: 71/UBND-NV

Vân Hà, ngày 03 tháng 4 năm 2031

KẾ HOẠCH
Cải cách hành chính năm 2031

Thực hiện Công văn số 15/SNV-CCHC ngày 10/3/2031, UBND huyện ban hành Kế hoạch như sau:

I. NHIỆM VỤ

1. Phòng Nội vụ huyện

- Chủ trì tổng hợp, báo cáo UBND huyện trước ngày 20/11/2031.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Lò Thị Mai
"""
URL = "https://example.invalid/letter"
GOLD = {
    "file": "letter.txt",
    "header": {"number": "71/UBND-NV"},
    "clauses": ["header", "preamble", "I", "I.1", "I.1-1", "recipients", "recipients-1", "signature", "II"],
    "references": [{"number": "15/SNV-CCHC", "date": "2031-03-10"}],
    "deadlines": [{"date": "2031-11-20", "kind": "report", "path": "I.1-1"}],
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two gold files, one of them held and of a text that is named by its URL, and the folder of the documents."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "files" / "training").mkdir(parents=True)
    (tmp_path / "files" / "letter.txt").write_text(LETTER, encoding="utf-8")
    with gzip.open(tmp_path / "files" / "training" / "legal-vi.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"url": URL, "text": LETTER}) + "\n")
    for name, changes in {"open": {}, "held": {"file": URL, "held": True, "clauses": ["header"]}}.items():
        text = json.dumps(GOLD | changes, ensure_ascii=False)
        (tmp_path / "gold" / f"{name}.gold.json").write_text(text, encoding="utf-8")
    return tmp_path


def bench(place: Path, *options: str) -> Result:
    arguments = ["bench", "reading", str(place / "gold"), "--files", str(place / "files"), *options]
    return CliRunner().invoke(main, arguments)


def test_what_is_printed_with_failures(place: Path) -> None:
    result = bench(place, "--failures", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert [document["name"] for document in told["documents"]] == ["open"]
    assert told["documents"][0]["clauses"] == {"missing": ["II"], "extra": []}
    group = told["groups"]["plans and letters"]
    assert group["clauses"]["ours"] == {"precision": 1.0, "recall": pytest.approx(8 / 9), "f1": pytest.approx(16 / 17), "gold": 9}  # fmt: skip
    assert group["references"]["ours"]["f1"] == group["deadlines"]["ours"]["f1"] == 1.0
    assert group["clauses"]["baseline"]["recall"] < 8 / 9
    assert group["duties"]["ours"]["gold"] == 0


def test_as_a_table(place: Path) -> None:
    result = bench(place, "--failures")
    assert "plans and letters: 1 văn bản" in result.output
    assert "clauses  thiếu  II" in result.output


def test_the_held_ones_are_measured_apart_and_found_by_their_url(place: Path) -> None:
    told = json.loads(bench(place, "--held", "--failures", "--json").output)
    assert [(document["name"], document["error"]) for document in told["documents"]] == [("held", None)]
    assert told["groups"]["plans and letters"]["header"]["ours"]["f1"] == 1.0


def test_a_document_that_cannot_be_read_counts_as_all_missing(place: Path) -> None:
    (place / "files" / "letter.txt").write_text(" ", encoding="utf-8")
    result = bench(place, "--json", "--failures")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["groups"]["plans and letters"]["clauses"]["ours"]["recall"] == 0.0
    assert told["documents"][0]["error"]


def test_a_missing_document_is_named(place: Path) -> None:
    (place / "files" / "letter.txt").unlink()
    result = bench(place)
    assert result.exit_code == 2
    assert "letter.txt" in result.output


BROKEN = {
    "no JSON": "{",
    "an unknown field": json.dumps(GOLD | {"clause": []}),
    "a kind of deadline that is none": json.dumps(
        GOLD | {"deadlines": [{"date": "2031", "kind": "soon", "path": "1"}]}
    ),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_is_no_gold(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.gold.json").write_text(text, encoding="utf-8")
    with pytest.raises(GoldInvalid):
        load_gold(tmp_path, held=False)


def test_a_folder_without_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldInvalid):
        load_gold(tmp_path, held=False)


def test_the_gold_that_ships_is_whole() -> None:
    place = Path(__file__).resolve().parents[2] / "eval" / "reading"
    documents = {**load_gold(place, held=False), **load_gold(place, held=True)}
    assert len(documents) == len([*place.glob("*.gold.json")])
    for name, document in documents.items():
        if document.clauses is None:
            continue
        paths = (*document.clauses, *document.items)
        assert len(set(paths)) == len(paths), name
        if document.deadlines:
            listed = {*paths, *document.optional}
            assert {d.path for d in document.deadlines if not d.optional} <= listed, name
        for duty in document.duties or ():
            assert duty.optional or duty.path in paths, (name, duty)


def test_the_baseline_reads_what_is_plain() -> None:
    plain = read_plainly(LETTER)
    assert plain.paths == ("header", "I", "I.1", "I.1-1", "recipients", "recipients-1")
    assert [reference.what for reference in plain.references] == ["71/UBND-NV", "15/SNV-CCHC"]
    assert [(one.path, one.date) for one in plain.deadlines] == [("I.1-1", "2031-11-20")]
    assert ("Phòng Nội vụ huyện", "I.1-1", "chủ trì") in {(one.what, one.path, one.role) for one in plain.duties}
    assert (plain.header["number"], plain.header["date"], plain.header["signer"]) == (
        "71/UBND-NV",
        "2031-04-03",
        "Lò Thị Mai",
    )
