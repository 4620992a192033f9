"""The first tables: records, their earlier versions, the change log, its counter, datasets and runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MERGED = sa.text("merged_into <> ''")


def upgrade() -> None:
    _create_records()
    op.create_table(
        "versions",
        sa.Column("ordinal", _NUMBER, sa.ForeignKey("records.ordinal"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("seq", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    counter = op.create_table("counter", sa.Column("seq", sa.BigInteger, nullable=False))
    op.bulk_insert(counter, [{"seq": 0}])
    op.create_table(
        "datasets",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("modified", sa.BigInteger, nullable=False),
    )
    _create_runs()


def _create_records() -> None:
    op.create_table(
        "records",
        sa.Column("ordinal", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("modified", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("merged_into", sa.String(200), nullable=False),
        sa.UniqueConstraint("id", name="records_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("records_seq", "records", ["seq"], unique=True)
    op.create_index("records_dataset", "records", ["dataset", "state", "ordinal"])
    op.create_index("records_merged_into", "records", ["merged_into"], postgresql_where=_MERGED, sqlite_where=_MERGED)


def _create_runs() -> None:
    counts = ("started", "finished", "created", "updated", "unchanged", "withdrawn", "rejected")
    op.create_table(
        "runs",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("dataset", sa.String(64), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in counts),
        sa.Column("rejects_file", sa.Text, nullable=False),
        sa.Column("reasons", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("runs_dataset", "runs", ["dataset", "number"])
