"""What can go wrong between a published file and the store.

IndexersError
├── UnreadableFile   the file as a whole cannot be read, or not to its end
├── MappingError     a mapping file cannot be used, with everything wrong in it at once
├── RowRejected      one row gives no record; the others are not touched by it
├── WorkersLost      a process that shared the work was killed; the work may be begun again
├── NotInStep        what was taken in is safe, but cannot be searched yet
├── CannotServe      a node cannot be started as it was asked to
├── NothingToDump    a data set without records was to be dumped
├── DumpUnderWay     another process makes a dump
└── CannotDump       the disk does not take it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from records.crossing import Crossing


class IndexersError(Crossing):
    """The root of this package's errors."""


class UnreadableFile(IndexersError):
    """`reason` says what was found and how to mend it."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class MappingError(IndexersError):
    """`problems` are sentences, each naming the key or column it is about."""

    def __init__(self, path: Path | str, problems: Sequence[str]) -> None:
        super().__init__("\n".join([f"{path}: the mapping cannot be used", *(f"  {each}" for each in problems)]))
        self.path = path
        self.problems = tuple(problems)


class RowRejected(IndexersError):
    """`path` is where in the record the trouble lies (`date.start`), empty for the row as a whole."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.reason = reason
        self.path = path


class WorkersLost(IndexersError):
    """What was acknowledged before is safe."""

    def __init__(self) -> None:
        super().__init__("a process sharing the work was killed, perhaps for want of memory; run the command again")


class NotInStep(IndexersError):
    """Another process writes the index and does not get on: it stands at `standing`, and should be at `seq`."""

    def __init__(self, standing: int, seq: int) -> None:
        super().__init__(
            f"all is taken in, but not searchable yet: the process that writes the index stands at change {standing:,} "
            f"of {seq:,}. Look at its log; `wenmai status` tells when it has come there"
        )


class CannotServe(IndexersError):
    """The message says how to ask instead."""


class NothingToDump(IndexersError):
    """`absent` are the data sets that were named and have no records; none where nothing has."""

    def __init__(self, absent: Sequence[str]) -> None:
        told = f"there are no records of {', '.join(absent)}" if absent else "there are no records to dump"
        super().__init__(f"{told}; `wenmai status` lists the data sets")
        self.absent = tuple(absent)


class DumpUnderWay(IndexersError):
    """Two at once would remove each other's."""

    def __init__(self, root: Path) -> None:
        super().__init__(f"{root}: another process makes a dump; wait for its end")
        self.root = root


class CannotDump(IndexersError):
    """What was there before is as it was."""

    def __init__(self, root: Path, reason: str) -> None:
        super().__init__(f"{root}: {reason}; the dump was given up, and older ones are as they were")
        self.root = root
        self.reason = reason
