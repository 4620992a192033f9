"""The OpenAPI document that this process serves, made when it is first asked for."""

from __future__ import annotations

from typing import Any

from flask import current_app

from api.describing import document
from api.node import here

KEPT = "wenmai.document"


def served() -> dict[str, Any]:
    kept = current_app.extensions
    if KEPT not in kept:
        kept[KEPT] = document(kept["wenmai.spec"], here().settings)
    found: dict[str, Any] = kept[KEPT]
    return found
