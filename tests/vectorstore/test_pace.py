"""What takes long has to wait before it is done again; what is quick has not."""

from __future__ import annotations

import pytest

from vectorstore.pace import Pace

DONE: dict[str, tuple[float, float, bool]] = {  # seconds it took, seconds since it ended, due
    "quick": (0.1, 0.0, True),
    "long, at once": (1.0, 0.0, False),
    "long, soon after": (1.0, 19.0, False),
    "long, later": (1.0, 20.0, True),
}


@pytest.mark.parametrize(("took", "since", "due"), DONE.values(), ids=DONE.keys())
def test_due(took: float, since: float, due: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("vectorstore.pace.time.monotonic", lambda: now)
    done = Pace()
    assert done.due
    with done.timed():
        now += took
    now += since
    assert done.due is due
