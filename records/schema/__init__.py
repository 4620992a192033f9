"""The record's one schema: what may be sent, what is wrong with what was sent, and how it is kept."""

from records.schema.checking import check, draft, fingerprint
from records.schema.record import RecordSchema

__all__ = ["RecordSchema", "check", "draft", "fingerprint"]
