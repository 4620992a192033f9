"""The artists of MoMA: rows written out by hand, then the whole file."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, lost, mapped, noted

ARTIST: dict[str, Any] = {
    "ConstituentID": 250,
    "DisplayName": "Jean (Hans)  Arp",
    "ArtistBio": "French, born Germany (Alsace). 1886–1966",
    "Nationality": "French",
    "Gender": "Male",
    "BeginDate": 1886,
    "EndDate": 1966,
    "Wiki QID": "Q153739",
    "ULAN": "500031000",
}


def one(**changed: Any) -> tuple[dict[str, Any], list[str]]:
    names = {"wiki": "Wiki QID", "bio": "ArtistBio", "begin": "BeginDate", "end": "EndDate"}
    return checked(
        all_sources()["moma-artists"].map({**ARTIST, **{names.get(name, name): to for name, to in changed.items()}})
    )


def test_an_artist() -> None:
    assert one() == (
        {
            "id": "moma-artists:250",
            "type": "person",
            "dataset": "moma-artists",
            "title": {"en": "Jean (Hans) Arp"},
            "description": {"en": "French, born Germany (Alsace). 1886–1966"},
            "date": {"text": "1886–1966", "start": 1886, "end": 1966},
            "categories": ["person/artist"],
            "identifiers": [
                {"scheme": "wikidata", "value": "Q153739"},
                {"scheme": "ulan", "value": "500031000"},
            ],
            "relations": [
                {"type": "sameAs", "id": "http://www.wikidata.org/entity/Q153739"},
                {"type": "sameAs", "id": "http://vocab.getty.edu/ulan/500031000"},
            ],
            "rights": {
                "uri": "https://creativecommons.org/publicdomain/zero/1.0/",
                "reuse": "open",
                "attribution": "The Museum of Modern Art",
            },
            "source": {
                "name": "The Museum of Modern Art",
                "url": "https://github.com/MuseumofModernArt/collection",
            },
            "extra": {"Nationality": "French", "Gender": "Male"},
        },
        [],
    )


LEFT_OUT, FROM_BIO = "0 stands for unknown and is left out", "0 stands for unknown; the date is that of ArtistBio"


@pytest.mark.parametrize(
    ("years", "bio", "date", "notes"),
    [
        ((1936, 0), "Spanish, born 1936", {"text": "1936–", "start": 1936, "end": 1936}, [f"EndDate: {LEFT_OUT}"]),
        ((0, 1947), "Italian, died 1947", {"text": "–1947", "start": 1947, "end": 1947}, [f"BeginDate: {LEFT_OUT}"]),
        ((0, 0), "Spanish", None, [f"BeginDate: {LEFT_OUT}", f"EndDate: {LEFT_OUT}"]),
        ((0, 0), None, None, [f"BeginDate: {LEFT_OUT}", f"EndDate: {LEFT_OUT}"]),
        (
            (0, 0),
            "French, 1864–1938",
            {"text": "French, 1864–1938", "start": 1864, "end": 1938},
            [f"BeginDate: {FROM_BIO}", f"EndDate: {FROM_BIO}"],
        ),
        (
            (1903, 0),
            "French, 1903–1991",
            {"text": "French, 1903–1991", "start": 1903, "end": 1991},
            [f"EndDate: {FROM_BIO}"],
        ),
        ((1939, 0), "American, born 1949", {"text": "1939–", "start": 1939, "end": 1939}, [f"EndDate: {LEFT_OUT}"]),
        ((1895, 1984), "Spanish, 1896–1984", {"text": "1895–1984", "start": 1895, "end": 1984}, []),
    ],
)
def test_a_year_of_0_is_unknown(
    years: tuple[int, int], bio: str | None, date: dict[str, Any] | None, notes: list[str]
) -> None:
    record, said = one(begin=years[0], end=years[1], bio=bio)
    assert record.get("date") == date
    assert said == notes


@pytest.mark.parametrize("wiki", [None, ""])
def test_an_artist_without_numbers_elsewhere(wiki: str | None) -> None:
    record, notes = one(wiki=wiki, ULAN=None)
    assert not {"identifiers", "relations"} & set(record)
    assert notes == []


def test_what_is_no_number_is_kept_apart() -> None:
    record, notes = one(wiki="153739", ULAN="unknown")
    assert not {"identifiers", "relations"} & set(record)
    assert record["extra"] == {"Nationality": "French", "Gender": "Male", "Wiki QID": "153739", "ULAN": "unknown"}
    assert notes == ["Wiki QID: is no number of that kind; kept apart", "ULAN: is no number of that kind; kept apart"]


@pytest.mark.parametrize(
    ("column", "value"), [("ConstituentID", None), ("ConstituentID", "5"), ("DisplayName", ""), ("BeginDate", "1886")]
)
def test_an_artist_that_cannot_be_told_is_refused(column: str, value: object) -> None:
    with pytest.raises(RowRejected, match=column):
        one(**{column: value})


@pytest.mark.shared
def test_all_artists() -> None:
    found = mapped("moma-artists")
    records = [record for _, record in found]
    assert len(records) == 14_839
    assert_sound(all_sources()["moma-artists"], records)
    schemes = Counter(number["scheme"] for record in records for number in record.get("identifiers", ()))
    assert schemes == {"wikidata": 3_249, "ulan": 2_932}
    assert sum(len(record.get("relations", ())) for record in records) == 3_249 + 2_932
    assert noted("moma-artists") == {
        f"EndDate: {LEFT_OUT}": 10_399,
        f"BeginDate: {LEFT_OUT}": 3_813,
        f"EndDate: {FROM_BIO}": 83,
        f"BeginDate: {FROM_BIO}": 72,
    }
    for row, record in found:
        assert lost(row, record, frozenset(("BeginDate", "EndDate"))) == {}
        years = [year for year in (row["BeginDate"], row["EndDate"]) if year]
        if years:
            assert (record["date"]["start"], max(years)) == (years[0], years[-1])
            assert record["date"]["end"] >= years[-1]
