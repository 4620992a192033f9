"""Exports: all records of a question as one stream, in constant memory, which ends with a mark or is cut."""
