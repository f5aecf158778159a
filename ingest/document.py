"""A file becomes a Document: read, normalise, split into clauses, read header and facts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.clauses import split_clauses
from ingest.errors import EmptyFile, NoPermission, NotFound, TooLarge, UnreadableFile, UnsupportedFormat
from ingest.facts import find_facts
from ingest.header import read_header
from ingest.model import Document
from ingest.normalize import normalize
from ingest.readers import READERS

# Goes up whenever the same file would be read differently; stored documents of an
# older version are read again when their folder is next ingested.
READER_VERSION = 1


def read_document(path: Path, *, max_bytes: int) -> Document:
    """Read one file.

    Args:
        path: the file; its suffix says its format.
        max_bytes: larger files are refused unread.

    Raises:
        IngestError: one of its leaves, with a sentence that says what to do.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        raise UnsupportedFormat(path, f"chưa đọc được định dạng “{path.suffix}”; các định dạng đọc được: {known}")
    data = _bytes(path, max_bytes)
    try:
        normalized = normalize(reader(data))
    except ValueError as error:
        raise UnreadableFile(path, str(error)) from error
    if not any(character.isalnum() for character in normalized.text):
        raise EmptyFile(path, "tệp không có chữ nào; hãy kiểm tra lại tệp gốc")
    return compose_document(path.name, hashlib.sha256(data).hexdigest(), normalized.text, normalized.page_starts)


def compose_document(file: str, sha256: str, text: str, page_starts: tuple[int, ...] = ()) -> Document:
    """Put a Document together from normalised text."""
    clauses = split_clauses(text, page_starts)
    header = read_header(clauses)
    return Document(
        file=file,
        sha256=sha256,
        header=header,
        text=text,
        clauses=clauses,
        facts=find_facts(header, clauses, text),
        pages=len(page_starts) or None,
    )


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            limit = f"{max_bytes / 1e6:.0f} MB"
            raise TooLarge(
                path, f"tệp lớn {size / 1e6:.0f} MB, quá giới hạn {limit}; chia nhỏ tệp hoặc tăng DANCHIEU_MAX_FILE_MB"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFound(path, "không có tệp này; hãy kiểm tra đường dẫn") from None
    except PermissionError:
        raise NoPermission(path, "không có quyền đọc; hãy cấp quyền đọc cho tài khoản đang chạy danchieu") from None
    except OSError as error:
        raise UnreadableFile(path, f"không mở được tệp ({error.strerror}); hãy kiểm tra ổ đĩa hoặc tệp gốc") from error
    if not data.strip():
        raise EmptyFile(path, "tệp rỗng; hãy kiểm tra lại tệp gốc")
    return data
