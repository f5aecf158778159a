"""What can go wrong between a file and its clauses.

IngestError
    UnreadableFile     not the format that its suffix promises, or damaged
    UnsupportedFormat  no reader for this suffix
    EmptyFile          nothing to read in it
    TooLarge           over the size limit
    NoPermission       the operating system refuses to open it
    NotFound           no such file or folder
    Encrypted          protected by a password
    MissingProgram     its format needs a program that is not installed
    TooDemanding       took more time or memory than one file may take
"""

from __future__ import annotations

from pathlib import Path


class IngestError(Exception):
    """A file could not become a Document; `detail` tells the user what to do."""

    def __init__(self, source: Path, detail: str) -> None:
        super().__init__(f"{source}: {detail}")
        self.source = source
        self.detail = detail

    def __reduce__(self) -> tuple[type[IngestError], tuple[Path, str]]:
        return type(self), (self.source, self.detail)  # it travels from the process that read the file


class UnreadableFile(IngestError): ...


class UnsupportedFormat(IngestError): ...


class EmptyFile(IngestError): ...


class TooLarge(IngestError): ...


class NoPermission(IngestError): ...


class NotFound(IngestError): ...


class Encrypted(IngestError): ...


class MissingProgram(IngestError): ...


class TooDemanding(IngestError): ...
