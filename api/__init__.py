"""HTTP: routes, schemas and representations over the search ports."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_compress import Compress

from api import hooks, logs, portal, problems
from api.blueprint import Api, RecordId
from api.cors import CrossOrigin
from api.keys import admitting
from api.limits import limiting
from api.limits.published import LARGEST_BODY
from api.node import Node
from api.routes import BLUEPRINTS
from api.schemas.forms import FORMS
from api.turns import taking
from api.version import release
from records.vocabularies import use_variants
from settings import Settings

PACKED_ALREADY = ("json", "xlsx", "png", "parquet", "gzip", "zstd")
COMPRESSED = [
    "application/json",
    "application/problem+json",
    "application/yaml",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
    *(form.media_type for form in FORMS.values() if form.name not in PACKED_ALREADY),
]


def _configuration() -> dict[str, Any]:
    return {
        "API_TITLE": "Wenmai",
        "API_VERSION": release(),
        "OPENAPI_VERSION": "3.1.0",
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
        "COMPRESS_MIMETYPES": COMPRESSED,
        "COMPRESS_LEVEL": 4,
        "COMPRESS_MIN_SIZE": 1_000,
        "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,
        # Streams are packed by who makes them.
        "COMPRESS_STREAMS": False,
    }


class Application(Flask):
    """Flask, with unforeseen errors told as one log line."""

    def log_exception(self, exc_info: Any) -> None:
        hooks.log.error("failed", request_id=g.get("request_id", ""), exc_info=exc_info)


def create_app(settings: Settings) -> Flask:
    """The application of a node. Nothing is opened before the first request, so that workers may be forked."""
    logs.configure()
    for problem in use_variants(settings.variants):
        hooks.log.warning("a group of variant names is left out", problem=str(problem))
    app = Application("api", static_folder=None)
    app.config.from_mapping(_configuration())
    app.url_map.merge_slashes = False
    app.url_map.converters["record"] = RecordId
    app.extensions["wenmai"] = Node(settings)
    hooks.register(app)
    limiting.register(app)
    taking.register(app)
    admitting.register(app)
    Compress(app)
    portal.register(app)
    problems.register(app)
    documented = Api(app)
    for blueprint in (portal.blp, *BLUEPRINTS):
        documented.register_blueprint(blueprint)
    app.extensions["wenmai.spec"] = documented.spec
    app.wsgi_app = CrossOrigin(app.wsgi_app)  # type: ignore[method-assign]
    return app
