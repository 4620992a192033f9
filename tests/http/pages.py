"""How tests read pages: the tags, texts and links a browser would see, by the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.http.asking import problem

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
VOID = {"base", "meta", "link", "input", "img", "br", "hr", "source"}


@dataclass
class Tag:
    """`inside` is all text within, `of` the tags it stands in, from the outermost."""

    name: str
    attributes: dict[str, str]
    of: tuple[str, ...] = ()
    inside: str = ""


@dataclass
class Page(HTMLParser):
    """Every tag in order; AssertionError where tags do not close as they opened."""

    tags: list[Tag] = field(default_factory=list)
    _open: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        found = Tag(tag, {name: value or "" for name, value in attrs}, tuple(one.name for one in self._open))
        self.tags.append(found)
        if tag not in VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().name == tag, tag

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.inside += data

    def all(self, name: str, /, **attributes: str) -> list[Tag]:
        """Tags of a name whose attributes are these; `class_` for one class among several."""
        return [one for one in self.tags if one.name == name and _has(one, attributes)]

    def one(self, name: str, /, **attributes: str) -> Tag:
        (found,) = self.all(name, **attributes)
        return found

    def links(self) -> list[str]:
        return [one.attributes["href"] for one in self.all("a")]

    @property
    def text(self) -> str:
        return self.one("body").inside


def _has(tag: Tag, wanted: dict[str, str]) -> bool:
    if "class_" in wanted and wanted["class_"] not in tag.attributes.get("class", "").split():
        return False
    return all(tag.attributes.get(name) == value for name, value in wanted.items() if name != "class_")


def read(response: TestResponse) -> Page:
    """A page, whatever its status; its ids are unique."""
    assert response.content_type == "text/html; charset=utf-8"
    page = Page()
    page.feed(response.get_data(as_text=True))
    page.close()
    assert not page._open
    ids = [one.attributes["id"] for one in page.tags if "id" in one.attributes]
    assert len(ids) == len(set(ids)), ids
    return page


def get(client: FlaskClient, path: str, **query: Any) -> Page:
    response = client.get(path, query_string=query or None, headers=BROWSER)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return read(response)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def refused_at(client: FlaskClient, address: str, name: str) -> Page:
    """The page that a person gets who asks so: what is wrong stands at the field of this name, and nowhere else."""
    problem(client.get(address), 400, "bad-parameter")
    response = client.get(address, headers=BROWSER)
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    page = read(response)
    assert [one.attributes["name"] for one in page.tags if one.attributes.get("aria-invalid") == "true"] == [name]
    assert page.one("p", id=f"wrong-{name}").inside
    return page
