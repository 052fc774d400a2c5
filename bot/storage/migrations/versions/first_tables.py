"""The first tables: sessions, turns, outbox.

It says the tables again in its own words, for they stay as they were on the day when `bot.storage.tables` moves on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "sessions",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("council", sa.Text()),
        sa.Column("audience", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text()),
        sa.Column("step", sa.Text()),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("channel", "address", name="uq_sessions_channel_address"),
    )
    op.create_table(
        "turns",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text()),
        sa.Column("council", sa.Text()),
        sa.Column("audience", sa.Text()),
        sa.Column("safety_category", sa.Text()),
        sa.Column("safety_severity", sa.Text()),
        sa.PrimaryKeyConstraint("event_id", name="pk_turns"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.CheckConstraint("state IN ('waiting', 'given_up')", name=op.f("ck_outbox_state")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_channel_address_id", "outbox", ["channel", "address", "id"])
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])


def downgrade() -> None:
    """Drop them, with everything in them."""
    op.drop_table("outbox")
    op.drop_table("turns")
    op.drop_table("sessions")
