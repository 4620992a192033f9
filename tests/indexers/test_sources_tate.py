"""The Tate's works: rows written out by hand, then the whole file."""

from __future__ import annotations

from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from records.schema import check
from tests.indexers.whole_sources import assert_sound, lost, mapped, noted

WORK: dict[str, Any] = {
    "acno": "T13869",
    "acquisitionYear": 2013,
    "all_artists": "Agostino Brunias",
    "catalogueGroup": {},
    "classification": "painting",
    "contributorCount": 1,
    "contributors": [
        {"birthYear": 1730, "date": "c.1730–1796", "displayOrder": 1, "fc": "Agostino Brunias", "gender": "Male",
         "id": 3824, "mda": "Brunias, Agostino", "role": "artist", "startLetter": "B"}
    ],
    "creditLine": "Purchased with assistance from Tate Patrons 2013",
    "dateRange": {"endYear": 1796, "startYear": 1764, "text": "1764-96"},
    "dateText": "1764–96",
    "depth": "",
    "dimensions": "unconfirmed: 508 x 660 mm",
    "foreignTitle": None,
    "groupTitle": None,
    "height": "660",
    "id": 127035,
    "inscription": None,
    "medium": "Oil paint on canvas",
    "movementCount": 0,
    "subjectCount": 3,
    "subjects": {
        "children": [
            {"children": [{"children": [{"id": 5695, "name": "Caribbean"}], "id": 108, "name": "countries"}],
             "id": 106, "name": "places"},
            {"children": [{"children": [{"id": 195, "name": "man"}, {"id": 1, "name": "man"}], "id": 95,
                           "name": "adults"}], "id": 91, "name": "people"},
        ],
        "id": 1,
        "name": "subject",
    },
    "thumbnailCopyright": None,
    "thumbnailUrl": "http://www.tate.org.uk/art/images/work/T/T13/T13869_8.jpg",
    "title": "Dancing Scene in the West Indies",
    "units": "mm",
    "url": "http://www.tate.org.uk/art/artworks/brunias-dancing-scene-in-the-west-indies-t13869",
    "width": "508",
}  # fmt: skip


YEARS_OF_WORDS = "dateRange: gives no years that can be used; the years are those of dateText"
NO_YEARS = "dateText: tells no years that are understood, and dateRange gives none; kept as text"


def one(**changed: Any) -> dict[str, Any]:
    (record,) = all_sources()["tate-artworks"].map({**WORK, **changed})
    check(record)
    return dict(record)


def test_a_work() -> None:
    picture = "http://www.tate.org.uk/art/images/work/T/T13/T13869_8.jpg"
    assert one() == {
        "id": "tate-artworks:T13869",
        "type": "artwork",
        "dataset": "tate-artworks",
        "title": {"en": "Dancing Scene in the West Indies"},
        "creators": [{"name": "Agostino Brunias", "role": "artist"}],
        "categories": ["museum/painting"],
        "date": {"text": "1764–96", "start": 1764, "end": 1796},
        "subjects": ["places", "countries", "Caribbean", "people", "adults", "man"],
        "materials": ["oil paint", "canvas"],
        "institution": {"name": "Tate"},
        "identifiers": [{"scheme": "tate", "value": "127035"}],
        "rights": {
            "uri": "https://creativecommons.org/publicdomain/zero/1.0/",
            "reuse": "open",
            "attribution": "Tate",
        },
        "media": [
            {
                "url": picture,
                "thumbnail": picture,
                "type": "image",
                "rights": {"uri": "http://rightsstatements.org/vocab/CNE/1.0/", "reuse": "closed"},
            }
        ],
        "source": {
            "name": "Tate",
            "url": "http://www.tate.org.uk/art/artworks/brunias-dancing-scene-in-the-west-indies-t13869",
        },
        "extra": {
            "acquisitionYear": 2013,
            "classification": "painting",
            "contributors": WORK["contributors"],
            "creditLine": "Purchased with assistance from Tate Patrons 2013",
            "dimensions": "unconfirmed: 508 x 660 mm",
            "height": "660",
            "width": "508",
            "units": "mm",
            "medium": "Oil paint on canvas",
            "subject_ids": [106, 108, 5695, 91, 95, 195, 1],
        },
    }


@pytest.mark.parametrize(
    ("told", "text", "date", "kept"),
    [
        (None, "date not known", {"text": "date not known"}, False),
        ({"startYear": "no date", "text": "no date"}, "no date", {"text": "no date"}, True),
        ({"startYear": "2006", "text": "2006"}, "2006", {"text": "2006", "start": 2006, "end": 2006}, True),
        ({"startYear": 1992, "text": "1992"}, "1992", {"text": "1992", "start": 1992, "end": 1992}, True),
        (
            {"startYear": "c.1997-9", "text": "c.1997-9"},
            "c.1997–9",
            {"text": "c.1997–9", "start": 1997, "end": 1999},
            True,
        ),
        (
            {"startYear": 1828, "endYear": 1819, "text": "1828-9"},
            "1828–9",
            {"text": "1828–9", "start": 1828, "end": 1829},
            True,
        ),
    ],
)
def test_dates_with_quirks(told: Any, text: str, date: dict[str, Any], kept: bool) -> None:
    """Years that are not used as they came stay in extra."""
    record = one(dateRange=told, dateText=text)
    assert record["date"] == date
    assert record["extra"].get("dateRange") == (told if kept else None)
    notes = all_sources()["tate-artworks"].map({**WORK, "dateRange": told, "dateText": text}).notes
    assert [str(note) for note in notes] == [YEARS_OF_WORDS if "start" in date else NO_YEARS]


@pytest.mark.parametrize(
    ("medium", "materials", "techniques"),
    [
        ("Graphite on paper", ["graphite", "paper"], []),
        ("Etching and aquatint on paper", ["paper"], ["etching", "aquatint"]),
        ("Gouache, graphite and watercolour on paper", ["gouache", "graphite", "watercolour", "paper"], []),
        ("Photograph, gelatin silver print on paper", ["photograph", "gelatin silver print", "paper"], []),
        ("Line engraving on paper", ["paper"], ["line engraving"]),
        ("Bronze", ["bronze"], []),
        (None, None, None),
    ],
)
def test_mediums(medium: str | None, materials: list[str] | None, techniques: list[str] | None) -> None:
    record = one(medium=medium)
    assert record.get("materials") == materials
    assert record.get("techniques", None if techniques is None else []) == techniques


def test_a_picture_with_an_owner_names_him() -> None:
    (picture,) = one(thumbnailCopyright="© DACS, 2014")["media"]
    assert picture["attribution"] == "© DACS, 2014"
    assert picture["rights"]["uri"] == "http://rightsstatements.org/vocab/InC/1.0/"
    assert "media" not in one(thumbnailUrl=None)


def test_an_owner_told_in_two_lines_is_told_in_one() -> None:
    (picture,) = one(thumbnailCopyright="© The estate\r\nof the artist")["media"]
    assert picture["attribution"] == "© The estate of the artist"


def test_roles_movements_and_foreign_titles() -> None:
    record = one(
        contributors=[{"fc": "Joseph Mallord William Turner", "role": "after"}, {"fc": "Thomas Girtin", "role": None}],
        movements=[{"era": {"id": 350, "name": "19th century"}, "id": 363, "name": "Pre-Raphaelite Brotherhood"}],
        foreignTitle="Ohne Titel",
        subjects=None,
    )
    assert record["creators"] == [{"name": "Joseph Mallord William Turner", "role": "after"}, {"name": "Thomas Girtin"}]
    assert record["subjects"] == ["Pre-Raphaelite Brotherhood"]
    assert record["alternative_titles"] == ["Ohne Titel"]
    assert record["extra"]["movements"][0]["era"]["id"] == 350


@pytest.mark.parametrize(
    ("classification", "categories"),
    [("on paper, unique", ["museum/drawing"]), ("on paper, print", ["museum/print"]), (None, None), ("new kind", None)],
)
def test_classifications(classification: str | None, categories: list[str] | None) -> None:
    assert one(classification=classification).get("categories") == categories


@pytest.mark.parametrize(
    "changed",
    [
        {"acno": None},
        {"title": ""},
        {"contributors": None},
        {"subjects": {"children": [{"id": 1}]}},
        {"subjects": {"children": 5}},
        {"movements": [1]},
        {"dateRange": "1819"},
    ],
)
def test_a_row_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(RowRejected):
        all_sources()["tate-artworks"].map({**WORK, **changed})


@pytest.mark.shared
@pytest.mark.slow
def test_all_works() -> None:
    found = mapped("tate-artworks")
    records = [record for _, record in found]
    assert len(records) == 69_202
    assert_sound(all_sources()["tate-artworks"], records, every=7)
    undated = sum("start" not in record["date"] for record in records if "date" in record)
    assert noted("tate-artworks")[NO_YEARS] == undated > 5_000
    explained = frozenset({"contributorCount", "subjectCount", "movementCount", "all_artists", "dateRange", "subjects"})
    assert not [problem for row, record in found[::9] if (problem := lost(row, record, explained))]
