"""Tables for things that somebody told us: cases and what belongs to them. A session keeps the answers of its open flow, and no longer a step of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and columns. A flow that is open ends: where somebody stood in it says nothing of the answers."""
    op.drop_column("sessions", "flow")
    op.drop_column("sessions", "step")
    op.add_column("sessions", sa.Column("run", sa.Text()))
    op.add_column("sessions", sa.Column("holder", sa.Text()))
    op.add_column("sessions", sa.Column("due_at", _MOMENT))
    op.create_index("ix_sessions_due_at", "sessions", ["due_at"])
    _cases()
    _what_belongs_to_them()
    _chats()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("way_back", sa.Text(), nullable=False),
        sa.Column("safety_category", sa.Text()),
        sa.Column("safety_severity", sa.Text()),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("moved_at", _MOMENT, nullable=False),
        sa.Column("look_by", sa.Date(), nullable=False),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("filed", sa.Boolean(), nullable=False),
        sa.Column("hold", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("digest", name="uq_cases_digest"),
    )
    op.create_index("ix_cases_council_state", "cases", ["council", "state"])
    op.create_index("ix_cases_state_look_by", "cases", ["state", "look_by"])


def _what_belongs_to_them() -> None:
    op.create_table(
        "statements",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statements_case_id", "statements", ["case_id"])
    op.create_table(
        "quarantine",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("statement_id", _KEY),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )
    op.create_index("ix_quarantine_case_id", "quarantine", ["case_id"])


def _chats() -> None:
    op.create_table(
        "links",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("notified", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_links"),
    )
    op.create_index("ix_links_place", "links", ["place"])
    op.create_table(
        "tries",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tries"),
    )
    op.create_index("ix_tries_at", "tries", ["at"])
    op.create_table(
        "shown",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shown"),
    )
    op.create_index("ix_shown_place_at", "shown", ["place", "at"])
    op.create_table(
        "salts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_salts"),
    )


def downgrade() -> None:
    """Drop them, with everything in them."""
    for table in ("salts", "shown", "tries", "links", "quarantine", "statements", "cases"):
        op.drop_table(table)
    op.drop_index("ix_sessions_due_at", "sessions")
    for column in ("due_at", "holder", "run"):
        op.drop_column("sessions", column)
    op.add_column("sessions", sa.Column("flow", sa.Text()))
    op.add_column("sessions", sa.Column("step", sa.Text()))
