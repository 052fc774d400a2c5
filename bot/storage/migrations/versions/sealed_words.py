"""Words are sealed: with whose key an outbox row is, and by what a key is known to be the right one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column and the table. What is there already is sealed at the first start, by whoever has the keys."""
    op.add_column("outbox", sa.Column("council", sa.Text(), nullable=False, server_default="england"))
    op.create_table(
        "keys",
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("canary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("council", name="pk_keys"),
    )


def downgrade() -> None:
    """Drop them. What was sealed stays sealed, and an older version cannot read it."""
    op.drop_table("keys")
    op.drop_column("outbox", "council")
