"""Zip files as folders of documents, whatever is in them."""

from __future__ import annotations

import hashlib
import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.archives import archive_of, is_there, members, open_source
from ingest.corpus import Failed, Outcome, Read, Unchanged, read_corpus
from ingest.document import read_document
from ingest.errors import NotFound, TooDemanding, UnreadableFile, UnsupportedFormat
from ingest.reading import ReadingHere

LETTER = (
    "Số: 12/UBND-VX\n\nAn Hòa, ngày 5 tháng 3 năm 2024\n\nV/v chuẩn bị hội nghị\n\n1. Văn phòng chuẩn bị hội trường.\n"
)
MAX_BYTES = 2_000_000
READING = ReadingHere(MAX_BYTES)

Entries = dict[str, str | bytes]


def zipped(entries: Entries) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def told(outcomes: list[Outcome], root: Path) -> list[tuple[str, str]]:
    kinds = (type(outcome.error if isinstance(outcome, Failed) else outcome).__name__ for outcome in outcomes)
    return [(outcome.path.relative_to(root).as_posix(), kind) for outcome, kind in zip(outcomes, kinds, strict=True)]


def patched(data: bytes, offset: int, at: bytes, value: int) -> bytes:
    """`data` with a 16-bit field, `offset` bytes after each signature `at`, set to `value`."""
    changed = bytearray(data)
    place = data.find(at)
    while place >= 0:
        struct.pack_into("<H", changed, place + offset, value)
        place = data.find(at, place + 1)
    return bytes(changed)


def encrypted() -> bytes:
    data = zipped({"mat.txt": LETTER, "mo.txt": LETTER})
    first = data.find(b"PK\x01\x02")
    return data[:first] + patched(data[first : first + 47], 8, b"PK\x01\x02", 1) + data[first + 47 :]


def link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("thu.txt", LETTER)
    return buffer.getvalue()


def with_method(method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("thu.txt", LETTER)
    return buffer.getvalue()


def damaged() -> bytes:
    data = bytearray(zipped({"thu.txt": LETTER}))
    data[45:60] = b"\xff" * 15
    return bytes(data)


def lying() -> bytes:
    """A member that says it holds ten bytes and unpacks to millions."""
    data = bytearray(zipped({"doi.txt": "1. Một.\n" * 1_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + offset, 10)
    return bytes(data)


def twice() -> bytes:
    return zipped({"thu1.txt": "", "thu2.txt": LETTER}).replace(b"thu2.txt", b"thu1.txt")


ZIPS: dict[str, tuple[Callable[[], bytes], list[tuple[str, str]]]] = {
    "members in order, folders too": (
        lambda: zipped({"b.txt": LETTER, "a/z.md": LETTER, "a/c.txt": LETTER}),
        [("a/c.txt", "Read"), ("a/z.md", "Read"), ("b.txt", "Read")],
    ),
    "hidden, foreign and describing ones are skipped": (
        lambda: zipped({".thu.txt": LETTER, "__MACOSX/thu.txt": "x", "anh.gif": "x", "README.md": "x", "thu.txt": LETTER}),
        [
            (".thu.txt", "Skipped"), ("README.md", "Skipped"), ("__MACOSX/thu.txt", "Skipped"),
            ("anh.gif", "Skipped"), ("thu.txt", "Read"),
        ],
    ),
    "a zip in a zip is refused, the rest is read": (
        lambda: zipped({"trong.zip": zipped({"sau.txt": LETTER}), "thu.txt": LETTER}),
        [("thu.txt", "Read"), ("trong.zip", "UnsupportedFormat")],
    ),
    "a name that points out of it": (
        lambda: zipped({"../ngoai.txt": LETTER, "/goc.txt": LETTER, "thu.txt": LETTER}),
        [("goc.txt", "UnreadableFile"), ("ngoai.txt", "UnreadableFile"), ("thu.txt", "Read")],
    ),
    "a link is not followed": (link, [("link.txt", "Skipped"), ("thu.txt", "Read")]),
    "a password": (encrypted, [("mat.txt", "Encrypted"), ("mo.txt", "Read")]),
    "a member over the limit": (
        lambda: zipped({"to.txt": bytes(range(256)) * 8_000, "thu.txt": LETTER}),
        [("thu.txt", "Read"), ("to.txt", "TooLarge")],
    ),
    "a bomb within the limit": (
        lambda: zipped({"bom.txt": "a" * 1_900_000, "thu.txt": LETTER}),
        [("bom.txt", "TooDemanding"), ("thu.txt", "Read")],
    ),
    "a member that lies about its size": (lying, [("doi.txt", "UnreadableFile")]),
    "a method that takes gigabytes": (lambda: with_method(zipfile.ZIP_LZMA), [("thu.txt", "UnreadableFile")]),
    "a damaged member": (damaged, [("thu.txt", "UnreadableFile")]),
    "an empty member": (lambda: zipped({"rong.txt": ""}), [("rong.txt", "EmptyFile")]),
    "more than all may unpack to": (
        lambda: zipped({f"{number:03}.txt": "a" * 1_900_000 for number in range(27)}),
        [("", "TooDemanding")],
    ),
    "more members than are read": (lambda: zipped({f"{number}.txt": "" for number in range(2_001)}), [("", "TooDemanding")]),
    "a list of members that fills the memory": (
        lambda: zipped({f"{number}{'a' * 60_000}.txt": "" for number in range(70)}),
        [("", "TooDemanding")],
    ),
    "no zip file": (LETTER.encode, [("", "UnreadableFile")]),
    "cut short": (lambda: zipped({"thu.txt": LETTER})[:-30], [("", "UnreadableFile")]),
    "of two of one name the last": (twice, [("thu1.txt", "Read")]),
}  # fmt: skip


@pytest.mark.parametrize(("make", "expected"), ZIPS.values(), ids=ZIPS.keys())
def test_a_zip_is_walked_as_a_folder(
    tmp_path: Path, make: Callable[[], bytes], expected: list[tuple[str, str]]
) -> None:
    archive = tmp_path / "goi.zip"
    archive.write_bytes(make())
    (tmp_path / "z.txt").write_text(LETTER, encoding="utf-8")
    outcomes = list(read_corpus([tmp_path], {}, READING))
    assert told(outcomes[:-1], archive) == [(name or ".", kind) for name, kind in expected]
    assert isinstance(outcomes[-1], Read)
    for outcome in outcomes:
        if isinstance(outcome, Failed):
            assert outcome.error.source == outcome.path


NAMES: dict[str, tuple[bytes, int, str]] = {
    "UTF-8 that says so": ("kế hoạch.txt".encode(), 0x800, "kế hoạch.txt"),
    "UTF-8 that does not": ("kế hoạch.txt".encode(), 0, "kế hoạch.txt"),
    "Windows in Vietnamese": ("kê\u0301 hoa\u0323ch.txt".encode("cp1258"), 0, "kế hoạch.txt"),
    "decomposed": ("ke\u0302\u0301 hoa\u0323ch.txt".encode(), 0x800, "kế hoạch.txt"),
    "folders of Windows": (b"a\\b.txt", 0, "a/b.txt"),
    "control characters": (b"a\x1b[2Jb.txt", 0, "a[2Jb.txt"),
}


@pytest.mark.parametrize(("raw", "flag", "name"), NAMES.values(), ids=NAMES.keys())
def test_names_are_as_they_were_meant(tmp_path: Path, raw: bytes, flag: int, name: str) -> None:
    placeholder = "x" * len(raw)
    data = zipped({placeholder: LETTER}).replace(placeholder.encode(), raw)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data = patched(data, offset, signature, flag)
    archive = tmp_path / "goi.zip"
    archive.write_bytes(data)
    (member,) = members(archive)
    assert member.path == archive / name
    assert read_document(member.path, max_bytes=MAX_BYTES).header.number == "12/UBND-VX"


def test_a_name_in_its_extra_field(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("k hoch.txt")
    real = "kế hoạch.txt".encode()
    entry.extra = struct.pack("<HHBI", 0x7075, 5 + len(real), 1, 0) + real
    with zipfile.ZipFile(tmp_path / "goi.zip", "w") as archive:
        archive.writestr(entry, LETTER)
    data = (tmp_path / "goi.zip").read_bytes().replace(b"k hoch.txt", b"k\x88 hoch.tx")
    (tmp_path / "goi.zip").write_bytes(data)
    assert [member.path.name for member in members(tmp_path / "goi.zip")] == ["kế hoạch.txt"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "goi.zip"
    path.write_bytes(zipped({"a/thu.txt": LETTER}))
    return path


def test_a_member_is_named_as_a_file(archive: Path) -> None:
    document = read_document(archive / "a" / "thu.txt", max_bytes=MAX_BYTES)
    assert (document.file, document.sha256) == ("thu.txt", hashlib.sha256(LETTER.encode()).hexdigest())
    (outcome,) = read_corpus([archive / "a" / "thu.txt"], {}, READING)
    assert outcome == Read(archive / "a" / "thu.txt", document)


def test_known_members_are_not_read_again(archive: Path) -> None:
    path = archive / "a" / "thu.txt"
    known = {str(path): hashlib.sha256(LETTER.encode()).hexdigest()}
    assert list(read_corpus([archive], known, READING)) == [Unchanged(path)]
    archive.write_bytes(zipped({"a/thu.txt": LETTER.replace("hội trường", "phòng họp")}))
    (outcome,) = read_corpus([archive], known, READING)
    assert isinstance(outcome, Read)


def test_a_zip_without_documents_named_by_itself_fails(archive: Path) -> None:
    archive.write_bytes(zipped({"anh.gif": "x"}))
    assert told(list(read_corpus([archive], {}, READING)), archive.parent) == [
        ("goi.zip/anh.gif", "Skipped"),
        ("goi.zip", "EmptyFile"),
    ]


def test_what_is_there(archive: Path) -> None:
    there = [archive, archive / "a" / "thu.txt", archive / "b.txt", archive.parent / "khac.zip" / "a.txt"]
    assert [is_there(path) for path in there] == [True, True, False, False]
    archive.write_bytes(b"no zip")
    assert is_there(archive / "b.txt")  # who knows


def test_a_word_file_is_no_archive(tmp_path: Path) -> None:
    word = tmp_path / "thu.docx"
    word.write_bytes(zipped({"word/document.xml": "<w/>"}))
    assert archive_of(word / "word" / "document.xml") is None


def test_a_zip_itself_is_no_document(archive: Path) -> None:
    with pytest.raises(UnsupportedFormat, match="zip"):
        read_document(archive, max_bytes=MAX_BYTES)


def test_a_missing_member(archive: Path) -> None:
    with pytest.raises(NotFound):
        read_document(archive / "a" / "khac.txt", max_bytes=MAX_BYTES)


def test_the_list_of_a_huge_zip_is_refused_before_it_is_taken_in(archive: Path) -> None:
    archive.write_bytes(zipped({f"{number}{'a' * 60_000}.txt": "" for number in range(70)}))
    with pytest.raises(TooDemanding):
        members(archive)


def test_a_member_that_lies_is_never_unpacked_whole(archive: Path) -> None:
    archive.write_bytes(lying())
    with pytest.raises(UnreadableFile), open_source(archive / "doi.txt", MAX_BYTES) as file:
        assert len(file.read(MAX_BYTES)) <= 10
