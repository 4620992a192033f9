"""The blueprint of all pages."""

from __future__ import annotations

from api.blueprint import Blueprint

HTML = {"type": "string"}
TEXT_HTML = "text/html"
PAGED = (303, 304)
"""What a page may answer with beside itself."""

blp = Blueprint("portal", "api.portal", description="The public's site, for people.", template_folder="templates")
