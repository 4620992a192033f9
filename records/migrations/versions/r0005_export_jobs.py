"""Export jobs: what was asked, where it stands, what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIMES = ("made", "began", "finished", "expires", "lease", "not_before", "trouble_since")
_COUNTS = ("total", "done", "as_of", "count", "bytes")


def upgrade() -> None:
    op.create_table(
        "export_jobs",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("asked", sa.LargeBinary, nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in (*_TIMES, *_COUNTS)),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("relaxed", "attempt", "lost")),
        sa.Column("worker", sa.String(100), nullable=False),
        sa.Column("file", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("licences", "datasets")),
        sa.UniqueConstraint("id", name="export_jobs_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("export_jobs_state", "export_jobs", ["state", "number"])
    op.create_index("export_jobs_asker", "export_jobs", ["asker", "state"])
