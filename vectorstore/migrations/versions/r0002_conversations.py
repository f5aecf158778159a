"""What visitors of the page asked, were told, and said of it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer

from vectorstore.schema import STRING, TEXT

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "conversations",
        Column("id", STRING, primary_key=True),
        Column("visitor", STRING, nullable=False, index=True),
        Column("title", STRING, nullable=False),
        Column("folded", STRING, nullable=False),
        Column("created", STRING, nullable=False),
        Column("changed", STRING, nullable=False),
    )
    op.create_table(
        "turns",
        Column("conversation", STRING, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        Column("question", TEXT, nullable=False),
        Column("answer", TEXT, nullable=False),
        Column("folded", TEXT, nullable=False),
    )
    op.create_table(
        "reviews",
        Column("conversation", STRING, primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        Column("verdict", STRING, nullable=False),
        Column("reason", TEXT, nullable=False),
        Column("created", STRING, nullable=False),
        Column("question", TEXT, nullable=False),
        Column("history", TEXT, nullable=False),
        Column("answer", TEXT, nullable=False),
    )
