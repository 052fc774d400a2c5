"""Help goes before everything that waits, and what it passes is held."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns, and the indexes by which the next messages are found. What waits already is no help, and not held."""
    op.add_column("outbox", sa.Column("rank", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("outbox", sa.Column("held_until", sa.DateTime(timezone=True)))
    op.drop_index("ix_outbox_channel_address_id", "outbox")
    op.drop_index("ix_outbox_due_at", "outbox")
    op.create_index("ix_outbox_channel_address_rank_id", "outbox", ["channel", "address", "rank", "id"])
    op.create_index("ix_outbox_channel_rank_id", "outbox", ["channel", "rank", "id"])


def downgrade() -> None:
    """Drop them: whatever waits goes in the order in which it was stored."""
    op.drop_index("ix_outbox_channel_rank_id", "outbox")
    op.drop_index("ix_outbox_channel_address_rank_id", "outbox")
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])
    op.create_index("ix_outbox_channel_address_id", "outbox", ["channel", "address", "id"])
    op.drop_column("outbox", "held_until")
    op.drop_column("outbox", "rank")
