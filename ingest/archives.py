"""Zip files of documents: the path of a member goes on where the zip's ends.

`a.zip/thu/12.docx` is the member `thu/12.docx` of `a.zip`. Nothing is ever unpacked to disk, and
what is unpacked to memory is never more than a file may have.
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest.errors import Encrypted, IngestError, NoPermission, NotFound, TooDemanding, TooLarge, UnreadableFile

ARCHIVES = frozenset({".zip"})

_MOST_MEMBERS = 2_000
_TOTAL = 25  # times the size that a file may have: what all members together may unpack to
_RATIO = 250  # of a member's size to the space it takes; deflate reaches 1,032, documents hardly 30
_SMALL = 1_000_000  # bytes; below, no ratio is suspicious
_LIST = 4_000_000  # bytes that the list of members may take
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may take gigabytes to unpack a little
_ENCRYPTED = 0x1
_UTF_8 = 0x800
_UNICODE_PATH = 0x7075  # "Info-ZIP Unicode Path Extra Field", PKWARE's APPNOTE 4.6.9


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive."""

    path: Path  # the archive's, then its own
    info: zipfile.ZipInfo
    outside: bool  # its name points out of the archive; `path` does not

    @property
    def is_link(self) -> bool:
        return stat.S_ISLNK(self.info.external_attr >> 16)


def archive_of(path: Path) -> Path | None:
    """The archive in which `path` lies, if it does; there may be no such member."""
    return next((up for up in path.parents if up.suffix.lower() in ARCHIVES and up.is_file()), None)


def is_there(path: Path) -> bool:
    """Whether there is such a file or member; what may not be looked at is there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:
        return True
    else:
        return True
    archive = archive_of(path)
    try:
        return archive is not None and any(member.path == path for member in members(archive))
    except IngestError:
        return True


def members(archive: Path, max_bytes: int | None = None) -> list[Member]:
    """The files in an archive, in order of path; of several of one name the last, as when unpacked.

    Args:
        max_bytes: what a file may have; None: however much all unpack to.

    Raises:
        UnreadableFile: no zip file, or damaged.
        TooDemanding: too many members, or they unpack to too much.
        NotFound, NoPermission
    """
    with _opened(archive) as opened:
        found = {member.path: member for info in opened.infolist() if (member := _member(archive, info))}
    if len(found) > _MOST_MEMBERS:
        raise TooDemanding(
            archive, f"chứa {len(found)} tệp, quá giới hạn {_MOST_MEMBERS}; hãy chia thành nhiều tệp zip"
        )
    total = sum(member.info.file_size for member in found.values())
    if max_bytes is not None and total > max_bytes * _TOTAL:
        raise TooDemanding(
            archive,
            f"bung ra tới {total / 1e6:.0f} MB, quá giới hạn {max_bytes * _TOTAL / 1e6:.0f} MB; "
            "hãy chia thành nhiều tệp zip",
        )
    return sorted(found.values(), key=lambda member: member.path)


@contextmanager
def open_source(path: Path, max_bytes: int) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of a member of an archive; read it in pieces or up to a size, it may lie about its own.

    Raises:
        OSError: it is a file that cannot be opened.
        IngestError: it is a member that cannot be unpacked, also while it is being read.
    """
    archive = None if path.is_file() else archive_of(path)
    if archive is None:
        with path.open("rb") as file:
            yield file
        return
    member = next((member for member in members(archive) if member.path == path), None)
    if member is None:
        raise NotFound(path, "không có tệp này trong tệp nén; hãy kiểm tra đường dẫn")
    _check(member, max_bytes)
    with _opened(archive) as opened:
        try:
            with opened.open(member.info) as unpacked:
                yield unpacked
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableFile(path, f"không giải nén được ({error}); hãy nén lại từ tệp gốc") from error


def _check(member: Member, max_bytes: int) -> None:
    path, info = member.path, member.info
    if info.flag_bits & _ENCRYPTED:
        raise Encrypted(path, "tệp zip có mật khẩu; hãy giải nén rồi nạp các tệp bên trong")
    if member.outside:
        raise UnreadableFile(path, "tên tệp trỏ ra ngoài tệp zip (“..” hoặc “/”); hãy nén lại từ tệp gốc")
    if info.compress_type not in _METHODS:
        raise UnreadableFile(path, "nén bằng kiểu không đọc được; hãy nén lại thành .zip thông thường")
    if max(info.file_size, info.compress_size) > max_bytes:
        raise TooLarge(path, f"bung ra {info.file_size / 1e6:.0f} MB, quá giới hạn {max_bytes / 1e6:.0f} MB")
    if info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1):
        raise TooDemanding(path, "nén chặt bất thường, có thể là “bom nén”; hãy giải nén và xem lại tệp gốc")


class _WaryFile(io.FileIO):
    """Does not give the list of members when it is too long: zipfile makes a thousand bytes of fifty."""

    wary = True

    def read(self, size: int | None = -1, /) -> bytes:
        if self.wary and size is not None and size > _LIST:
            raise OverflowError
        return super().read(-1 if size is None else size)


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        file = _WaryFile(archive)
    except FileNotFoundError:
        raise NotFound(archive, "không có tệp này; hãy kiểm tra đường dẫn") from None
    except PermissionError:
        raise NoPermission(archive, "không có quyền đọc; hãy cấp quyền đọc cho tài khoản chạy danchieu") from None
    except OSError as error:
        raise UnreadableFile(archive, f"không mở được tệp ({error.strerror})") from error
    with file:
        try:
            opened = zipfile.ZipFile(file)
        except OverflowError:
            raise TooDemanding(archive, "danh mục tệp bên trong quá dài; hãy chia thành nhiều tệp zip") from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as error:
            raise UnreadableFile(
                archive, f"không phải tệp zip hoặc đã hỏng ({error}); hãy nén lại từ tệp gốc"
            ) from error
        file.wary = False
        with opened:
            yield opened


def _member(archive: Path, info: zipfile.ZipInfo) -> Member | None:
    """None for a folder."""
    name = _name_of(info)
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if name.endswith("/") or not parts:
        return None
    outside = name.startswith("/") or ".." in name.split("/") or parts[0].endswith(":")
    return Member(archive.joinpath(*parts), info, outside)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name with "/" between folders, NFC, without control characters."""
    name = unicodedata.normalize("NFC", _decoded(info)).replace("\\", "/")
    return "".join(letter for letter in name if not unicodedata.category(letter).startswith("C"))


def _decoded(info: zipfile.ZipInfo) -> str:
    """A name as it was meant.

    Without the flag for UTF-8 zipfile takes a name for code page 437; programs write UTF-8 all
    the same, or what Windows in Vietnamese takes for the code page of such names, 1258.
    """
    name = info.orig_filename.partition("\0")[0]
    if info.flag_bits & _UTF_8 or name.isascii():
        return name
    given = name.encode("cp437")
    for tried, encoding in ((_unicode_path(info.extra), "utf-8"), (given, "utf-8"), (given, "cp1258")):
        try:
            if tried:
                return tried.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(extra: bytes) -> bytes:
    """The name in its extra field; empty without one."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH:
            return extra[9 : 4 + length]  # after version and checksum of the other name
        extra = extra[4 + length :]
    return b""
