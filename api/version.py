"""Which release of the project this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release() -> str:
    """The installed version; `0` where the project runs without having been installed."""
    try:
        return version("wenmai")
    except PackageNotFoundError:
        return "0"
