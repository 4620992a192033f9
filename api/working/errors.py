"""Why a job is not written to its end.

Unfinished
├── NotOurs     it was cancelled, or is another's by now: nothing more is to be done for it here
├── Stopping    this process is to end: another goes on
├── NoRoom      the disk is as good as full
└── NotWhole    what stands on the disk is not what was to be written
"""

from __future__ import annotations


class Unfinished(Exception):
    """Above all that ends the writing of a file."""


class NotOurs(Unfinished):
    """Cancelled, or the lease ran out."""


class Stopping(Unfinished):
    """The process was told to end."""


class NoRoom(Unfinished):
    """So little is left that the node itself would need it."""


class NotWhole(Unfinished):
    """The message says how it differs."""
