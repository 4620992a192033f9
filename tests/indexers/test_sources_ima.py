"""The Indianapolis collection: rows written out by hand, then the whole file."""

from __future__ import annotations

from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, assert_titled, assert_told, lost, mapped, noted


def actor(name: str | None, role: str | None = "Artist", **more: Any) -> dict[str, Any]:
    return {"display_name": name, "role": role, "organization": None, "after_follower": None, "irn": 1, **more}


HOLDING: dict[str, Any] = {
    "accession_number": "60.46",
    "actors": [actor("Carlsen, Dines")],
    "creation_date": "1662-1722",
    "credit_line": "Gift of a friend",
    "cultures": [],
    "dimensions": "8 1/2 in.\n(image)",
    "dynasty": "Qing dynasty",
    "images": [],
    "irn": 21162,
    "materials": "oil on canvas",
    "on_view": False,
    "period": "Kangxi",
    "printers": [],
    "publishers": [],
    "rights": "© The estate of the artist",
    "title": "A still life",
}
BLANK = dict.fromkeys(("creation_date", "credit_line", "dimensions", "dynasty", "materials", "period", "rights"))


def one(**changed: Any) -> tuple[dict[str, Any], list[str]]:
    """The record and its notes."""
    return checked(all_sources()["ima-objects"].map({**HOLDING, **changed}))


def test_a_holding() -> None:
    record, notes = one()
    assert record == {
        "id": "ima-objects:21162",
        "type": "artwork",
        "dataset": "ima-objects",
        "title": {"en": "A still life"},
        "creators": [{"name": "Dines Carlsen", "role": "Artist"}],
        "date": {"text": "1662-1722", "start": 1662, "end": 1722},
        "periods": ["qing-kangxi"],
        "categories": ["museum/painting"],
        "materials": ["oil", "canvas"],
        "institution": {"name": "Indianapolis Museum of Art"},
        "identifiers": [{"scheme": "accession number", "value": "60.46"}],
        "rights": {
            "uri": "https://creativecommons.org/licenses/by/3.0/",
            "reuse": "open",
            "attribution": "Indianapolis Museum of Art",
        },
        "source": {"name": "Indianapolis Museum of Art", "url": "https://github.com/IMAmuseum/ima-collection"},
        "extra": {
            "actors": HOLDING["actors"],
            "credit_line": "Gift of a friend",
            "dimensions": "8 1/2 in.\n(image)",
            "dynasty": "Qing dynasty",
            "materials": "oil on canvas",
            "on_view": False,
            "period": "Kangxi",
            "rights": "© The estate of the artist",
        },
    }
    assert notes == ["actors: a name written surname first is put in the order it is said"]


def test_all_that_may_be_missing() -> None:
    record, _ = one(**BLANK, actors=[], title="Comb")
    assert set(record) == {"id", "type", "dataset", "title", "institution", "identifiers", "rights", "source", "extra"}
    assert record["type"] == "artifact"
    assert record["extra"] == {"on_view": False}


@pytest.mark.parametrize(
    ("cultures", "materials", "title", "said"),
    [
        (["Egyptian"], "bronze", "[Egyptian, bronze]", "from cultures and materials"),
        ([], "woodblock prints\nand etchings", "[woodblock prints and etchings]", "from cultures and materials"),
        (["Unknown", None], None, "[Untitled]", "nothing else is told"),
        ([], None, "[Untitled]", "nothing else is told"),
    ],
)
def test_a_missing_title_is_supplied(cultures: list[Any], materials: str | None, title: str, said: str) -> None:
    record, notes = one(title=None, cultures=cultures, materials=materials, actors=[])
    assert record["title"] == {"en": title}
    assert record["extra"]["untitled"] is True
    assert [said in note for note in notes] == [True]


def test_makers_printers_and_publishers() -> None:
    record, notes = one(
        actors=[
            actor("Lalanne, Maxime", None, after_follower="After"),
            actor("Styria Studio", "Printer", organization="Styria Studio"),
            actor("Longman, Hurst & Orme", "Publisher", organization="Longman, Hurst & Orme"),
            actor("Unidentified Artist"),
            actor(None),
            {"after_follower": None, "nationality": None, "role": "Engraver"},
        ],
        printers=[actor("Styria Studio", organization="Styria Studio") | {"role": None}],
        publishers=[{"display_name": "Cadart, Alfred"}],
    )
    assert record["creators"] == [
        {"name": "Maxime Lalanne", "role": "After"},
        {"name": "Styria Studio", "role": "Printer"},
        {"name": "Longman, Hurst & Orme", "role": "Publisher"},
        {"name": "Alfred Cadart", "role": "Publisher"},
    ]
    assert sorted(notes) == [
        "actors: a name that says the maker is unknown is left out of creators",
        "actors: a name written surname first is put in the order it is said",
        "actors: an actor without a name is left out of creators",
        "actors: an actor without a name is left out of creators",
        "publishers: a name written surname first is put in the order it is said",
    ]


@pytest.mark.parametrize(
    ("dynasty", "period", "periods"),
    [
        ("Qing dynasty", None, ["qing"]),
        ("Qing", None, ["qing"]),
        ("Northern Song Dynasty", None, ["northern-song"]),
        ("Yüan", None, ["yuan"]),
        ("Ming dynasty", "Wanli", ["ming-wanli"]),
        (None, "Qianlong period", ["qing-qianlong"]),
        ("Ming dynasty", "Qianlong", ["ming"]),
        ("Neolithic {Chinese period}", None, ["neolithic"]),
        ("Eastern Zhou dynasty", "Warring States period", ["warring-states"]),
        ("Northern Wei dynasty", "Six Dynasties", ["northern-wei"]),
        ("Six Dynasties", None, ["wu", "eastern-jin", "southern"]),
        ("Southern Dynasties", None, ["southern"]),
        ("Yuan - Ming dynasties", None, ["yuan", "ming"]),
        ("Qing Dynasty (1644-1911)", None, ["qing"]),
        ("Xin", None, ["xin"]),
        (None, "Jin", None),
        ("Jin", None, None),
        ("Jin dynasty", None, None),
        (None, "Neolithic", None),
        (None, "Three Kingdoms", None),
        (None, "Edo", None),
        ("Modern {Chinese period}", None, None),
        ("Twelfth Dynasty", "Middle Kingdom", None),
    ],
)
def test_periods_of_china_where_they_are_sure(dynasty: str | None, period: str | None, periods: list[str]) -> None:
    assert one(dynasty=dynasty, period=period)[0].get("periods") == periods


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3/1/1827", (1827, 1827)),
        ("1983/84", (1983, 1984)),
        ("about 1632/34", (1632, 1634)),
        ("12-13th century", (1101, 1300)),
        ("19th century", (1801, 1900)),
        ("Unknown", (None, None)),
    ],
)
def test_dates(text: str, years: tuple[int | None, int | None]) -> None:
    date = one(creation_date=text)[0]["date"]
    assert (date["text"], date.get("start"), date.get("end")) == (text, *years)


@pytest.mark.parametrize(
    ("materials", "title", "kind", "category"),
    [
        ("engraving on India paper, chine collé", "x", "artwork", "museum/print"),
        ("hand-colored lithograph", "x", "artwork", "museum/print"),
        ("Color Woodblock Print", "x", "artwork", "museum/print"),
        ("gelatin silver print", "x", "artwork", "museum/photograph"),
        ("ink and colors on silk", "x", "artwork", "museum/painting"),
        ("pencil on off-white paper", "x", "artwork", "museum/drawing"),
        ("pen and brown ink on white paper", "x", "artwork", "museum/drawing"),
        ("stone | pen | ink | pencil", "arrowhead", "artifact", None),
        ("flint | pencil", "arrowhead", "artifact", None),
        ("Marker On Paper", "dress", "artifact", None),
        ("silk chiffon", "evening dress", "artifact", "museum/costume"),
        ("silk damask", "panel", "artifact", "museum/textile"),
        ("glass beads, wool", "panel", "artifact", None),
        ("Colorless Soda-lime Glass | pressed", "cup", "artifact", "museum/enamel-and-glass"),
        ("glass plate negative", "x", "artifact", None),
        ("Stoneware (changsha Ware)", "ewer", "artifact", "museum/ceramic"),
        ("Gilt Bronze", "x", "artifact", "museum/bronze"),
        ("nephrite with wood stand", "x", "artifact", "museum/jade"),
    ],
)
def test_what_materials_tell(materials: str, title: str, kind: str, category: str | None) -> None:
    record, _ = one(materials=materials, title=title)
    assert record["type"] == kind
    assert record.get("categories") == ([category] if category else None)


def test_materials_and_techniques() -> None:
    record, notes = one(materials="color etching and aquatint on paper, chine coll\x82")
    assert record["materials"] == ["paper", "chine coll\ufffd"]
    assert record["techniques"] == ["color etching", "aquatint"]
    assert "materials: a control character where a letter was is shown as \ufffd" in notes


@pytest.mark.parametrize(
    "changed", [{"irn": None}, {"irn": "x1"}, {"accession_number": ""}, {"actors": [3]}, {"cultures": 5, "title": None}]
)
def test_a_row_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(RowRejected):
        all_sources()["ima-objects"].map({**HOLDING, **changed})


@pytest.mark.shared
@pytest.mark.slow
def test_all_holdings() -> None:
    found = mapped("ima-objects")
    records = [record for _, record in found]
    assert len(records) == 50_667
    assert_sound(all_sources()["ima-objects"], records, every=5)
    assert_titled(found)
    assert not [problem for row, record in found[::9] if (problem := lost(row, record, frozenset({"title"})))]
    assert sum("untitled" in record["extra"] for record in records) == 583
    # At least: what the dates' reader learns only adds to it.
    assert sum("start" in record.get("date", {}) for record in records) >= 34_261
    assert sum("periods" in record for record in records) == 1_374
    assert sum("categories" in record for record in records) == 33_236
    assert_told(
        noted("ima-objects"),
        {
            "title: a missing title is supplied in square brackets from cultures and materials": 474,
            "title: a missing title is supplied as [Untitled], since nothing else is told": 109,
            "actors: a name that says the maker is unknown is left out of creators": 336,
            "title: a control character where a letter was is shown as \ufffd": 24,
        },
    )
