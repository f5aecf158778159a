"""Recombined documents are sound, the questions stand in them, and every stage measures what it says."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval.cli import bench_growth
from eval.errors import StageFailed
from eval.speed import bench, stages
from eval.speed.asked import questions_about
from eval.speed.recombined import Template, parts_of, read_templates, recombine
from ingest.glossary import load_glossary
from ingest.model import UNLABELLED_PARTS, Deadline, Document, Duty, Reference
from vectorstore.library import Library

SAMPLE = Path(__file__).resolve().parent.parent.parent / "ingest" / "sample"
CLAUSES = 400


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    return read_templates(SAMPLE, SAMPLE / "nothing")


@pytest.fixture(scope="module")
def documents(templates: list[Template]) -> list[Document]:
    return list(recombine(templates, CLAUSES))


def test_as_many_clauses_as_asked_for(documents: list[Document]) -> None:
    counts = [sum(1 for _ in document.addresses()) for document in documents]
    assert sum(counts) >= CLAUSES > sum(counts[:-1])
    assert len({document.sha256 for document in documents}) == len(documents)


def test_facts_stand_in_their_clauses(documents: list[Document]) -> None:
    kept = 0
    for document in documents:
        facts: list[Duty | Reference | Deadline]
        facts = [*document.facts.duties, *document.facts.references, *document.facts.deadlines]
        for fact in facts:
            assert document.text[fact.start : fact.start + len(fact.quote)] == fact.quote
            clause = document.clause(fact.path)
            assert clause is not None
            assert clause.start <= fact.start < clause.end
            kept += 1
    assert kept > len(documents)


def test_addresses_are_those_of_the_originals(documents: list[Document], templates: list[Template]) -> None:
    known = {tuple(clause.path for clause in template.document.clauses) for template in templates}
    assert {tuple(clause.path for clause in document.clauses) for document in documents} <= known


def test_little_is_repeated(documents: list[Document]) -> None:
    clauses = [clause for document in documents for clause in document.clauses if clause.path not in UNLABELLED_PARTS]
    long = [clause.text for clause in clauses if len(parts_of(clause.text)) > 3]
    assert len(set(long)) > 0.9 * len(long) > 10


def test_the_same_seed_makes_the_same(templates: list[Template], documents: list[Document]) -> None:
    assert list(islice(recombine(templates, CLAUSES), 3)) == documents[:3]
    assert next(recombine(templates, CLAUSES, seed=1)) != documents[0]


def test_nothing_to_recombine() -> None:
    with pytest.raises(ValueError, match="no documents"):
        next(recombine([], 10))


def test_questions_of_every_typing(documents: list[Document], tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    library.put_all([(document, f"/{document.file}") for document in documents])
    asked = questions_about(library, load_glossary(), each=5)
    assert [question.typing for question in asked] == ["vi"] * 5 + ["vi-plain"] * 5 + ["en"] * 5
    assert all(question.text.isascii() for question in asked if question.typing != "vi")
    for document_id, path in (question.source for question in asked):
        document = library.document(document_id)
        assert document is not None
        assert document.clause(path) is not None
    assert questions_about(library, load_glossary(), each=5) == asked


def test_every_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole benchmark on a small store, its stages called here instead of in processes of their own."""
    monkeypatch.setattr(stages, "SHARED", tmp_path / "nothing")
    monkeypatch.setattr(stages, "EACH", 4)

    def here(stage: str, home: Path, clauses: int, embedder: str | None) -> dict[str, Any]:
        return stages.STAGES[stage](home, clauses, embedder) | {"peak_mb": 1.0}

    monkeypatch.setattr(bench, "_run", here)
    told: list[str] = []
    report = bench.bench_speed(CLAUSES, None, keep=tmp_path / "kept", tell=told.append)
    assert told == list(bench.STAGES) == list(stages.STAGES)
    assert report["clauses"] >= CLAUSES
    assert 0 < report["entries"] <= report["clauses"]
    assert report["dense"]["recall@10"] == 1.0
    assert set(report["search"]["source_found"]) == {"vi", "vi-plain", "en"}
    assert report["search"]["ms"]["questions"] == report["ask"]["ms"]["questions"] == 12
    assert all(size > 0 for size in report["disk_mb"].values())
    assert "recall@10 1.0000" in bench.as_text(report)


def test_a_stage_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(StageFailed, match=r"nothing: KeyError: 'nothing'"):
        bench._run("nothing", tmp_path, 1, None)


def test_growth_is_plotted_with_what_was_measured(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    reports = [
        {
            "clauses": clauses,
            "search": {"ms": {"cpu": {"p50": clauses / 100, "p95": clauses / 50}}},
            "build": {"cpu_seconds": clauses / 1000},
            "peak_mb": {"index": 100.0},
        }
        for clauses in (1000, 10_000)
    ]
    for number, report in enumerate(reports):
        (tmp_path / f"{number}.json").write_text(json.dumps(report), encoding="utf-8")
    target = tmp_path / "growth.svg"
    arguments = [*(str(tmp_path / f"{number}.json") for number in range(2)), "--plot", str(target)]
    assert CliRunner().invoke(bench_growth, arguments).exit_code == 0
    drawn = target.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "search, 95 %" in drawn
    assert "whole answer" not in drawn, "what was not measured has no line"
