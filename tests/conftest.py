"""What every test may ask for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from tests import postgresql_server

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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a running PostgreSQL server."""
    programs = postgresql_server.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with postgresql_server.running(programs) as address:
        yield address


@pytest.fixture
def database_url(postgresql: str) -> Iterator[str]:
    """An empty schema of its own on that server."""
    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    yield f"{postgresql}&options=-csearch_path%3D{name}"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
