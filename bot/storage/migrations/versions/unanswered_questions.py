"""Questions without an answer, kept where somebody agreed; and of a session whether they did, and the last topic."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "unanswered",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("council", sa.Text()),
        sa.Column("audience", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_day", "unanswered", ["day"])
    op.add_column("sessions", sa.Column("topic", sa.Text()))
    op.add_column("sessions", sa.Column("keep_questions", sa.Boolean()))


def downgrade() -> None:
    """Drop them, with everything in them."""
    op.drop_column("sessions", "keep_questions")
    op.drop_column("sessions", "topic")
    op.drop_table("unanswered")
