"""What the ranker reads: cut, kept, taken out; and the features and scores made of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from vectorstore.entries import Entry
from vectorstore.features import NAMES, Asked, features
from vectorstore.passages import pieces_of
from vectorstore.ranker import Ranker, load_rankers
from vectorstore.readings import batches
from vectorstore.sheets import Sheets
from vectorstore.words import syllables, tokens

ENTRIES = (
    Entry("a", "1", "Ngày bầu cử\nNgày bầu cử là chủ nhật.", "Luật", "", ()),
    Entry("a", "2", "Cử tri có thẻ. Ngày đi bầu do Hội đồng định.", "Luật", "", ("CHƯƠNG",)),
    Entry("b", "1", "Thuế.", "", "", ()),
)


class OneAxis:
    fingerprint = "one:1"
    dimension = 2

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Whole entries of `ENTRIES` each have their own direction; passages all the same."""
        whole = {"Ngày bầu cử là chủ nhật.": [1, 0], "Cử tri có thẻ. Ngày đi bầu do Hội đồng định.": [0, 1]}
        rows = [
            whole.get(parts[-1], [0.6, 0.8]) if parts[0] in ("Luật", "") and len(parts) > 2 else [0.6, 0.8]
            for parts in texts
        ]
        return np.array(rows, np.float32)


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    read = next(batches(ENTRIES))
    parts = [Sheets.empty(2), Sheets.of(read[:2], OneAxis()), Sheets.of(read[2:], OneAxis())]  # type: ignore[arg-type]
    Sheets.save(parts, tmp_path)
    return Sheets.load(tmp_path)


PIECES = {
    "a first line is the heading": (ENTRIES[0], "Ngày bầu cử", ["Ngày bầu cử là chủ nhật."]),
    "else the heading above": (ENTRIES[1], "CHƯƠNG", ["Cử tri có thẻ. Ngày đi bầu do Hội đồng định."]),
    "or none": (ENTRIES[2], "", ["Thuế."]),
    "lines are joined": (Entry("c", "1", "H\nmột\nhai", "", "", ()), "H", ["một\nhai"]),
    "up to a length": (Entry("c", "1", "H\n" + "x" * 200 + "\n" + "y" * 200, "", "", ()), "H", ["x" * 200, "y" * 200]),
    "a long line is cut at sentences": (
        Entry("c", "1", f"{'x' * 300}. {'y' * 300}.", "", "", ()),
        "",
        ["x" * 300 + ".", "y" * 300 + "."],
    ),
}


@pytest.mark.parametrize(("entry", "heading", "passages"), PIECES.values(), ids=PIECES.keys())
def test_pieces(entry: Entry, heading: str, passages: list[str]) -> None:
    pieces = pieces_of(entry)
    assert (pieces.heading, list(pieces.passages)) == (heading, passages)


def test_kept_and_taken(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> None:
    wanted = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2"), ("c", "1")]
    assert sheets.addresses.rows(wanted).tolist() == [0, 1, 2, -1, -1]
    assert sheets.counts["bầu"] == 3
    taken = sheets.take(np.array([2, 0]))
    assert taken.addresses.at(np.arange(2)) == [("b", "1"), ("a", "1")]
    assert [len(part) for part in np.split(taken.words, taken.segments[1:-1])] == [0, 1, 3, 6]
    folder = tmp_path_factory.mktemp("left")
    Sheets.save([sheets.without(["a"]), sheets.without(["b"])], folder)
    left = Sheets.load(folder)
    assert left.addresses.at(np.arange(3)) == [("b", "1"), ("a", "1"), ("a", "2")]
    assert left.addresses.rows([("a", "2"), ("b", "1")]).tolist() == [2, 0]
    assert len(sheets.without(["a", "b"])) == 0


def rank(sheets: Sheets, question: str) -> dict[str, list[float]]:
    asked = Asked(tuple(syllables(question)), dict.fromkeys(tokens(question), 1.0))
    found = features(asked, np.array([1, 0], np.float32), np.array([1, 0.5, 0], np.float32), sheets, known=1.0)
    return {name: [round(float(value), 2) for value in found[:, column]] for column, name in enumerate(NAMES)}


FEATURES = {
    "words": [1, 0.5, 0],
    "meaning": [1, 0, 0.6],
    "passage_meaning": [0.6, 0.6, 0.6],
    "words_covered": [1, 1, 0],
    "pairs_covered": [1, 0, 0],
    "words_around": [1, 1, 0],
    "pairs_around": [1, 0, 0],
    "passage_covered": [1, 0.5, 0],
    "phrase": [1, 0.33, 0],
    "heading_covered": [1, 0, 0],
    "heading_pairs": [1, 0, 0],
    "heading_asked": [1, 0, 0],
    "document": [0.19, 0.25, 0],
}


@pytest.mark.parametrize(("name", "values"), FEATURES.items(), ids=FEATURES.keys())
def test_features(sheets: Sheets, name: str, values: list[float]) -> None:
    assert rank(sheets, "ngày bầu cử")[name] == pytest.approx(values, abs=0.011)


def test_words_above_count_as_around(sheets: Sheets) -> None:
    found = rank(sheets, "luật bầu")
    assert found["words_covered"] == [0.5, 0.5, 0]
    assert found["words_around"] == [1, 1, 0]


def test_a_question_of_no_known_word(sheets: Sheets) -> None:
    assert rank(sheets, "xăng")["words_covered"] == [0, 0, 0]
    assert rank(sheets, "")["phrase"] == [0, 0, 0]


def test_scores_and_reasons() -> None:
    ranker = Ranker.of(dict.fromkeys(NAMES, 0.0) | {"meaning": 2.0, "length": -1.0}, 0.5)
    one = np.zeros(len(NAMES), np.float32)
    one[NAMES.index("meaning")], one[NAMES.index("length")] = 1.0, 1.5
    assert ranker.scores(one[None])[0] == pytest.approx(1 / (1 + np.exp(-1.0)))
    assert ranker.reasons(one)[:2] == [("meaning", 1.0, 2.0), ("length", 1.5, -1.5)]


def test_weights_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="other features"):
        Ranker.of({"meaning": 1.0}, 0.0)


def test_the_rankers_that_ship_know_the_features() -> None:
    assert set(load_rankers()) == {"asked", "translated"}
