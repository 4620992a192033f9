"""`python -m api.spec` writes openapi.yaml, or the path given; `--check` only tells whether it is current."""

from __future__ import annotations

import sys
from pathlib import Path

from api import create_app
from api.describing import as_yaml, document
from settings import Settings

FILE = Path(__file__).resolve().parent.parent / "openapi.yaml"


def text() -> str:
    """The document the routes make now."""
    settings = Settings.from_env({})
    return as_yaml(document(create_app(settings).extensions["wenmai.spec"], settings))


def check(path: Path) -> int:
    """0 where the file says what the routes do, else 1 and a word on how to mend it."""
    if path.is_file() and path.read_text(encoding="utf-8") == text():
        return 0
    sys.stderr.write(f"{path} is not what the routes say; make openapi writes it anew\n")
    return 1


def main(given: list[str]) -> int:
    paths = [Path(one) for one in given if one != "--check"]
    path = paths[0] if paths else FILE
    if "--check" in given:
        return check(path)
    path.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
