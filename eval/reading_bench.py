"""`danchieu bench reading`: how much of the gold our reader reads, beside a baseline on the same text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.errors import BenchmarkInvalid
from eval.gold import GoldDocument
from eval.plain_reading import Reading, read_plainly, reading_of
from eval.reading_scores import Tally, score
from ingest.document import read_document
from ingest.errors import IngestError

TEXTS = Path("training") / "legal-vi.jsonl.gz"  # of the folder of documents: texts that gold names by their URL
SHIPPED = "eval/reading/documents/"  # directives of invented offices that were written for the gold
_ROOT = Path(__file__).resolve().parent.parent
_NOTHING = Reading((), {}, (), (), ())

Tallies = dict[str, Tally]


@dataclass(slots=True)
class Outcome:
    """How one document was read."""

    name: str
    group: str
    ours: Tallies
    baseline: Tallies
    error: str | None = None  # why it could not be read at all


@dataclass(slots=True)
class ReadingReport:
    """All documents of one run."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def groups(self) -> dict[str, list[Outcome]]:
        found: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            found.setdefault(outcome.group, []).append(outcome)
        return found


def bench_reading(gold: Mapping[str, GoldDocument], folder: Path, *, max_bytes: int) -> Iterator[Outcome]:
    """Read and score each document of a gold set.

    Args:
        folder: what `GoldDocument.file` is relative to.
        max_bytes: larger files are not read.

    Raises:
        BenchmarkInvalid: the folder lacks a document that the gold names.
    """
    with files_of(gold, folder) as files:
        for name, document in gold.items():
            yield _outcome(name, document, files[name], max_bytes)


@contextmanager
def files_of(gold: Mapping[str, GoldDocument], folder: Path) -> Iterator[dict[str, Path]]:
    """Where each document lies; texts that are named by their URL are written out meanwhile.

    Raises:
        BenchmarkInvalid: the folder lacks a document that the gold names.
    """
    with TemporaryDirectory() as temporary:
        texts = _texts(gold, folder, Path(temporary))
        files = {name: texts.get(document.file) or _place(document.file, folder) for name, document in gold.items()}
        for name, path in files.items():
            if not path.is_file():
                raise BenchmarkInvalid(folder, f"thiếu {gold[name].file}; chỉ thư mục văn bản bằng --files")
        yield files


def _place(file: str, folder: Path) -> Path:
    """Where a file lies: with the gold, if it ships, or in the folder of documents."""
    return _ROOT / file if file.startswith(SHIPPED) else folder / file


def _outcome(name: str, gold: GoldDocument, path: Path, max_bytes: int) -> Outcome:
    group = gold.group or "plans and letters"
    try:
        document = read_document(path, max_bytes=max_bytes)
    except IngestError as error:
        return Outcome(name, group, score(gold, _NOTHING), score(gold, _NOTHING), str(error))
    return Outcome(name, group, score(gold, reading_of(document)), score(gold, read_plainly(document.text)))


def _texts(gold: Mapping[str, GoldDocument], folder: Path, temporary: Path) -> dict[str, Path]:
    """Files of the texts that the gold names by URL."""
    wanted = {document.file for document in gold.values() if document.file.startswith("https://")}
    found: dict[str, Path] = {}
    if wanted and (folder / TEXTS).is_file():
        with gzip.open(folder / TEXTS, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if record["url"] in wanted:
                    found[record["url"]] = temporary / f"{len(found)}.txt"
                    found[record["url"]].write_text(record["text"], encoding="utf-8")
    return found


def total(outcomes: list[Outcome], whose: str, measure: str) -> Tally:
    """The sum of one measure over documents: long documents count for more."""
    tally = Tally()
    for outcome in outcomes:
        tally.add(getattr(outcome, whose).get(measure, Tally()))
    return tally


MEASURES = ("clauses", "header", "references", "dates", "deadlines", "duties", "effects")


def as_json(report: ReadingReport, *, failures: bool) -> dict[str, Any]:
    """Per group and measure: precision, recall, f1 of ours and of the baseline; documents when asked for."""
    groups = {
        group: {
            measure: {whose: _figures(total(outcomes, whose, measure)) for whose in ("ours", "baseline")}
            for measure in MEASURES
        }
        | {"documents": len(outcomes), "mean_clause_f1": _mean_f1(outcomes)}
        for group, outcomes in report.groups.items()
    }
    result: dict[str, Any] = {"groups": groups}
    if failures:
        result["documents"] = [
            {"name": outcome.name, "error": outcome.error}
            | {m: {"missing": t.missing, "extra": t.extra} for m, t in outcome.ours.items()}
            for outcome in report.outcomes
        ]
    return result


def _figures(tally: Tally) -> dict[str, float | int | None]:
    return {
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "gold": tally.found + len(tally.missing),
    }


def _mean_f1(outcomes: list[Outcome]) -> float | None:
    """The mean over documents whose addresses the gold has: each counts the same; None when it has none."""
    scores = [outcome.ours["clauses"].f1 or 0.0 for outcome in outcomes if "clauses" in outcome.ours]
    return sum(scores) / len(scores) if scores else None


def as_text(report: ReadingReport, *, failures: bool) -> str:
    """The same as a table, ours before the baseline."""
    lines = []
    for group, outcomes in report.groups.items():
        lines.append(f"{group}: {len(outcomes)} văn bản, F1 địa chỉ trung bình {_share(_mean_f1(outcomes))}")
        lines.append(f"  {'':<12}{'vàng':>6}   {'P':>7}{'R':>8}{'F1':>8}   {'nền: P':>8}{'R':>8}{'F1':>8}")
        for measure in MEASURES:
            ours, baseline = (total(outcomes, whose, measure) for whose in ("ours", "baseline"))
            if ours.f1 is not None:
                row = "".join(f"{_share(value):>8}" for value in (ours.precision, ours.recall, ours.f1))
                plain = "".join(f"{_share(value):>8}" for value in (baseline.precision, baseline.recall, baseline.f1))
                lines.append(f"  {measure:<12}{ours.found + len(ours.missing):>6}  {row}   {plain}")
    for outcome in report.outcomes if failures else ():
        lines.append(f"\n{outcome.name}" + (f": {outcome.error}" if outcome.error else ""))
        for measure, tally in outcome.ours.items() if not outcome.error else ():
            lines += [f"  {measure}  thiếu  {one}" for one in tally.missing]
            lines += [f"  {measure}  thừa   {one}" for one in tally.extra]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
