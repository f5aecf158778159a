"""Plain text and Markdown."""

from __future__ import annotations

from ingest.extraction import Extraction
from ingest.readers.encodings import decode


def read_text(data: bytes) -> Extraction:
    """Decode a text file.

    Raises:
        ValueError: the bytes are no text, or in no encoding that is known here.
    """
    return Extraction(decode(data))
