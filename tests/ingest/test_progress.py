"""Pages are heard by whoever listens, and only meanwhile."""

from __future__ import annotations

from ingest.progress import listening, page_done


def test_pages_are_heard_while_somebody_listens() -> None:
    heard: list[tuple[int, int | None]] = []
    page_done(1, 9)
    with listening(lambda done, total: heard.append((done, total))):
        page_done(2, 9)
        page_done(3, None)
    page_done(4, 9)
    assert heard == [(2, 9), (3, None)]


def test_the_inner_listener_hears_for_itself() -> None:
    outer: list[int] = []
    inner: list[int] = []
    with listening(lambda done, total: outer.append(done)):
        with listening(lambda done, total: inner.append(done)):
            page_done(1, 2)
        page_done(2, 2)
    assert (outer, inner) == ([2], [1])
