"""The tables of the store, alike on SQLite and PostgreSQL; times are whole milliseconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA = MetaData()

# SQLite gives out row ids by itself only for a column declared INTEGER.
_Number = BigInteger().with_variant(Integer, "sqlite")
_MERGED = text("merged_into <> ''")

RECORDS = Table(
    "records",
    METADATA,
    Column("ordinal", _Number, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False),
    Column("dataset", String(64), nullable=False),
    Column("type", String(32), nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("merged_into", String(200), nullable=False),
    Column("decided", Integer, nullable=False),
    UniqueConstraint("id", name="records_id"),
    Index("records_seq", "seq", unique=True),
    Index("records_dataset", "dataset", "state", "ordinal"),
    Index("records_merged_into", "merged_into", postgresql_where=_MERGED, sqlite_where=_MERGED),
    sqlite_autoincrement=True,
)
"""The present form of each id; `decided` is 1 where somebody withdrew it, and no file brings it back."""

VERSIONS = Table(
    "versions",
    METADATA,
    Column("ordinal", _Number, ForeignKey("records.ordinal"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The earlier forms of each id; what each change did stands in `changes`."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("seq", _Number, primary_key=True, autoincrement=False),
    Column("id", String(200), nullable=False),
    Column("action", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Every change, by its number, without gaps."""

COUNTER = Table("counter", METADATA, Column("seq", BigInteger, nullable=False))
"""One row: the number of the last change. Who holds it is the one writer."""

DATASETS = Table(
    "datasets",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("modified", BigInteger, nullable=False),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("dataset", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("finished", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("withdrawn", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("rejects_file", Text, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
    Column("changes", LargeBinary, nullable=False),
    Index("runs_dataset", "dataset", "number"),
    sqlite_autoincrement=True,
)
"""One row a finished ingest; `reasons` and `changes` are JSON."""

KEYS = Table(
    "keys",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("line", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("origins", LargeBinary, nullable=False),
    Column("scopes", LargeBinary, nullable=False),
    Column("tier", String(32), nullable=False),
    Column("overrides", LargeBinary, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("last_used", Integer, nullable=False),
    Column("replaced_by", String(32), nullable=False),
    Column("valid_until", BigInteger, nullable=False),
    Column("revoked", BigInteger, nullable=False),
    Column("revoked_why", Text, nullable=False),
    Index("keys_digest", "digest", unique=True),
    Index("keys_created", "created", "id"),
)
"""Keys, by the hash of their text alone; `last_used` is a day since 1970, and 0 in a time is never."""

KEY_SEAL = Table("key_seal", METADATA, Column("secret", LargeBinary, nullable=False))
"""One row: what the keys of this database are sealed with, so that one made up is known without a look-up."""

USAGE = Table(
    "usage",
    METADATA,
    Column("kind", String(16), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("name", String(300), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""How often, by day since 1970 UTC and by name; an empty name stands for all those there was no room for."""

USAGE_BATCHES = Table(
    "usage_batches",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""The batches of counts that were added of late, so that one sent again is not added again."""

USAGE_HOT = Table(
    "usage_hot",
    METADATA,
    Column("slot", BigInteger, primary_key=True, autoincrement=False),
    Column("ids", LargeBinary, nullable=False),
)
"""The most read records as of a slot of time, one JSON list for all processes of a node."""

EXPORT_JOBS = Table(
    "export_jobs",
    METADATA,
    Column("number", _Number, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("asker", String(64), nullable=False),
    Column("asked", LargeBinary, nullable=False),
    Column("question", String(64), nullable=False),
    Column("base", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("finished", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("trouble_since", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("relaxed", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("worker", String(100), nullable=False),
    Column("file", String(100), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("licences", LargeBinary, nullable=False),
    Column("datasets", LargeBinary, nullable=False),
    UniqueConstraint("id", name="export_jobs_id"),
    Index("export_jobs_state", "state", "number"),
    Index("export_jobs_asker", "asker", "state"),
    sqlite_autoincrement=True,
)
"""Export jobs; `question` is a hash of what was asked, `asked`, `licences` and `datasets` are JSON; 0 in a time is
never. Who holds the lease is `worker`, in its `attempt`."""
