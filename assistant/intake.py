"""What a user hands in goes into the library: the road behind `ingest` and behind an upload.

It also takes out what the user took away: a document whose file is gone from a folder that
is handed in again is removed, so that it is never cited.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from filelock import FileLock, Timeout

from assistant.access.views import whole_of
from ingest.archives import ARCHIVES, is_there
from ingest.corpus import Failed, Read, Skipped, Unchanged, read_corpus
from ingest.document import READER_VERSION
from ingest.errors import IngestError
from ingest.isolation import Workers
from ingest.model import Anomaly
from ingest.progress import Progress
from ingest.reader_process import Limits
from ingest.reading import Reading
from vectorstore.errors import file_errors
from vectorstore.library import Card, Library

if TYPE_CHECKING:
    from assistant.settings import Settings

Change = Literal["added", "replaced", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    file: str  # absolute path; of a document in a zip file the zip's, then its own in there
    outcome: Change
    document_id: str | None = None
    error: IngestError | None = None  # set when, and only when, it failed
    anomalies: tuple[Anomaly, ...] = ()  # of the reading, where it was read now


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
    skipped: int  # hidden files, what describes a folder, and files of formats without a reader
    left_out: tuple[str, ...]  # those of them that somebody may have thought to hand in
    missing: tuple[Missing, ...]

    @property
    def failed(self) -> tuple[FileReport, ...]:
        return tuple(report for report in self.files if report.outcome == "failed")


_LOCK = "ingest.lock"

OnFile = Callable[[FileReport], None]
OnProgress = Callable[[Progress], None]


def _ignore(told: object) -> None:
    """Nobody wants to know."""


@contextmanager
def only_one(home: Path, on_wait: Callable[[str], object]) -> Iterator[None]:
    """Let one process at a time take files in: two that read the same folder would do everything twice.

    Args:
        on_wait: told, when another process is at it, which one (its id, "?" if that is not known); then waited for.
    """
    lock = FileLock(home / _LOCK)
    holder = home / f"{_LOCK}.pid"
    with file_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait(holder.read_text() if holder.exists() else "?")
            lock.acquire()
    try:
        with file_errors(home):
            holder.write_text(str(os.getpid()))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


class Intake:
    """Puts files into a library and brings the indexes up to date with it. To be closed at the end."""

    def __init__(self, library: Library, catch_up: Callable[[], Any], reading: Reading) -> None:
        """
        Args:
            catch_up: brings everything derived from the library up to its generation.
            reading: reads the files; closed with the intake.
        """
        self._library = library
        self._catch_up = catch_up
        self._reading = reading

    def into(self, library: Library) -> Intake:
        """The same for a view of the library, with the same readers."""
        return Intake(library, self._catch_up, self._reading)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def page_image(self, path: Path, page: int, width: int) -> bytes:
        """As `ingest.readers.page_image.page_image`, made where files are read."""
        return self._reading.page_image(path, page, width)

    def close(self) -> None:
        """What is being read meanwhile fails."""
        self._reading.close()

    def take(self, paths: Sequence[Path], on_file: OnFile = _ignore, on_progress: OnProgress = _ignore) -> IntakeReport:
        """Read files, folders and zip files into the library; each document is committed by itself.

        Args:
            on_file: called for every file as soon as it is done.
            on_progress: see `read_corpus`.
        """
        report = self._take(paths, on_file, on_progress)
        self._catch_up()
        return report

    def take_upload(
        self, incoming: Path, destination: Path, on_progress: OnProgress = _ignore
    ) -> tuple[FileReport, ...]:
        """Read `incoming` and, if it can be read, move it to `destination`, its source from then on.

        Of a zip file there is a report for each document in it, and it is kept if one can be read.
        The indexes are not brought up to date: after the last upload call `catch_up`.
        """
        if incoming.suffix.lower() in ARCHIVES:
            return self._take_archive(incoming, destination, on_progress)
        (outcome,) = read_corpus([incoming], {}, self._reading, on_progress)
        if isinstance(outcome, Failed):
            return (FileReport(str(destination), "failed", error=outcome.error),)
        assert isinstance(outcome, Read), "nothing is known, and a file named by itself is read"
        incoming.replace(destination)
        report = self._apply(Read(destination, outcome.document))
        self._drop_copy(destination)
        return (report,)

    def catch_up(self) -> None:
        self._catch_up()

    def _take(self, paths: Sequence[Path], on_file: OnFile, on_progress: OnProgress) -> IntakeReport:
        # What older readers made is read again, though its bytes are the same.
        today = str(READER_VERSION)
        known = {card.source: card.sha256 for card in self._library.cards() if card.reader == today}
        files: list[FileReport] = []
        skipped = 0
        left_out: list[str] = []
        for outcome in read_corpus(paths, known, self._reading, on_progress):
            if isinstance(outcome, Skipped):
                skipped += 1
                left_out += [str(outcome.path)] if outcome.may_be_meant else []
                continue
            files.append(self._apply(outcome))
            on_file(files[-1])
        missing: list[Missing] = []
        found = {Path(report.file) for report in files}
        failed = {Path(report.file) for report in files if report.outcome == "failed"}
        for holder in dict.fromkeys(path.resolve() for path in paths):
            gone = self._gone_from(holder, found, unreadable=failed)
            if gone and not any(path.is_relative_to(holder) for path in found):
                missing.append(Missing(str(holder), tuple(card.id for card in gone)))
                continue
            for card in gone:
                files.append(self._remove(card))
                on_file(files[-1])
        return IntakeReport(tuple(files), skipped, tuple(left_out), tuple(missing))

    def _take_archive(self, incoming: Path, destination: Path, on_progress: OnProgress) -> tuple[FileReport, ...]:
        """Its documents are stored one by one as they are read, so it has to be in its place before."""
        before = incoming.with_name(f"before-{incoming.name}")
        if destination.exists():
            destination.replace(before)
        incoming.replace(destination)
        generation = self._library.generation
        try:
            files = self._take([destination], _ignore, on_progress).files
        except BaseException:
            if self._library.generation == generation:  # none of its documents is there
                destination.unlink()
                if before.exists():
                    before.replace(destination)
            raise
        if before.exists() and all(report.outcome == "failed" for report in files):
            before.replace(destination)
        else:
            self._drop_copy(destination)
        return files

    def _drop_copy(self, upload: Path) -> None:
        """A copy of what is there already is not kept: the document that is there stands for both."""
        library = whole_of(self._library)  # it may be of a document that whoever hands it in does not see
        if not library.by_source(str(upload)) and not library.sources_under(str(upload)):
            upload.unlink()

    def _apply(self, outcome: Read | Unchanged | Failed) -> FileReport:
        source = str(outcome.path)
        match outcome:
            case Read(document=document):
                document_id, change = self._library.put(document, source)
                anomalies = tuple(anomaly for anomaly in document.facts.anomalies if anomaly.reading)
                return FileReport(source, change, document_id, anomalies=anomalies)
            case Unchanged():
                card = self._library.by_source(source)
                return FileReport(source, "unchanged", card.id if card else None)
            case Failed(error=error):
                # What was read from this file before stays: a file that is locked or half
                # written today is no reason to forget the directive.
                card = self._library.by_source(source)
                return FileReport(source, "failed", card.id if card else None, error)

    def _gone_from(self, holder: Path, found: AbstractSet[Path], unreadable: AbstractSet[Path]) -> list[Card]:
        """Documents from a folder or zip file whose files are gone, as far as one can see.

        A file under a folder that cannot be opened only seems to be gone.
        """
        gone = []
        for card in self._library.sources_under(str(holder)):
            source = Path(card.source)
            if source not in found and unreadable.isdisjoint(source.parents) and not is_there(source):
                gone.append(card)
        return gone

    def _remove(self, card: Card) -> FileReport:
        self._library.remove(card.id)
        return FileReport(card.source, "removed", card.id)


def limits_of(settings: Settings) -> Limits:
    """What one file may take."""
    return Limits(
        max_bytes=int(settings.max_file_mb * 1_000_000),
        seconds=settings.file_timeout_s,
        memory=int(settings.file_memory_mb * 1_000_000),
    )


def open_intake(settings: Settings) -> Intake:
    """The intake of the library in `settings.home`, which is made if it is not there.

    Raises:
        EmbedderNotFound: `settings.embedder` names no model on this machine.
    """
    from vectorstore.embedder import load_embedder
    from vectorstore.indexes import Indexes

    library = Library.open(settings.home, settings.database)
    indexes = Indexes(settings.home, load_embedder(settings.embedder))

    def catch_up() -> None:
        indexes.catch_up(library)
        indexes.reindex(library)  # where another embedder is set than the one that answers

    return Intake(library, catch_up, Workers(limits_of(settings)))
