"""A notice, news of a case and a reply are told apart, and a case knows that its news could not be delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns. What waits already is known by its key, but not of which case it tells."""
    op.add_column("outbox", sa.Column("purpose", sa.Text(), nullable=False, server_default="reply"))
    op.add_column("outbox", sa.Column("about", sa.Text()))
    op.add_column("links", sa.Column("undelivered", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE outbox SET purpose = 'news' WHERE key LIKE 'news:%'")
    op.execute("UPDATE outbox SET purpose = 'notice' WHERE key LIKE '%!%'")


def downgrade() -> None:
    """Drop them. News that waits for somebody to come back gets the rank of any other message."""
    op.execute("UPDATE outbox SET rank = 1 WHERE rank = 2")
    op.drop_column("links", "undelivered")
    op.drop_column("outbox", "about")
    op.drop_column("outbox", "purpose")
