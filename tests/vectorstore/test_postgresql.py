"""What a PostgreSQL server may be up to, told as what to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from ingest.model import Document
from vectorstore.databases import database_of
from vectorstore.errors import DatabaseUnknown, DatabaseUnreachable, ReadOnly, VectorstoreError
from vectorstore.library import Library

WRONG: dict[str, tuple[Callable[[str], str], type[VectorstoreError]]] = {
    "nobody listens": (lambda url: "postgresql://an:secret@127.0.0.1:1/kho", DatabaseUnreachable),
    "no such socket": (lambda url: "postgresql://an:secret@/kho?host=/nowhere", DatabaseUnreachable),
    "no such database": (lambda url: url.replace("/postgres?", "/nothing?"), DatabaseUnreachable),
    "no such user": (lambda url: url.replace("danchieu@", "an:secret@"), DatabaseUnreachable),
    "another make": (lambda url: "mysql://an:secret@localhost/kho", DatabaseUnknown),
    "no address": (lambda url: "kho của cơ quan", DatabaseUnknown),
    "a standby": (lambda url: url + "%20-cdefault_transaction_read_only%3Don", ReadOnly),
}


@pytest.mark.parametrize(("wrong", "error"), WRONG.values(), ids=WRONG.keys())
def test_an_address_that_leads_nowhere(
    tmp_path: Path, database_url: str, wrong: Callable[[str], str], error: type[VectorstoreError]
) -> None:
    with pytest.raises(error) as caught:
        Library.open(tmp_path, wrong(database_url))
    assert error.advice in str(caught.value)
    assert "secret" not in str(caught.value)


def test_connections_that_the_server_ended_are_made_anew(
    tmp_path: Path, database_url: str, build_document: Callable[..., Document]
) -> None:
    """As after its restart."""
    library = Library.open(tmp_path, database_url)
    library.put(build_document({"1": "Một."}), "/a.txt", reader=1)
    with closing(database_of(tmp_path, database_url)) as other, other.writer.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert [card.source for card in library.cards()] == ["/a.txt"]
    library.close()


def test_several_libraries_share_a_database(
    tmp_path: Path, database_url: str, postgresql: str, build_document: Callable[..., Document]
) -> None:
    one = Library.open(tmp_path, database_url)
    with one._database.writer.begin() as connection:
        connection.execute(text("CREATE SCHEMA another"))
    other = Library.open(tmp_path, f"{postgresql}&options=-csearch_path%3Danother")
    with one._database.writer.connect() as connection:
        connection.execute(text("SELECT 1"))
        assert other.put(build_document({"1": "Một."}), "/a.txt", reader=1)[1] == "added", "it has a lock of its own"
        connection.rollback()
    assert one.generation == 0
    with other._database.writer.begin() as connection:
        connection.execute(text("DROP SCHEMA another CASCADE"))
    one.close()
    other.close()
