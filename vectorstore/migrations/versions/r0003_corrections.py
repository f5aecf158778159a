"""Where, of a bad answer, the reader says that the right one stands."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKeyConstraint, Integer

from vectorstore.schema import STRING, TEXT

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "corrections",
        Column("conversation", STRING, primary_key=True),
        Column("ordinal", Integer, primary_key=True),
        Column("document_id", STRING, nullable=False),
        Column("file", STRING, nullable=False),
        Column("path", STRING, nullable=False),
        Column("quote", TEXT, nullable=False),
        ForeignKeyConstraint(
            ["conversation", "ordinal"], ["reviews.conversation", "reviews.ordinal"], ondelete="CASCADE"
        ),
    )
