"""Which withdrawals somebody decided; of those made before, it is not known, so none counts as decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("records", sa.Column("decided", sa.Integer, nullable=False, server_default=sa.text("0")))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("records", "decided", server_default=None)
