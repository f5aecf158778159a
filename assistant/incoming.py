"""Uploads on their way into the library, so that one which a killed server left half done is finished or forgotten.

Each change of uploaded files has a folder beside them while it lasts. It holds what is received, and the names
of the uploads that are changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from assistant.intake import Intake
from vectorstore.library import Library
from vectorstore.scratch import Scratch, left_behind

_PREFIX = ".incoming-"
_NAMES = "names.json"


class Incoming(Scratch):
    """A change of some uploads, and the folder for it. At its end the change is done, or undone by who made it."""

    def __init__(self, uploads: Path, names: Sequence[str]) -> None:
        """Args: names: of the uploads that are put, replaced or deleted."""
        uploads.mkdir(parents=True, exist_ok=True)
        super().__init__(uploads, _PREFIX)
        (Path(self.name) / _NAMES).write_text(json.dumps(list(names)), encoding="utf-8")


def finish(uploads: Path, library: Library, intake: Intake) -> list[str]:
    """Bring what killed processes left half done to where library and uploads agree; the names concerned.

    An upload that is in its place is read; a document whose upload is gone is removed; what had only
    been received is forgotten, since nobody was told that it was taken.
    """
    names: list[str] = []
    for folder in left_behind(uploads, _PREFIX):
        names += _names(folder)
        shutil.rmtree(folder, ignore_errors=True)
    paths = [uploads / name for name in dict.fromkeys(names)]
    for path in paths:
        card = library.by_source(str(path))
        if card is not None and not path.exists():
            library.remove(card.id)
    if there := [path for path in paths if path.exists()]:
        intake.take(there)
    return names


def _names(folder: Path) -> list[str]:
    try:
        return [Path(name).name for name in json.loads((folder / _NAMES).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []  # killed before anything was changed
