"""Keys, and the secret they are sealed with."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("line", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "contact", "purpose")),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("origins", "scopes")),
        sa.Column("tier", sa.String(32), nullable=False),
        sa.Column("overrides", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("last_used", sa.Integer, nullable=False),
        sa.Column("replaced_by", sa.String(32), nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("valid_until", "revoked")),
        sa.Column("revoked_why", sa.Text, nullable=False),
    )
    op.create_index("keys_digest", "keys", ["digest"], unique=True)
    op.create_index("keys_created", "keys", ["created", "id"])
    seal = op.create_table("key_seal", sa.Column("secret", sa.LargeBinary, nullable=False))
    op.bulk_insert(seal, [{"secret": secrets.token_bytes(32)}])
