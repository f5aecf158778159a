"""Every trouble has its type, and a sentence that says what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vectorstore import errors
from vectorstore.errors import Busy, DiskFull, IndexFailed, ReadOnly, VectorstoreError, engine_errors, file_errors

SYSTEM = {
    "disk full": (errno.ENOSPC, DiskFull),
    "no permission": (errno.EACCES, ReadOnly),
    "read-only": (errno.EROFS, ReadOnly),
}


@pytest.mark.parametrize(("number", "kind"), SYSTEM.values(), ids=SYSTEM.keys())
def test_the_operating_systems(number: int, kind: type[VectorstoreError]) -> None:
    with pytest.raises(kind), file_errors(Path("/x")):
        raise OSError(number, "why")


def test_other_troubles_stay_what_they_are() -> None:
    with pytest.raises(BrokenPipeError), file_errors(Path("/x")):
        raise BrokenPipeError(errno.EPIPE, "why")


class PanicException(BaseException):
    """As Rust extensions raise it."""


ENGINES = {
    "disk full": (RuntimeError("IO error: No space left on device"), DiskFull),
    "anything else": (ValueError("strange bytes"), IndexFailed),
    "a panic": (PanicException("out of range"), IndexFailed),
    "ours already": (Busy(Path("/x")), Busy),
    "an interrupt stays one": (KeyboardInterrupt(), KeyboardInterrupt),
}


@pytest.mark.parametrize(("raised", "kind"), ENGINES.values(), ids=ENGINES.keys())
def test_the_engines(raised: BaseException, kind: type[BaseException]) -> None:
    with pytest.raises(kind), engine_errors(Path("/x")):
        raise raised


LEAVES = VectorstoreError.__subclasses__()


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_leaf_says_what_to_do_and_where(leaf: type[VectorstoreError]) -> None:
    error = leaf(Path("/kho"), "why")
    assert leaf.advice
    assert str(error) == f"/kho: {leaf.advice} (why)"
    assert f"\n    {leaf.__name__} " in (errors.__doc__ or "")
