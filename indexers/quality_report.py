"""The shares understood as a table for people, or as the one line a program reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from indexers.quality import Quality, Share
from indexers.reporting import outcome_line

_SHARES = {"date": "dates", "periods": "periods", "region": "regions"}
_PRESENT = {"point": "points", "creators": "creators", "rights": "rights"}
_COLUMNS = ("data set", "records", *_SHARES.values(), *_PRESENT.values(), "regions by level", "titles")


def quality_fields(qualities: Sequence[Quality]) -> dict[str, Any]:
    """As `wenmai status --quality --json` prints it; shares from 0 to 1, null where nothing was told."""
    return {"quality": [_fields(quality) for quality in qualities]}


def _fields(quality: Quality) -> dict[str, Any]:
    fields = {name: _share_fields(share) for name, share in quality.fields.items()}
    told = {"dataset": quality.dataset, "records": quality.records, "fields": fields}
    return {**told, "region_levels": dict(quality.levels), "titles": dict(quality.titles)}


def _share_fields(share: Share) -> dict[str, Any]:
    part = None if share.share is None else round(share.share, 4)
    missed = [{"text": text, "count": count} for text, count in share.missed]
    return {"told": share.told, "understood": share.understood, "share": part, "missed": missed}


def explain_quality(qualities: Sequence[Quality], *, as_json: bool = False) -> None:
    """On standard output: a table, and below it what was not understood, or one line of JSON."""
    if as_json:
        outcome_line(quality_fields(qualities))
        return
    rows = [
        ("data set", "records", *_SHARES.values(), *_PRESENT.values(), "regions by level", "titles"),
        *map(_row, qualities),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        told = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        click.echo("  ".join((name.ljust(widths[0]), *told)).rstrip())
    for line in _missed(qualities):
        click.echo(line)


def _row(quality: Quality) -> tuple[str, ...]:
    understood = (_of(quality.fields[name]) for name in _SHARES)
    present = (_part(quality.fields[name]) for name in _PRESENT)
    counted = (_counts(quality.levels), _counts(quality.titles))
    return quality.dataset, f"{quality.records:,}", *understood, *present, *counted


def _counts(counted: Mapping[str, int]) -> str:
    return " ".join(f"{name} {count:,}" for name, count in counted.items()) or "–"


def _of(share: Share) -> str:
    return f"{share.understood:,} of {share.told:,} {_part(share)}" if share.told else "–"


def _part(share: Share) -> str:
    """Never 100 % where one is missing."""
    if share.share is None:
        return "–"
    return f"{int(share.share * 1000) / 10:.1f} %"


def _missed(qualities: Sequence[Quality]) -> Iterator[str]:
    """What was told and not understood; for periods only where dates are: years alone name no period."""
    for quality in qualities:
        for name in ("date", "region"):
            for text, count in quality.fields[name].missed:
                yield f"{quality.dataset} {name}: {count:,} × {text}"
