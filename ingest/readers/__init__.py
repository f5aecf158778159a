"""One module per format: bytes → Extraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ingest.extraction import Extraction
from ingest.readers.text import read_text

# Suffix → reader. A reader takes the file's bytes and raises ValueError with a
# sentence for the user when they are not what the suffix promises.
READERS: Mapping[str, Callable[[bytes], Extraction]] = {".txt": read_text, ".md": read_text, ".markdown": read_text}
