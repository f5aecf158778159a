"""A file becomes a Document: read, normalise, split into clauses, read header and facts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.archives import ARCHIVES, open_source
from ingest.clauses import split_clauses
from ingest.errors import (
    EmptyFile,
    Encrypted,
    MissingProgram,
    NoPermission,
    NotFound,
    TooLarge,
    UnreadableFile,
    UnsupportedFormat,
)
from ingest.extraction import PasswordNeeded, ProgramMissing
from ingest.facts.finding import find_facts
from ingest.header import read_header
from ingest.model import Anomaly, Document, ScannedPage
from ingest.normalize import Rows, normalize
from ingest.readers import READERS
from ingest.tables import find_tables, row_starts

# Goes up whenever the same file would be read differently; stored documents of an
# older version are read again when their folder is next ingested.
READER_VERSION = 7


def read_document(path: Path, *, max_bytes: int) -> Document:
    """Read one file.

    Args:
        path: the file, or a member of an archive; its suffix says its format.
        max_bytes: larger files are refused unread.

    Raises:
        IngestError: one of its leaves, with a sentence that says what to do.
    """
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if suffix in ARCHIVES:
        raise UnsupportedFormat(
            path, "tệp zip chứa nhiều văn bản; xem một văn bản bằng đường dẫn TỆP.zip/TÊN_BÊN_TRONG"
        )
    if reader is None:
        known = " ".join(sorted(READERS))
        raise UnsupportedFormat(path, f"chưa đọc được định dạng “{path.suffix}”; các định dạng đọc được: {known}")
    data = _bytes(path, max_bytes)
    try:
        extraction = reader(data)
        normalized = normalize(extraction.text, extraction.confidence)
    except PasswordNeeded as error:
        raise Encrypted(path, str(error)) from error
    except ProgramMissing as error:
        raise MissingProgram(path, str(error)) from error
    except ValueError as error:
        raise UnreadableFile(path, str(error)) from error
    if not any(character.isalnum() for character in normalized.text):
        raise EmptyFile(path, "tệp không có chữ nào; hãy kiểm tra lại tệp gốc")
    document = compose_document(
        path.name,
        hashlib.sha256(data).hexdigest(),
        normalized.text,
        page_starts=normalized.page_starts,
        tables=normalized.tables,
        scans=extraction.confidence,
        anomalies=(*extraction.anomalies, *normalized.anomalies),
    )
    scans = tuple(ScannedPage(page, confidence) for page, confidence in sorted(extraction.confidence.items()))
    return replace(document, scans=scans)


def compose_document(
    file: str,
    sha256: str,
    text: str,
    *,
    page_starts: Sequence[int] = (),
    tables: Sequence[Rows] = (),
    scans: Collection[int] = (),
    anomalies: Sequence[Anomaly] = (),
) -> Document:
    """Put a Document together from normalised text.

    Args:
        page_starts: offset of each page's first character; empty without pages.
        tables: where the cells of each table stand in `text`.
        scans: the pages, from 1, that were read from images.
        anomalies: of the reading, before those of the text.
    """
    rows = {start for table in tables for start in row_starts(table)}
    clauses = split_clauses(text, page_starts, rows, scans)
    header = read_header(clauses)
    facts = find_facts(header, clauses, text, find_tables(tables, clauses, text))
    of_reading = (replace(anomaly, reading=True) for anomaly in anomalies)
    return Document(
        file=file,
        sha256=sha256,
        header=header,
        text=text,
        clauses=clauses,
        facts=replace(facts, anomalies=(*of_reading, *facts.anomalies)),
        pages=len(page_starts) or None,
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with open_source(path, max_bytes) as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise NotFound(path, "không có tệp này; hãy kiểm tra đường dẫn") from None
    except PermissionError:
        raise NoPermission(path, "không có quyền đọc; hãy cấp quyền đọc cho tài khoản đang chạy danchieu") from None
    except OSError as error:
        raise UnreadableFile(path, f"không mở được tệp ({error.strerror}); hãy kiểm tra ổ đĩa hoặc tệp gốc") from error
    if len(data) > max_bytes:
        size = f"tệp lớn {path.stat().st_size / 1e6:.0f} MB, quá giới hạn {max_bytes / 1e6:.0f} MB"
        raise TooLarge(path, f"{size}; chia nhỏ tệp hoặc tăng DANCHIEU_MAX_FILE_MB")
    if not data.strip():
        raise EmptyFile(path, "tệp rỗng; hãy kiểm tra lại tệp gốc")
    return data
