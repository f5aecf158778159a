"""The real texts at hand: the folder beside the project, and the directives that ship."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from ingest.document import read_document
from ingest.errors import IngestError
from ingest.readers.formats import FORMATS
from tests.fuzz.properties import check, read_text_well
from tests.fuzz.strategies import ROOT

SHARED = ROOT.parent / "shared"
FOLDERS = (ROOT / "ingest" / "sample", ROOT / "tests" / "golden", SHARED / "corpus", SHARED / "realdocs")
_STATUTES = SHARED / "training" / "legal-vi.jsonl.gz"


def readable(folder: Path) -> list[Path]:
    """The files of a folder that need no other program; none where it is absent."""
    suffixes = {suffix for known in FORMATS.values() if not known.programs for suffix in known.suffixes}
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in suffixes)


def statutes(every: int = 1) -> Iterator[tuple[str, str]]:
    """Address and text of the official documents for training, or of those at equal steps; none where they are absent."""
    if _STATUTES.is_file():
        with gzip.open(_STATUTES, "rt", encoding="utf-8") as lines:
            for number, record in enumerate(map(json.loads, lines)):
                if number % every == 0:
                    yield record["url"], record["text"]


def check_real() -> Iterator[str]:
    """What does not hold of the real texts, each told in a line."""
    for path in (path for folder in FOLDERS for path in readable(folder)):
        try:
            check(read_document(path, max_bytes=100_000_000))
        except IngestError:
            continue  # one that cannot be read is told in a sentence; `tests/ingest/test_formats.py` holds which
        except AssertionError as error:
            yield f"{path.name}: {error}"
    for url, text in statutes():
        try:
            read_text_well(text)
        except AssertionError as error:
            yield f"{url}: {error}"
