"""Word's .docx.

Read from its XML with lxml: python-docx does not give labels, notes, text boxes, content controls and
tracked changes, and docx2python gives "1)" for every label. Pages are not kept: where they break is
decided when the file is printed, and what Word noted of it is out of date once the text is edited.
"""

from __future__ import annotations

from ingest.extraction import Extraction
from ingest.readers.encodings import from_legacy_fonts
from ingest.readers.word.body import Body
from ingest.readers.word.package import Package


def read_docx(data: bytes) -> Extraction:
    """The text of a .docx.

    Raises:
        ValueError: it is none, or damaged.
        PasswordNeeded: it is encrypted.
    """
    return Extraction(from_legacy_fonts("\n\n".join(Body(Package(data)).blocks())))
