"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real directives and benchmarks that lies beside the project, not in it."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent: the real directives lie there")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The fictional directives that ship."""
    return ROOT / "ingest" / "sample"
