"""A process killed while it brings the indexes up to date: what was live answers, and the next one finishes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.model import Document
from vectorstore.indexes import Indexes
from vectorstore.library import Library

HERE = Path(__file__).parent
# Kills itself at its n-th opening, renaming or removing of something below the store.
KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from conftest import WordsEmbedder
from vectorstore.indexes import Indexes
from vectorstore.library import Library

home, last, steps = Path(sys.argv[2]), int(sys.argv[3]), 0
library, indexes = Library.open(home), Indexes(home, WordsEmbedder())

def watch(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir") and str(home) in str(arguments[0]):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
indexes.catch_up(library)
print("through", steps)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("last", [1, 3, 6, 10, 15, 21, 28, 36, 45])
def test_what_was_live_answers_and_the_next_finishes(
    last: int,
    library: Library,
    indexes: Indexes,
    embedder: Any,
    build_document: Callable[..., Document],
    tmp_path: Path,
) -> None:
    def put(name: str, text: str) -> str:
        return library.put(build_document({"1": text}, file=name, number=name), f"/{name}", reader=1)[0]

    def found(index: Indexes) -> tuple[set[str], set[str]]:
        vector = embedder.encode(["cấp nước"])[0]
        near = {hit.document_id for hit in index.dense.search(vector, limit=9)}
        return near, {hit.document_id for hit in index.lexical.search("cấp nước", limit=9)}

    one, two = put("a", "Cấp nước sạch."), put("b", "Cấp nước sạch cho thôn.")
    indexes.catch_up(library)
    before = found(indexes)
    put("a", "Làm đường.")
    three = put("c", "Cấp nước sạch.")
    library.remove(two)
    command = [sys.executable, "-c", KILLED, str(HERE), str(tmp_path), str(last)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent.parent)
    assert done.returncode == -9 or done.stdout.startswith("through"), done.stderr
    after = Indexes(tmp_path, embedder)
    assert before == ({one, two}, {one, two})
    assert all(some in ({one, two}, {one, three}, {three}) for some in found(after)), "a half was live"
    assert after.catch_up(library)
    assert found(after) == ({one, three}, {three})
