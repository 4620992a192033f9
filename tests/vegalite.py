"""Vega-Lite's own schema, of the version that draws."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs


@cache
def schema() -> jsonschema_rs.Draft7Validator:
    """It lies in Altair's package, which need not be imported for it."""
    found = importlib.util.find_spec("altair")
    assert found
    assert found.submodule_search_locations
    path = Path(found.submodule_search_locations[0]) / "vegalite" / "v6" / "schema" / "vega-lite-schema.json"
    return jsonschema_rs.Draft7Validator(_quoted(json.loads(path.read_text(encoding="utf-8"))))


def _quoted(value: Any) -> Any:
    """Names such as `Def<string>` in references, as URIs must write them."""
    if isinstance(value, dict):
        return {k: quote(v, safe="#/") if k == "$ref" and isinstance(v, str) else _quoted(v) for k, v in value.items()}
    return [_quoted(part) for part in value] if isinstance(value, list) else value
