"""Uploaded files: kept in the home, so that they can be downloaded and read again."""

from __future__ import annotations

import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import UploadFile

from assistant.access.views import whole_of
from assistant.api.errors import NoSuchAccount
from assistant.api.services import Services
from assistant.incoming import Incoming
from assistant.intake import FileReport, OnProgress
from ingest.archives import archive_of
from ingest.progress import Progress
from vectorstore.library import Card, Library
from vectorstore.visibility import Restriction, rule_of

_LONGEST_NAME = 120  # characters; file systems allow 255 bytes, a Vietnamese letter takes up to 3


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see what is handed in: everybody, or only these."""

    library: Library
    units: frozenset[str]
    accounts: frozenset[str]  # identifiers
    restricts: bool

    @classmethod
    def of(cls, services: Services, units: Sequence[str], accounts: Sequence[str], replaces: str = "") -> Audience:
        """
        Args:
            replaces: a document whose place this takes: who could see that one sees this, and nobody else.

        Raises:
            NoSuchAccount: also where nobody has an account, so that nobody could be kept out.
        """
        library = whole_of(services.library)
        before = services.library.card(replaces) if replaces else None
        if before is not None and (rule := rule_of(library.visibility.rules(), before)) is not None:
            return cls(library, rule.units, rule.accounts, restricts=True)
        known = {name: library.accounts.named(name) for name in accounts}
        missing = [name for name, account in known.items() if account is None]
        if missing or ((units or accounts) and not services.own):
            raise NoSuchAccount(", ".join(missing or [*accounts, *units]))
        named = {account.id for account in known.values() if account}
        restricts = bool(units or named)
        return cls(library, frozenset(units), frozenset({*named, services.own} if restricts else ()), restricts)

    @contextmanager
    def of_file(self, destination: Path) -> Iterator[None]:
        """Restrict a file while it is read, and from then on if it was kept."""
        if not self.restricts:
            yield
            return
        before = [rule for rule in self.library.visibility.rules() if rule.place == str(destination)]
        rule = Restriction("folder", str(destination), self.units, self.accounts)
        self.library.visibility.restrict(rule)
        try:
            yield
        finally:
            kept = self.library.by_source(str(destination)) or self.library.sources_under(str(destination))
            if not kept and not before:
                self.library.visibility.open("folder", str(destination))


class Uploads:
    """The files of one request, received and not yet read.

    A file is read in a folder of its own first: one that cannot be read must not take the
    place of an earlier good one of the same name.
    """

    def __init__(self, services: Services, files: Sequence[UploadFile], audience: Audience | None = None) -> None:
        """Args: audience: who may see them, from before they are read; None is everybody."""
        self._services = services
        self._audience = audience or Audience.of(services, (), ())
        self.names = names = _names(files)
        self._change = Incoming(services.uploads, [services.destination(name).name for name in names])
        self._incoming: list[Path] = []
        for number, (upload, name) in enumerate(zip(files, names, strict=True)):
            incoming = Path(self._change.name) / str(number) / name
            incoming.parent.mkdir()
            with incoming.open("wb") as file:
                shutil.copyfileobj(upload.file, file)
            self._incoming.append(incoming)

    def keep(self, on_progress: OnProgress) -> list[FileReport]:
        """Read them into the library, one after the other, those in a zip file each for itself.

        Args:
            on_progress: what it raises ends the reading; the file being read is not stored then.
        """
        services = self._services
        reports: list[FileReport] = []
        with self._change, ExitStack() as last:
            last.callback(services.intake.catch_up)
            for number, incoming in enumerate(self._incoming):
                others = len(self._incoming) - number - 1

                def tell(told: Progress, done: int = len(reports), others: int = others) -> None:
                    on_progress(replace(told, done=done + told.done, total=done + told.total + others))

                destination = services.destination(incoming.name)
                with self._audience.of_file(destination):
                    reports += services.intake.take_upload(incoming, destination, tell)
        return reports


def take_out(services: Services, card: Card) -> None:
    """Remove a document, and its file if it was uploaded; a zip file with the last of its documents."""
    source = Path(card.source)
    upload = archive_of(source) or source
    beside = [other for other in whole_of(services.library).sources_under(str(upload)) if other.id != card.id]
    if upload.parent != services.uploads or beside:
        services.library.remove(card.id)
        return
    with Incoming(services.uploads, [upload.name]):
        upload.unlink(missing_ok=True)  # first: were it there without its document, it would be read again
        services.library.remove(card.id)


def _names(files: Sequence[UploadFile]) -> list[str]:
    """Those of one name from different folders keep their folders in it, or one would take the other's place."""
    given = [(upload.filename or "").replace("\\", "/") for upload in files]
    counts = Counter(map(safe_name, given))
    alone = [counts[safe_name(name)] == 1 for name in given]
    return [
        safe_name(name if single else name.strip("/").replace("/", " - "))
        for name, single in zip(given, alone, strict=True)
    ]


def safe_name(name: str) -> str:
    """A file name without folders, control characters and leading dots."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in composed if not unicodedata.category(letter).startswith("C"))
    stem, dot, suffix = printable.strip().lstrip(".").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    return (stem[:_LONGEST_NAME].strip() or "tep") + dot + suffix[:10]
