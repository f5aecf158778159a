from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from eval.cli import SAMPLE_SET

LETTER = """UBND HUYỆN VÂN HÀ

Số: 71/UBND-NV

Vân Hà, ngày 03 tháng 4 năm 2031

V/v báo cáo cải cách hành chính năm 2031

Kính gửi:

- UBND các xã, thị trấn.

Thực hiện Công văn số 15/SNV-CCHC ngày 10/3/2031 của Sở Nội vụ, UBND huyện đề nghị như sau:

1. UBND các xã, thị trấn báo cáo kết quả cải cách hành chính về Phòng Nội vụ trước ngày 20/11/2031.

2. Phòng Nội vụ huyện tổng hợp, tham mưu UBND huyện báo cáo Sở Nội vụ.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Thị Mai
"""
QUESTIONS = [
    {
        "id": "1", "question": "Các xã của Vân Hà nộp báo cáo trước ngày nào?", "kind": "deadline", "typing": "vi",
        "gold": [{"file": "letter.txt", "paths": ["1"]}], "facts": ["20/11/2031"],
    },
    {
        "id": "2", "question": "Ai ký công văn 71?", "kind": "document", "typing": "vi", "held": True,
        "gold": [{"file": "letter.txt", "paths": ["signature"]}], "facts": ["Lò Thị Mai"],
    },
]  # fmt: skip
BENCHMARK = {
    "corpus.jsonl": '{"_id": "a", "title": "Luật", "text": "Thuế nộp hằng năm."}\n{"_id": "b", "title": "", "text": "Rừng."}\n',
    "queries.jsonl": '{"_id": "q", "text": "nộp thuế"}\n',
    "qrels.tsv": "query-id\tcorpus-id\tscore\nq\ta\t1\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one letter, a set of two questions and a benchmark of two documents."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "letter.txt").write_text(LETTER, encoding="utf-8")
    lines = [json.dumps(question, ensure_ascii=False) for question in QUESTIONS]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "bench").mkdir()
    for name, text in BENCHMARK.items():
        (tmp_path / "bench" / name).write_text(text, encoding="utf-8")
    return tmp_path


def call(folder: Path, *words: str) -> Result:
    """Run `danchieu`; words that begin with @ are paths in the folder."""
    arguments = [str(folder / word[1:]) if word.startswith("@") else word for word in words]
    return CliRunner().invoke(main, ["--home", str(folder / "home"), *arguments])


def test_eval_prints_json_only(folder: Path) -> None:
    result = call(folder, "eval", "--set", "@set.jsonl", "--corpus", "@corpus", "--json")
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert value["questions"] == 1, "the held question is left out"
    assert value["stray_quotes"]["hits"] == 0
    assert not (folder / "home").exists(), "the corpus goes into a store of its own"


def test_eval_writes_a_report_and_asks_held_questions_too(folder: Path) -> None:
    words = ("--set", "@set.jsonl", "--corpus", "@corpus", "--report", "@out", "--held", "--failures")
    result = call(folder, "eval", *words)
    assert result.exit_code == 0, result.output
    assert "set.jsonl: 2 câu hỏi" in result.stdout
    assert json.loads((folder / "out" / "report.json").read_text(encoding="utf-8"))["questions"] == 2
    assert "set.jsonl: 2 câu hỏi" in (folder / "out" / "index.html").read_text(encoding="utf-8")


def test_eval_compares_with_the_last_report_and_with_baselines(folder: Path) -> None:
    words = ("--set", "@set.jsonl", "--corpus", "@corpus", "--report", "@out")
    assert "So với lần trước" not in call(folder, "eval", *words).stdout
    told = call(folder, "eval", *words).stdout
    assert "So với lần trước (1 câu hỏi chung)" in told
    assert "BM25" in told
    assert "<svg" in (folder / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("right", "status"), [(0.0, 0), (1.0, 1)], ids=["above the floor", "below it"])
def test_eval_fails_below_its_floor(folder: Path, right: float, status: int) -> None:
    question = json.loads((folder / "set.jsonl").read_text(encoding="utf-8").splitlines()[0])
    (folder / "wrong.jsonl").write_text(json.dumps(question | {"facts": ["không có ở đâu"]}), encoding="utf-8")
    (folder / "floor.json").write_text(json.dumps({"right": right}), encoding="utf-8")
    result = call(folder, "eval", "--set", "@wrong.jsonl", "--corpus", "@corpus", "--floor", "@floor.json")
    assert result.exit_code == status, result.output
    assert ("dưới mức sàn: right" in result.stderr) is (status == 1)


def test_the_sample_set_stays_above_its_floor(tmp_path: Path) -> None:
    floor = SAMPLE_SET.with_suffix(".floor.json")
    result = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "eval", "--held", "--floor", str(floor)])
    assert result.exit_code == 0, result.output


def test_eval_without_corpus_asks_the_store(folder: Path) -> None:
    assert call(folder, "ingest", "@corpus").exit_code == 0
    result = call(folder, "eval", "--set", "@set.jsonl", "--json")
    assert json.loads(result.stdout)["questions"] == 1


def test_eval_names_a_file_that_it_could_not_read(folder: Path) -> None:
    (folder / "corpus" / "empty.txt").touch()
    result = call(folder, "eval", "--set", "@set.jsonl", "--corpus", "@corpus", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["questions"] == 1
    assert "empty.txt" in result.stderr


def test_bench_retrieval_prints_what_the_contract_says(folder: Path) -> None:
    result = call(folder, "bench", "retrieval", "@bench", "--json")
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert {"documents", "queries", "index_seconds", "ms_per_query", "dense", "lexical", "hybrid"} <= value.keys()
    assert set(value["hybrid"]) == {"acc@1", "recall@10", "mrr@10", "ndcg@10"}
    assert set(value["ms_per_query"]) == {"p50", "p95"}
    assert value["lexical"]["acc@1"] == 1.0


def test_bench_retrieval_as_a_table(folder: Path) -> None:
    result = call(folder, "bench", "retrieval", "@bench")
    assert result.exit_code == 0, result.output
    assert "hybrid" in result.stdout
    assert "bm25_syllables" in result.stdout


WRONG = {
    "a set that is not there": ("eval", "--set", "@none.jsonl"),
    "a set that is none": ("eval", "--set", "@corpus/letter.txt"),
    "a corpus that is not there": ("eval", "--set", "@set.jsonl", "--corpus", "@none"),
    "no benchmark": ("bench", "retrieval", "@corpus"),
    "a benchmark that is not there": ("bench", "retrieval", "@none"),
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_call_ends_with_status_2(words: tuple[str, ...], folder: Path) -> None:
    result = call(folder, *words)
    assert result.exit_code == 2
    assert result.stdout == ""
