"""Nothing here needs what only Linux and macOS have: it is imported, and reads, without."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
POSIX_ONLY = frozenset({"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"})
PACKAGES = ("ingest", "prompts", "vectorstore", "assistant", "eval")
# As on Windows: the modules cannot be imported, the functions and signals do not exist.
BARE = f"""
import importlib, os, pkgutil, signal, sys
from pathlib import Path
import psutil, lxml.etree, PIL.Image, numpy, pypdfium2  # third parties see to themselves

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name in {sorted(POSIX_ONLY - {"posix"})!r}:
            raise ImportError(f"{{name}} is blocked")

for name in {sorted(POSIX_ONLY - {"posix"})!r}:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocked())
for module, name in ((os, "killpg"), (os, "getpgrp"), (os, "sched_getaffinity"), (os, "getuid"), (signal, "SIGKILL")):
    delattr(module, name)
import ingest
for found in pkgutil.walk_packages(ingest.__path__, "ingest."):
    importlib.import_module(found.name)
from ingest.document import read_document
for file in sys.argv[1:]:
    print(len(read_document(Path(file), max_bytes=10**7).clauses))
"""


def test_reads_without_what_only_posix_has() -> None:
    files = sorted((ROOT / "ingest" / "sample").glob("*.txt"))[:2]
    done = subprocess.run(
        [sys.executable, "-c", BARE, *files], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert all(int(count) > 3 for count in done.stdout.split())


def module_level(tree: ast.Module) -> Iterator[str]:
    """Modules that are imported whenever this one is; what an "if" guards is not."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_needs_a_posix_only_one_to_be_imported(package: str) -> None:
    for path in sorted((ROOT / package).rglob("*.py")):
        assert not POSIX_ONLY & {*module_level(ast.parse(path.read_text(encoding="utf-8")))}, path
