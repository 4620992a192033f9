"""The public's site: pages over the same questions, answers and records that the API has."""

from api.portal.routes import blp
from api.portal.troubles import register

__all__ = ["blp", "register"]
