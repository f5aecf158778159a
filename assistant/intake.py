"""What a user hands in goes into the library: the road behind `ingest` and behind an upload.

It also takes out what the user took away: a document whose file is gone from a folder that
is handed in again is removed, so that it is never cited.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ingest.corpus import Failed, Read, Skipped, Unchanged, read_corpus
from ingest.document import READER_VERSION
from ingest.errors import IngestError
from vectorstore.library import Card, Library

if TYPE_CHECKING:
    from assistant.settings import Settings

Change = Literal["added", "replaced", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    file: str  # absolute path
    outcome: Change
    document_id: str | None = None
    error: IngestError | None = None  # set when, and only when, it failed


@dataclass(frozen=True, slots=True)
class Missing:
    """A folder that had documents and now has no file at all: perhaps a drive not mounted.

    Nothing is removed then; removing is left to a human.
    """

    folder: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of everything that was handed in."""

    files: tuple[FileReport, ...]
    skipped: int  # hidden files, and files of formats without a reader
    missing: tuple[Missing, ...]

    @property
    def failed(self) -> tuple[FileReport, ...]:
        return tuple(report for report in self.files if report.outcome == "failed")


class Intake:
    """Puts files into a library and brings the indexes up to date with it."""

    def __init__(self, library: Library, catch_up: Callable[[], Any], *, max_bytes: int) -> None:
        """
        Args:
            catch_up: brings everything derived from the library up to its generation.
            max_bytes: larger files fail with `TooLarge`.
        """
        self._library = library
        self._catch_up = catch_up
        self._max_bytes = max_bytes

    def take(self, paths: Sequence[Path], on_file: Callable[[FileReport], None] = lambda report: None) -> IntakeReport:
        """Read files and folders into the library; each file is committed by itself.

        Args:
            on_file: called for every file as soon as it is done.
        """
        # What older readers made is read again, though its bytes are the same.
        today = str(READER_VERSION)
        cards = self._library.cards()
        known = {card.source: card.sha256 for card in cards if card.reader == today}
        files: list[FileReport] = []
        skipped = 0
        for outcome in read_corpus(paths, known, self._max_bytes):
            if isinstance(outcome, Skipped):
                skipped += 1
                continue
            files.append(self._apply(outcome))
            on_file(files[-1])
        missing: list[Missing] = []
        found = [Path(report.file) for report in files]
        failed = [Path(report.file) for report in files if report.outcome == "failed"]
        for folder in dict.fromkeys(path.resolve() for path in paths if path.is_dir()):
            gone = self._gone_from(folder, unreadable=failed)
            if gone and not any(path.is_relative_to(folder) for path in found):
                missing.append(Missing(str(folder), tuple(card.id for card in gone)))
                continue
            for card in gone:
                files.append(self._remove(card))
                on_file(files[-1])
        self._catch_up()
        return IntakeReport(tuple(files), skipped, tuple(missing))

    def take_upload(self, incoming: Path, destination: Path) -> FileReport:
        """Read `incoming` and, if it can be read, move it to `destination`, its source from then on.

        The indexes are not brought up to date: after the last upload call `catch_up`.
        """
        (outcome,) = read_corpus([incoming], {}, self._max_bytes)
        if isinstance(outcome, Failed):
            return FileReport(str(destination), "failed", error=outcome.error)
        assert isinstance(outcome, Read), "nothing is known, and a file named by itself is read"
        incoming.replace(destination)
        report = self._apply(Read(destination, outcome.document))
        card = self._library.card(report.document_id or "")
        if card is not None and card.source != str(destination):
            destination.unlink()  # a copy of a document that is there already stands for both
        return report

    def catch_up(self) -> None:
        self._catch_up()

    def _apply(self, outcome: Read | Unchanged | Failed) -> FileReport:
        source = str(outcome.path)
        match outcome:
            case Read(document=document):
                document_id, change = self._library.put(document, source)
                return FileReport(source, change, document_id)
            case Unchanged():
                card = self._library.by_source(source)
                return FileReport(source, "unchanged", card.id if card else None)
            case Failed(error=error):
                # What was read from this file before stays: a file that is locked or half
                # written today is no reason to forget the directive.
                card = self._library.by_source(source)
                return FileReport(source, "failed", card.id if card else None, error)

    def _gone_from(self, folder: Path, unreadable: Sequence[Path]) -> list[Card]:
        """Documents from `folder` whose files are gone, as far as one can see.

        A file under a folder that cannot be opened only seems to be gone.
        """
        gone = []
        for card in self._library.sources_under(str(folder)):
            source = Path(card.source)
            hidden = any(source.is_relative_to(place) for place in unreadable)
            if not hidden and not source.exists():
                gone.append(card)
        return gone

    def _remove(self, card: Card) -> FileReport:
        self._library.remove(card.id)
        return FileReport(card.source, "removed", card.id)


def size_limit(settings: Settings) -> int:
    """The most bytes that a file may have."""
    return int(settings.max_file_mb * 1_000_000)


def open_intake(settings: Settings) -> Intake:
    """The intake of the library in `settings.home`, which is made if it is not there.

    Raises:
        EmbedderNotFound: `settings.embedder` names no model on this machine.
    """
    from vectorstore.embedder import load_embedder
    from vectorstore.indexes import Indexes

    library = Library.open(settings.home)
    indexes = Indexes(settings.home, load_embedder(settings.embedder))
    return Intake(library, lambda: indexes.catch_up(library), max_bytes=size_limit(settings))
