"""`python -m api.spec` writes openapi.yaml beside the packages, or to the path given."""

from __future__ import annotations

import sys
from pathlib import Path

from api import create_app
from api.describing import as_yaml, document
from settings import Settings

FILE = Path(__file__).resolve().parent.parent / "openapi.yaml"


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    app = create_app(Settings.from_env({}))
    path.write_text(as_yaml(document(app.extensions["wenmai.spec"])), encoding="utf-8")


if __name__ == "__main__":
    main()
