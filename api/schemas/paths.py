"""Parts of paths that several routes have."""

from __future__ import annotations

from api.schemas.parameters import FACETS
from records import jobs
from records.ids import ID_PATTERN, LONGEST_ID

EXAMPLE_ID = "classical-poems:jing-ye-si"
BY_ID = [
    {
        "name": "record_id",
        "in": "path",
        "description": "The record's id.",
        "x-zh": "记录编号。",
        "schema": {"type": "string", "pattern": ID_PATTERN, "maxLength": LONGEST_ID},
        "example": EXAMPLE_ID,
    }
]
BY_FIELD = [
    {
        "name": "field",
        "in": "path",
        "description": "A field with facets.",
        "x-zh": "可统计的字段。",
        "schema": {"type": "string", "enum": list(FACETS)},
        "example": "creator",
    }
]
EXAMPLE_JOB = "export-yue2yue2yue2yue2"
BY_JOB = [
    {
        "name": "job_id",
        "in": "path",
        "description": "The job's id.",
        "x-zh": "导出任务编号。",
        "schema": {"type": "string", "pattern": jobs.ID_PATTERN},
        "example": EXAMPLE_JOB,
    }
]
