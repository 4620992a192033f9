"""Dublin Core: parsed by an XML parser, and counted and compared with what the record says."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from exchange.crosswalks import dcterms_bytes, oai_dc_bytes
from tests.exchange.described import BASE, SERVED, described, harmful, of_every_type, sample
from tests.exchange.statements import all_periods, iso, terms

DC = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEME = "{http://www.w3.org/2001/XMLSchema-instance}type"
FIFTEEN = frozenset(
    "title creator subject description publisher contributor date type format identifier source language relation "  # noqa: SIM905
    "coverage rights".split()
)


def told(written: bytes, space: str) -> dict[str, Counter[tuple[str, str]]]:
    """Texts with their language, by element."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for element in ET.fromstring(written):
        assert element.tag.startswith(space), element.tag
        name = element.tag.removeprefix(space)
        found.setdefault(name, Counter())[(element.text or "", element.get(LANG, ""))] += 1
    return found


def plain(texts: Any) -> set[tuple[str, str]]:
    return {(str(text), "") for text in texts}


def tagged(texts: dict[str, str]) -> set[tuple[str, str]]:
    return {(text, "" if tag == "und" else tag) for tag, text in texts.items()}


def names(rows: dict[str, dict[str, str]], ids: list[str]) -> set[tuple[str, str]]:
    return {(rows[one][tag], tag) for one in ids for tag in ("zh-Hans", "zh-Hant", "en")}


def link(target: str) -> str:
    return target if target.startswith("http") else f"{BASE}/v1/records/{target}"


def designation(one: dict[str, Any]) -> str:
    return " ".join(str(one[name]) for name in ("scheme", "batch", "number", "year") if name in one)


def elements(record: dict[str, Any], dataset: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    """What each of the fifteen should hold."""
    record = {name: [] for name in ("creators", "relations", "media", "identifiers", "designations")} | record
    rights, source, date = record.get("rights", {}), record.get("source", {}), record.get("date", {})
    whole = {
        "title": tagged(record["title"]) | plain(record.get("alternative_titles", [])),
        "creator": plain(one["name"] for one in record["creators"]),
        "subject": names(terms("categories"), record.get("categories", [])) | plain(record.get("subjects", [])),
        "description": tagged(record.get("description", {})) | plain(map(designation, record["designations"])),
        "publisher": plain([dataset["publisher"]["name"]] if "publisher" in dataset else []),
        "contributor": plain([record["institution"]["name"]] if "institution" in record else []),
        "type": names(terms("types"), [record["type"]]) | plain(DCMI.get(record["type"], [])),
        "format": plain([*record.get("materials", []), *record.get("techniques", [])]),
        "identifier": plain([f"{BASE}/v1/records/{record['id']}", record["id"]])
        | plain(
            i["value"] if i["value"].startswith("http") else f"{i['scheme']}: {i['value']}"
            for i in record["identifiers"]
        ),
        "source": plain(source[name] for name in ("name", "url") if name in source),
        "language": plain(record.get("languages", [])),
        "relation": plain(link(one["id"]) for one in record["relations"])
        | plain(one["url"] for one in record["media"])
        | plain([f"{BASE}/v1/datasets/{record['id'].split(':')[0]}"]),
        "rights": plain(rights[name] for name in ("uri", "attribution") if name in rights),
    }
    made = record["type"] in ("artifact", "artwork", "literary-work")
    whole["date"] = plain(days(record.get("event", {}))) | plain(years(date) if made else [])
    whole["coverage"] = coverage(record) | plain([] if made else years(date))
    return {name: texts for name, texts in whole.items() if texts}


DCMI = {
    "artifact": ["PhysicalObject"],
    "artwork": ["PhysicalObject"],
    "literary-work": ["Text"],
    "policy": ["Text"],
    "news": ["Text"],
    "event": ["Event"],
    "service": ["Service"],
}


def years(date: dict[str, Any]) -> list[str]:
    if "start" not in date:
        return []
    both = ["Y" * (abs(date[end]) > 10_000) + iso(date[end]) for end in ("start", "end")]
    return ["/".join(dict.fromkeys(both))]


def days(event: dict[str, Any]) -> list[str]:
    return [re.sub(r"T(\d\d:\d\d)([+Z-])", r"T\1:00\2", event[name]) for name in ("start", "end") if name in event]


def degrees(number: float) -> str:
    """As JSON has it, without an exponent."""
    written = format(number, ".12f").rstrip("0")
    return written.rstrip(".") if isinstance(number, int) else written + "0" * written.endswith(".")


def coverage(record: dict[str, Any]) -> set[tuple[str, str]]:
    place, rows, code = record.get("place", {}), terms("regions"), record.get("region")
    path = []
    while code:
        path.append(rows[code])
        code = rows[code]["parent"]
    found = names(all_periods(), record.get("periods", []))
    if path:
        found |= {("".join(one[tag] for one in reversed(path)), tag) for tag in ("zh-Hans", "zh-Hant")}
        found.add((", ".join(one["en"] for one in path), "en"))
    if "lat" in place:
        point = f"east={degrees(place['lon'])}; north={degrees(place['lat'])};"
        found.add((point + (f" name={place['text'].replace(';', '；')};" if "text" in place else ""), ""))
    return found | plain(one["text"] for one in (place, record.get("date", {})) if "text" in one)


def assert_told(record: dict[str, Any]) -> None:
    one = described(record)
    found = told(oai_dc_bytes(one), DC)
    assert set(found) <= FIFTEEN
    assert {name: set(texts) for name, texts in found.items()} == elements(record, dict(one.dataset)), record["id"]
    assert all(count == 1 for texts in found.values() for count in texts.values())


@pytest.mark.slow
def test_every_record_of_the_sample_is_told_in_the_fifteen_elements() -> None:
    count = 0
    for record in sample():
        assert_told(record)
        count += 1
    assert count > 800


def test_every_field_of_every_type_is_told_in_the_fifteen_elements() -> None:
    for record in of_every_type():
        assert_told(record)


def test_texts_that_mean_harm_are_told_as_they_are() -> None:
    for record in harmful():
        assert_told(record)


def assert_closer(record: dict[str, Any]) -> None:
    one = described(record)
    closer = told(dcterms_bytes(one), TERMS)
    titles = set(closer["title"]) | set(closer.get("alternative", ()))
    assert titles == set(told(oai_dc_bytes(one), DC)["title"])
    assert set(closer["modified"]) == {("2026-11-23T05:06:07.890000+00:00", "")}
    schemes = {element.get(SCHEME) for element in ET.fromstring(dcterms_bytes(one))} - {None}
    assert schemes <= {f"dcterms:{name}" for name in ("URI", "W3CDTF", "Period", "Point", "DCMIType")}


def test_the_terms_hold_what_the_elements_hold_and_say_how_it_is_encoded() -> None:
    records = [*of_every_type(), *harmful()]
    assert len(records) > 11
    for record in records:
        assert_closer(record)


@pytest.mark.slow
def test_so_they_do_for_every_record_of_the_sample() -> None:
    records = list(sample())
    assert len(records) > 800
    for record in records:
        assert_closer(record)


def _of(term: str, record: dict[str, Any]) -> dict[str, str]:
    """Texts of one term with their schemes."""
    root = ET.fromstring(dcterms_bytes(described(record)))
    return {element.text or "": element.get(SCHEME, "") for element in root.findall(TERMS + term)}


def made(**more: Any) -> dict[str, Any]:
    return {"id": "made:1", "type": "site", "title": {"en": "N"}, **SERVED, **more}


def test_spans_and_spots_are_encoded_as_dcmi_has_it() -> None:
    record = made(
        date={"text": "秦; 汉", "start": -221, "end": 220}, place={"text": "某;地", "lat": 0.0000001, "lon": -1e-9}
    )
    assert _of("temporal", record) == {"name=秦； 汉; start=-0220; end=0220;": "dcterms:Period"}
    assert _of("spatial", record) == {"east=-0.000000001; north=0.0000001; name=某；地;": "dcterms:Point"}


CASES = [
    ("https://creativecommons.org/licenses/by/4.0/", "license", "rights"),
    ("https://creativecommons.org/publicdomain/zero/1.0/", "license", "rights"),
    ("https://creativecommons.org/publicdomain/mark/1.0/", "rights", "license"),
    ("http://rightsstatements.org/vocab/InC/1.0/", "rights", "license"),
]


@pytest.mark.parametrize(("address", "term", "other"), CASES)
def test_a_statement_of_rights_is_no_licence(address: str, term: str, other: str) -> None:
    record = made(rights={"uri": address, "reuse": "open"})
    assert _of(term, record) == {address: "dcterms:URI"}
    assert _of(other, record) == {}


@pytest.mark.parametrize("write", [oai_dc_bytes, dcterms_bytes])
def test_what_xml_cannot_hold_is_replaced(write: Callable[[Any], bytes]) -> None:
    root = ET.fromstring(write(described(made(subjects=["a\x00b\x0bc\ud800\uffff"]))))
    assert "a\ufffdb\ufffdc\ufffd\ufffd" in {element.text for element in root}
