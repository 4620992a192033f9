"""Records as publishers send them: the least, the fullest, and either with something changed."""

from __future__ import annotations

from typing import Any

import pytest

from records.errors import InvalidRecord
from records.schema import RecordSchema, check

LEAST: dict[str, Any] = {"id": "jade:1", "type": "artifact", "title": {"zh-Hans": "玉琮"}}
EXAMPLES = {name: field.metadata["examples"][0] for name, field in RecordSchema().fields.items()}
WHOLE = {**EXAMPLES, "id": "palace-museum:00005", "dataset": "palace-museum"}
ABSENT = object()


def changed_by(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in {**LEAST, **changed}.items() if value is not ABSENT}


def problems_of(content: Any) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as refused:
        check(content)
    return {problem.path: problem.reason for problem in refused.value.problems}
