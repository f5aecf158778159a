"""One module per format: bytes → Extraction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ingest.readers.formats import FORMATS, Reader, read_as

# Suffix → reader; the content decides how a file is read, see `read_as`.
READERS: Mapping[str, Reader] = {
    suffix: partial(read_as, suffix) for known in FORMATS.values() for suffix in known.suffixes
}
