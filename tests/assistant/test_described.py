"""Whatever the description lets one send is answered, and never by a failure: schemathesis, in this process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.assistant.hidden import Hidden, Person, store

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::UserWarning"
)
_EXAMPLES = 15  # of each operation: some 500 requests, in seconds
_SENT = ("params", "cookies", "json", "data", "files", "content")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hidden]:
    with store(tmp_path_factory.mktemp("described") / "home") as opened:
        yield opened


@pytest.fixture(autouse=True)
def uncollected() -> Iterator[None]:
    """Python 3.11's parser, by which schemathesis reads patterns, fails where garbage is collected within it (gh-106905)."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_every_operation_answers(server: Hidden) -> None:
    by = server.by(server.administrator)
    described = schemathesis.openapi.from_dict(server.app.openapi())
    operations: list[Any] = [found.ok() for found in described.get_all_operations()]  # type: ignore[union-attr]  # or it fails here
    assert len(operations) > 30
    for operation in operations:
        _try(operation, by)


def _try(operation: Any, by: Person) -> None:
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://testserver")
        headers = {**dict(sent.get("headers") or {}), **by.headers}
        known = {name: sent[name] for name in _SENT if sent.get(name) is not None}
        response = by.client.request(sent["method"], sent["url"], headers=headers, **known)
        assert response.status_code < 500, (sent["method"], sent["url"], response.text[:500])
        if response.status_code >= 400:
            kind = response.headers["content-type"]
            assert kind == "application/problem+json", (sent["method"], sent["url"], response.status_code)

    answers()
