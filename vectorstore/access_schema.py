"""The tables of who may come in, what they may see, and what they did. No change to them is one of the library's."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table

from vectorstore.schema import STRING, TEXT, metadata


def _of_account() -> Column[str]:
    return Column("account", STRING, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True)


accounts = Table(
    "accounts",
    metadata,
    Column("id", STRING, primary_key=True),  # random
    Column("name", STRING, nullable=False, unique=True),  # in lower case, as it is typed to come in
    Column("shown", STRING, nullable=False),
    Column("role", STRING, nullable=False),
    Column("password", STRING),  # Argon2; NULL for one who comes in by OpenID Connect alone
    Column("subject", STRING, unique=True),  # issuer and subject of OpenID Connect
    Column("created", STRING, nullable=False),  # ISO 8601, UTC; likewise below
)

memberships = Table(
    "memberships",
    metadata,
    Column("account", STRING, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("unit", STRING, primary_key=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", STRING, primary_key=True),  # SHA-256
    _of_account(),
    Column("created", STRING, nullable=False),
    Column("expires", STRING, nullable=False, index=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", STRING, primary_key=True),  # part of the key, and no secret
    _of_account(),
    Column("label", STRING, nullable=False),
    Column("hash", STRING, nullable=False),  # SHA-256 of the whole key, which has 256 random bits
    Column("created", STRING, nullable=False),
)

# What not everybody may see: a document, or every document whose file lies in a folder (or is it).
restrictions = Table(
    "restrictions",
    metadata,
    Column("kind", STRING, primary_key=True),  # "document" or "folder"
    Column("place", STRING, primary_key=True),  # identifier, or absolute path
)

grants = Table(
    "grants",
    metadata,
    Column("kind", STRING, primary_key=True),
    Column("place", STRING, primary_key=True),
    Column("holder", STRING, primary_key=True),  # "unit" or "account"
    Column("name", STRING, primary_key=True),  # of the unit, identifier of the account
    ForeignKeyConstraint(["kind", "place"], ["restrictions.kind", "restrictions.place"], ondelete="CASCADE"),
)

# One row, counted up with every change to the two above, so that nobody reads them anew for nothing.
visibility = Table(
    "visibility",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", STRING, nullable=False),
    Column("who", STRING, nullable=False),  # name of an account; "" for nobody known
    Column("address", STRING, nullable=False),
    Column("action", STRING, nullable=False),
    Column("what", TEXT, nullable=False),
    Column("outcome", STRING, nullable=False),
    Index("audit_by_time", "at"),
)
