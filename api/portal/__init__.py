"""The public's site: pages over the same questions, answers and records that the API has."""

from flask import Flask

from api.portal import moved, troubles
from api.portal.routes import blp

__all__ = ["blp", "register"]


def register(app: Flask) -> None:
    """What is registered later is done earlier."""
    troubles.register(app)
    moved.register(app)
