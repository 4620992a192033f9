"""How a command fails: one line for a person, one JSON line for a program, an exit code that is not 0."""

from __future__ import annotations

from typing import Any

import click

from exchange.errors import CannotShow, ShapesInvalid
from indexers import reporting
from indexers.errors import IndexersError
from records.errors import RecordsError
from search.errors import SearchError
from settings import SettingsError

KNOWN = (IndexersError, RecordsError, SearchError, SettingsError, ShapesInvalid, CannotShow)
"""Errors that say what to do; any other is a fault of ours and shows itself whole."""


COMMAND = "indexers.command"
"""Where a command within a group notes its whole name."""


class Commands(click.Group):
    """Commands whose known failures are told, never traced."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except click.ClickException as error:
            _tell(context, error.format_message())
            raise
        except KNOWN as error:
            _tell(context, str(error))
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            _tell(context, "interrupted")
            raise


def _tell(context: click.Context, error: str) -> None:
    command = context.meta.get(COMMAND, context.invoked_subcommand)
    reporting.outcome_line({"command": command, "done": False, "error": error})
