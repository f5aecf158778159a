"""The zip of XML parts that a .docx is, opened with bounds on what it may inflate to."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from ingest.extraction import PasswordNeeded

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # ISO 29500 Strict; the elements are the same
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAX_BYTES = 100_000_000  # of XML; a thousand pages have some 30 MB
_DAMAGED = "tệp Word bị hỏng hoặc bị cắt cụt; hãy mở tệp gốc bằng Word rồi lưu lại"
_ENTITIES = "tệp Word chứa khai báo thực thể XML, có thể là tệp độc hại; hãy xin lại tệp gốc"


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Package:
    """The parts of one file.

    Raises:
        ValueError: no .docx, damaged, or inflating beyond all measure; the sentence is for the user.
        PasswordNeeded: its zip is encrypted.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise ValueError(_DAMAGED) from error
        self._left = _MAX_BYTES
        self._main = self._target_of("", "officeDocument") or "word/document.xml"

    def main(self) -> Element:
        """The document itself."""
        return self._parsed(self._main)

    def part(self, kind: str) -> Element | None:
        """What the document relates to as "styles", "numbering", "footnotes", "endnotes"; None where it has none."""
        name = self._target_of(self._main, kind)
        return self._parsed(name) if name and name in self._zip.NameToInfo else None

    def inserted(self, relation_id: str) -> tuple[str, bytes] | None:
        """Name and bytes of a whole file that the document holds at a place (altChunk); None when it is not there."""
        folder, name = posixpath.split(self._main)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        for relation in self._parsed(relations) if relations in self._zip.NameToInfo else ():
            if relation.get("Id") == relation_id and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                return (target, self._read(target)) if target in self._zip.NameToInfo else None
        return None

    def _target_of(self, source: str, kind: str) -> str | None:
        folder, name = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._zip.NameToInfo:
            return None
        for relation in self._parsed(relations):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        return None

    def _parsed(self, name: str) -> Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        data = self._read(name)
        try:
            root = etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
        except etree.XMLSyntaxError as error:
            raise ValueError(_ENTITIES if b"<!ENTITY" in data else _DAMAGED) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError(_ENTITIES)
        return root

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except KeyError as error:
            raise ValueError("tệp zip này không phải văn bản Word; hãy kiểm tra phần mở rộng của tệp") from error
        except RuntimeError as error:
            if "encrypted" not in str(error):
                raise ValueError(_DAMAGED) from error
            raise PasswordNeeded("tệp có mật khẩu; hãy gỡ mật khẩu rồi nạp lại") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
            raise ValueError(_DAMAGED) from error
        self._left -= len(data)
        if self._left < 0:
            limit = f"{_MAX_BYTES // 1_000_000} MB"
            raise ValueError(f"tệp Word phình quá {limit} khi giải nén; hãy mở bằng Word, chia nhỏ rồi lưu lại")
        return data
