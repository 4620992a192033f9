"""The turns of a process at its engine, those of questions for many records apart, at drawing pictures and streams."""

from __future__ import annotations

from api.errors import Overloaded
from api.metrics import Metrics
from api.turns.line import Line
from settings import Turns

INTERACTIVE, BULK, DRAWING, EXPORT, DOWNLOAD = "interactive", "bulk", "drawing", "export", "download"

DRAWING_S = 5.0
"""How long a picture waits for its turn: the first one of a process takes a second or two."""

DOWNLOADS = 4
"""Files of dumps that one process sends at once: each holds a thread for as long as its reader is slow."""


class Pool:
    """The turns of one process."""

    def __init__(self, sizes: Turns, metrics: Metrics) -> None:
        self._lines = {
            INTERACTIVE: Line(sizes.interactive, sizes.waiting, sizes.patience),
            BULK: Line(sizes.bulk, sizes.waiting // 2, sizes.patience),
            DRAWING: Line(1, sizes.waiting // 2, DRAWING_S),
            EXPORT: Line(sizes.exports, 0, 0),
            DOWNLOAD: Line(DOWNLOADS, 0, 0),
        }
        self.longest_export_s = sizes.longest_export
        self._metrics = metrics

    def take(self, kind: str, *, keyed: bool) -> None:
        """Raises Overloaded. Bulk waits for nothing while others do; who brings no key is sent away first."""
        line = self._lines[kind]
        crowded = kind == BULK and self._lines[INTERACTIVE].waiting
        if crowded or not line.enter(0 if keyed else 1):
            self._metrics.shed.labels(kind, "yes" if keyed else "no").inc()
            raise Overloaded(kind)

    def give_back(self, kind: str) -> None:
        self._lines[kind].leave()

    @property
    def most_held(self) -> int:
        """Threads that may be taken by all who have a turn or wait; the others answer what needs none."""
        return sum(line.most_held for line in self._lines.values())

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self._lines.values())
