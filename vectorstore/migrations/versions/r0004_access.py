"""Who may come in, what they may see, and what they did."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer

from vectorstore.schema import STRING, TEXT

revision = "0004"
down_revision = "0003"


def _of_account() -> Column[str]:
    return Column("account", STRING, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "accounts",
        Column("id", STRING, primary_key=True),
        Column("name", STRING, nullable=False, unique=True),
        Column("shown", STRING, nullable=False),
        Column("role", STRING, nullable=False),
        Column("password", STRING),
        Column("subject", STRING, unique=True),
        Column("created", STRING, nullable=False),
    )
    op.create_table(
        "memberships",
        Column("account", STRING, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        Column("unit", STRING, primary_key=True),
    )
    op.create_table(
        "sessions",
        Column("token", STRING, primary_key=True),
        _of_account(),
        Column("created", STRING, nullable=False),
        Column("expires", STRING, nullable=False),
    )
    op.create_table(
        "api_keys",
        Column("id", STRING, primary_key=True),
        _of_account(),
        Column("label", STRING, nullable=False),
        Column("hash", STRING, nullable=False),
        Column("created", STRING, nullable=False),
    )
    op.create_table(
        "restrictions",
        Column("kind", STRING, primary_key=True),
        Column("place", STRING, primary_key=True),
    )
    op.create_table(
        "grants",
        Column("kind", STRING, primary_key=True),
        Column("place", STRING, primary_key=True),
        Column("holder", STRING, primary_key=True),
        Column("name", STRING, primary_key=True),
        ForeignKeyConstraint(["kind", "place"], ["restrictions.kind", "restrictions.place"], ondelete="CASCADE"),
    )
    op.create_table(
        "visibility",
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "audit",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("at", STRING, nullable=False),
        Column("who", STRING, nullable=False),
        Column("address", STRING, nullable=False),
        Column("action", STRING, nullable=False),
        Column("what", TEXT, nullable=False),
        Column("outcome", STRING, nullable=False),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_index("ix_sessions_expires", "sessions", ["expires"])
    op.create_index("ix_api_keys_account", "api_keys", ["account"])
    op.create_index("audit_by_time", "audit", ["at"])
