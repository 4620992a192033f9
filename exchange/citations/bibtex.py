"""A citation as BibTeX, in UTF-8; `origdate` is read by biblatex, and passed over by others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exchange.citations.citation import Citation
from exchange.crosswalks.years import span

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "&": r"\&",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\n": " ",
    "\t": " ",
}
_ESCAPES = str.maketrans(_SPECIAL)
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9.:-]")


def bibtex(one: Citation) -> str:
    """One `@misc`; its key is the record's id."""
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(one))
    return f"@misc{{{_NOT_IN_KEY.sub('-', one.id)},\n{fields}\n}}\n"


def _fields(one: Citation) -> Iterator[tuple[str, str]]:
    """Names and titles stand in braces of their own: no style changes their case or takes a name apart."""
    if one.creators:
        yield "author", " and ".join(f"{{{escaped(name)}}}" for name in one.creators)
    yield "title", f"{{{escaped(one.title)}}}"
    yield "howpublished", escaped(one.dataset)
    if one.publisher:
        yield "publisher", f"{{{escaped(one.publisher)}}}"
    if one.modified:
        yield "year", f"{one.modified.year:04}"
        yield "date", one.modified.isoformat()
    if one.years:
        yield "origdate", span({"start": one.years[0], "end": one.years[1]})
    yield "url", _address(one.address)
    yield "urldate", one.cited.isoformat()


def escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _address(address: str) -> str:
    """As `url` takes it: verbatim, so what would end or upset the braces is percent-encoded."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
