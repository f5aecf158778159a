"""What can go wrong between the disk and the evidence.

VectorstoreError
    DiskFull       no room left to write
    Busy           another process kept the store locked for too long
    InUse          the store has to be upgraded, and another program has it open
    ReadOnly       the store, or its folder, cannot be written or opened
    Damaged        the library's file is not what it should be
    NewerVersion   the library was written by a later version of this program
    NoStore        there is no library in this folder
    StoreNotEmpty  a restore would replace documents, and was not told to
    BackupInvalid  a file that is no backup, or not what was backed up
    DatabaseUnknown      what is to name the database does not
    DatabaseUnreachable  the server of the database does not answer, or not to us
    IndexFailed    a derived index could not be read or built; it can be rebuilt
    EmbedderNotFound  no such sentence-transformers model on this machine
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class VectorstoreError(Exception):
    """The store could not do what was asked; `detail` tells the user what to do."""

    advice = ""

    def __init__(self, path: Path | str, detail: str = "") -> None:
        self.path = path
        self.detail = f"{self.advice} ({detail})" if self.advice and detail else self.advice or detail
        super().__init__(f"{path}: {self.detail}")


class DiskFull(VectorstoreError):
    advice = "đĩa đã đầy; giải phóng chỗ rồi chạy lại lệnh, chưa có gì bị ghi dở dang"


class Busy(VectorstoreError):
    advice = "một tiến trình khác đang ghi vào kho; chờ nó xong rồi thử lại"


class InUse(VectorstoreError):
    advice = "kho do bản cũ ghi, phải nâng cấp, mà một chương trình khác đang mở nó; dừng “danchieu serve” rồi chạy lại"


class ReadOnly(VectorstoreError):
    advice = "không mở được kho để ghi; kiểm tra đường dẫn và quyền của thư mục chứa kho"


class Damaged(VectorstoreError):
    advice = "kho văn bản bị hỏng; chạy “danchieu doctor --repair” để cứu những gì còn đọc được, hoặc “danchieu restore” từ bản sao lưu"


class NewerVersion(VectorstoreError):
    advice = "kho do một phiên bản mới hơn ghi; hãy cập nhật chương trình"


class NoStore(VectorstoreError):
    advice = "ở đây chưa có kho văn bản; kiểm tra DANCHIEU_HOME hoặc --home"


class StoreNotEmpty(VectorstoreError):
    advice = "kho đang có văn bản; thêm --replace nếu muốn thay bằng bản sao lưu, hoặc khôi phục vào thư mục khác bằng --home"


class BackupInvalid(VectorstoreError):
    advice = "tệp này không phải bản sao lưu còn nguyên vẹn; hãy chọn bản sao lưu khác"


class DatabaseUnknown(VectorstoreError):
    advice = (
        "địa chỉ cơ sở dữ liệu không hiểu được; DANCHIEU_DATABASE_URL có dạng postgresql://người-dùng:mật-khẩu@máy/tên"
    )


class DatabaseUnreachable(VectorstoreError):
    advice = "không nối được cơ sở dữ liệu; kiểm tra DANCHIEU_DATABASE_URL, mật khẩu và máy chủ PostgreSQL rồi thử lại"


class IndexFailed(VectorstoreError):
    advice = "chỉ mục tìm kiếm bị lỗi; dừng chương trình, rồi chạy “danchieu doctor --repair” để dựng lại"


class EmbedderNotFound(VectorstoreError):
    """No such sentence-transformers model on this machine."""

    advice = "không nạp được mô hình nhúng; kiểm tra DANCHIEU_EMBEDDER và tải mô hình về máy trước"


_BY_SQLITE: dict[str, type[VectorstoreError]] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_BUSY": Busy,
    "SQLITE_LOCKED": Busy,
    "SQLITE_READONLY": ReadOnly,
    "SQLITE_CANTOPEN": ReadOnly,
    "SQLITE_PERM": ReadOnly,
    "SQLITE_AUTH": ReadOnly,
    "SQLITE_CORRUPT": Damaged,
    "SQLITE_NOTADB": Damaged,
}
# What SQLite says of a full disk where it makes the files beside the database.
_FOR_WANT_OF_ROOM = {"SQLITE_CANTOPEN", "SQLITE_IOERR"}
_ROOM = 64 * 1024  # bytes: the least that the two of them take

_BY_ERRNO: dict[int, type[VectorstoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
    errno.ENOTDIR: ReadOnly,  # the home, or a folder above it, is a file
    errno.EEXIST: ReadOnly,
    errno.ENOENT: ReadOnly,
}

_BY_MESSAGE: dict[str, type[VectorstoreError]] = {
    "no space left": DiskFull,
    "disk is full": DiskFull,
    "permission denied": ReadOnly,
    "read-only": ReadOnly,
    "readonly": ReadOnly,
}


def from_sqlite(path: Path, error: BaseException | None) -> VectorstoreError:
    """The typed error for what SQLite reported; extended codes count as their primary code."""
    name = getattr(error, "sqlite_errorname", "") or ""
    primary = "_".join(name.split("_")[:2])
    kind = _BY_SQLITE.get(primary)
    if primary in _FOR_WANT_OF_ROOM and _is_full(path):
        kind = DiskFull
    if kind is None:
        kind = Damaged if isinstance(error, sqlite3.DatabaseError) else VectorstoreError
    return kind(path, str(error))


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals about `path` into typed errors."""
    try:
        yield
    except OSError as error:
        kind = _BY_ERRNO.get(error.errno or 0)
        if kind is None:
            raise
        raise kind(path, error.strerror or str(error)) from error


@contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn whatever a search engine throws about the index in `path` into typed errors.

    Engines put the operating system's message into errors of their own.
    """
    try:
        yield
    except VectorstoreError:
        raise
    except BaseException as error:
        # A Rust engine's panic over a damaged file is no Exception, and no reason to end the program.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        text = str(error).lower()
        kinds = (kind for sign, kind in _BY_MESSAGE.items() if sign in text)
        raise next(kinds, IndexFailed)(path, str(error)[:300]) from error
