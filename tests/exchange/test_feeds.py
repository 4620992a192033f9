"""Feeds read back by feedparser, icalendar and JSON: each tells what the record tells, and does no harm."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

from exchange.feeds import Entry, Feed, atom_bytes, entry, ical_bytes, jsonfeed_bytes, rss_bytes
from tests.exchange.described import BASE, EVERYTHING, HARM, SERVED, described, harmful, of_every_type, sample

HERE = "https://node.example/v1/records?q=%E6%9C%88&format=atom"
CHINA = timezone(timedelta(hours=8))
NO_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def fed(*records: dict[str, Any], language: str = "zh-Hans", **more: Any) -> Feed:
    return of(*(entry(described(one), language) for one in records), language=language, **more)


def of(*entries: Entry, language: str = "zh-Hans", **more: Any) -> Feed:
    told: dict[str, Any] = {
        "title": "文脉（月）<&>",
        "language": language,
        "address": "https://node.example/v1/records?q=%E6%9C%88",
        "here": HERE,
        "home": "https://node.example/",
        "updated": datetime(2026, 11, 23, 5, 6, 7, tzinfo=UTC),
        "total": 41,
        "size": 20,
        "entries": entries,
        "author": "某局",
        "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
        "steps": {"next": f"{HERE}&page=3", "prev": f"{HERE}&page=1", "first": f"{HERE}&page=1"},
    }
    return Feed(**{**told, **more})


def all_of_it(**more: Any) -> dict[str, Any]:
    return {**EVERYTHING, **SERVED, **more}


def parsed(content: bytes) -> Any:
    """Without feedparser's cleaning, which would hide what it cleans away."""
    found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def taking_place(**event: str) -> Any:
    (found,) = Calendar.from_ical(ical_bytes(fed(all_of_it(event=event)))).walk("VEVENT")
    assert not found.errors
    return found


def test_atom_tells_what_the_record_tells() -> None:
    found = parsed(atom_bytes(fed(all_of_it())))
    assert found.version == "atom10"
    head, (one,) = found.feed, found.entries
    assert (head.id, head.title, head.language) == (fed().address, "文脉（月）<&>", "zh-Hans")
    assert head.updated_parsed[:6] == (2026, 11, 23, 5, 6, 7)
    assert (head.author, head.rights) == ("某局", fed().rights)
    assert head.opensearch_totalresults == "41"
    assert {(link.rel, link.href) for link in head.links} >= {
        ("self", HERE),
        ("next", f"{HERE}&page=3"),
        ("previous", f"{HERE}&page=1"),
        ("first", f"{HERE}&page=1"),
        ("alternate", "https://node.example/"),
    }
    assert (one.id, one.link) == (f"{BASE}/v1/records/{EVERYTHING['id']}", f"{BASE}/records/{EVERYTHING['id']}")
    assert (one.title, one.title_detail.language, one.title_detail.type) == ("青铜鼎", "zh-Hans", "text/plain")
    assert (one.summary, one.summary_detail.type) == ("一件青铜器。\n第二行。", "text/plain")
    assert [(c.value, c.language, c.type) for c in one.content] == [("子子孫孫永寶用", "zh-Hant", "text/plain")]
    assert one.published_parsed[:6] == (2026, 11, 1, 2, 3, 4)
    assert one.updated_parsed[:6] == (2026, 11, 23, 5, 6, 7)
    assert [author.name for author in one.authors] == ["甲", "乙", "丙", "丁"]
    assert {(t.term, t.label) for t in one.tags} >= {("artifact", "文物藏品"), ("礼器", "礼器")}
    assert "某馆" in one.rights
    assert [link.href for link in one.links if link.rel == "license"] == [EVERYTHING["rights"]["uri"]]
    assert [link.href for link in one.enclosures] == [
        "https://example.org/1.jpg",
        "https://example.org/图.png",
        *(f"https://example.org/1.{ending}" for ending in ("mp3", "mp4", "glb", "pdf")),
    ]
    assert one.dcterms_temporal == "-0299/-0200"
    assert one.where.coordinates == (116.00001, 39.9163)
    assert one.media_thumbnail == [{"url": "https://example.org/1t.jpg"}]


def test_rss_tells_what_the_record_tells() -> None:
    found = parsed(rss_bytes(fed(all_of_it())))
    assert found.version == "rss20"
    head, (one,) = found.feed, found.entries
    assert (head.title, head.link, head.language) == ("文脉（月）<&>", "https://node.example/", "zh-Hans")
    assert {("self", HERE), ("next", f"{HERE}&page=3"), ("previous", f"{HERE}&page=1")} <= {
        (link.rel, link.href) for link in head.links
    }
    assert (one.id, one.link) == (f"{BASE}/v1/records/{EVERYTHING['id']}", f"{BASE}/records/{EVERYTHING['id']}")
    assert (one.guidislink, one.title) == (False, "青铜鼎")
    assert (one.summary, one.summary_detail.type) == ("一件青铜器。<br>第二行。", "text/html")
    assert one.published == "Sun, 01 Nov 2026 02:03:04 GMT"
    assert one.updated_parsed[:6] == (2026, 11, 23, 5, 6, 7)
    assert [author.name for author in one.authors] == ["甲", "乙", "丙", "丁"]
    assert "文物藏品" in {tag.term for tag in one.tags}
    assert [m["url"] for m in one.media_content] == [m["url"] for m in EVERYTHING["media"]]
    assert [m.get("type") for m in one.media_content][:2] == ["image/jpeg", None]
    assert one.where.coordinates == (116.00001, 39.9163)


def test_json_feed_tells_what_the_record_tells() -> None:
    found = json.loads(jsonfeed_bytes(fed(all_of_it())))
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert (found["feed_url"], found["next_url"]) == (HERE, f"{HERE}&page=3")
    assert (found["language"], found["authors"]) == ("zh-Hans", [{"name": "某局"}])
    (one,) = found["items"]
    assert (one["id"], one["url"]) == (f"{BASE}/v1/records/{EVERYTHING['id']}", f"{BASE}/records/{EVERYTHING['id']}")
    assert (one["content_text"], one["summary"]) == ("子子孫孫永寶用", "一件青铜器。\n第二行。")
    assert (one["date_published"], one["date_modified"]) == ("2026-11-01T02:03:04Z", "2026-11-23T05:06:07Z")
    assert (one["image"], len(one["attachments"])) == ("https://example.org/1.jpg", 5)
    assert one["_wenmai"]["rights"]["uri"] == EVERYTHING["rights"]["uri"]
    assert one["_wenmai"]["point"] == {"lat": 39.9163, "lon": 116.00001}
    assert one["_wenmai"]["years"] == "-0299/-0200"


@pytest.mark.parametrize(
    ("language", "title", "label"), [("en", "Bronze ding", "Museum artefact"), ("zh-Hant", "青銅鼎", "文物藏品")]
)
def test_texts_and_labels_are_in_the_language_asked_for(language: str, title: str, label: str) -> None:
    one = fed(all_of_it(), language=language)
    assert parsed(atom_bytes(one)).entries[0].title == title
    assert json.loads(jsonfeed_bytes(one))["items"][0]["language"] == language
    assert label in {tag["label"] for tag in parsed(atom_bytes(one)).entries[0].tags if tag["label"]}


def test_days_are_days_and_the_end_is_the_day_after_the_last() -> None:
    one = taking_place(start="2026-05-18", end="2026-08-18", venue="午门;展厅,东")
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 5, 18), date(2026, 8, 19))
    assert one["LOCATION"].startswith("午门;展厅,东, 某路1号\n2层")
    assert (one["UID"], one["SEQUENCE"]) == (f"{EVERYTHING['id']}@node.example", 2)
    assert one["SUMMARY"].params["LANGUAGE"] == "zh-Hans"
    assert one["LAST-MODIFIED"].dt == datetime(2026, 11, 23, 5, 6, 7, tzinfo=UTC)
    assert (one["GEO"].latitude, one["GEO"].longitude) == (39.9163, 116.00001)
    assert (one["CONTACT"], one["URL"]) == ("前台, 010-1, a@example.org", f"{BASE}/records/{EVERYTHING['id']}")
    alone = taking_place(start="2026-12-31")
    assert (alone["DTSTART"].dt, alone["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))


def test_moments_are_the_same_moments() -> None:
    one = taking_place(start="2026-05-18T09:00+08:00", end="2026-05-18T12:30:15-05:00")
    assert one["DTSTART"].dt == datetime(2026, 5, 18, 9, tzinfo=CHINA)
    assert one["DTEND"].dt == datetime(2026, 5, 18, 17, 30, 15, tzinfo=UTC)
    assert "DTEND" not in taking_place(start="2026-05-18T09:00+08:00")


def test_a_moment_beside_a_day_is_its_day_and_told_in_words() -> None:
    one = taking_place(start="2026-05-18T00:30:00+08:00", end="2026-08-18", admission="免费")
    assert (one["DTSTART"].dt, one["DTEND"].dt) == (date(2026, 5, 18), date(2026, 8, 19))
    assert "开始：2026-05-18T00:30:00+08:00" in one["DESCRIPTION"]
    assert "票务：免费" in one["DESCRIPTION"]


@pytest.mark.parametrize("ends", [("0001-01-01", "9999-12-31"), ("0001-01-01T00:00+08:00", "9999-12-31T23:59-08:00")])
def test_the_ends_of_the_calendar_are_written(ends: tuple[str, str]) -> None:
    one = taking_place(start=ends[0], end=ends[1])
    assert (one["DTSTART"].dt.year, one["DTSTART"].dt.month) == (1, 1)


def test_a_calendar_holds_those_that_tell_when_they_begin_and_the_total_of_all() -> None:
    told = fed(all_of_it(id="made:1"), all_of_it(id="made:2", event={"venue": "x"}), all_of_it(id="made:3", event={}))
    found = Calendar.from_ical(ical_bytes(told))
    assert [str(one["UID"]) for one in found.walk("VEVENT")] == ["made:1@node.example"]
    assert [str(found[f"X-WENMAI-{name}"]) for name in ("TOTAL", "RECORDS", "EVENTS")] == ["41", "3", "1"]
    assert found["NAME"] == "文脉（月）<&>"


def test_without_records_each_form_is_whole() -> None:
    none = of(total=0, steps={})
    for write in (atom_bytes, rss_bytes):
        assert parsed(write(none)).entries == []
        assert parsed(write(none)).feed.title
    assert json.loads(jsonfeed_bytes(none))["items"] == []
    found = Calendar.from_ical(ical_bytes(none))
    assert found.walk("VEVENT") == []
    assert found.subcomponents, "RFC 5545 wants at least one component"


def written_lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    [line.decode() for line in lines]
    return lines


@pytest.mark.parametrize("number", range(len(HARM)))
def test_harm_stays_text_in_every_field(number: int) -> None:
    record = [*harmful()][number]
    record["event"] = {**record["event"], "start": "2026-01-01"}
    harm, one = record["description"]["zh-Hans"], fed(record)
    shown = re.sub("[\u202a-\u202e\u2066-\u2069]", "", " ".join(record["title"]["zh-Hans"].split())).strip()
    (in_atom,) = parsed(atom_bytes(one)).entries
    assert " ".join(in_atom.title.split()) == " ".join(shown.split())
    assert (in_atom.summary, in_atom.title_detail.type) == (harm, "text/plain")
    assert harm.strip() in [author.name for author in in_atom.authors]
    (in_rss,) = parsed(rss_bytes(one)).entries
    assert "<script" not in in_rss.title + in_rss.summary
    assert ET.fromstring(f"<p>{in_rss.summary}</p>".replace("<br>", "<br/>")).text == harm
    (in_json,) = json.loads(jsonfeed_bytes(one))["items"]
    assert in_json["content_text"] == record["text"]["und"]
    content = ical_bytes(one)
    written_lines(content)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    broken_apart = re.sub("[\u2028\u2029]", "\n", harm)
    assert event["DESCRIPTION"].startswith(broken_apart)
    assert not {"BEGIN", "ATTACH", "X-EVIL"} & set(event)


def test_what_no_form_can_hold_is_replaced() -> None:
    bad = "甲\x00\x0b\x1b\ud800\ufffe\r\nBEGIN:VEVENT\r\nX:乙"
    spoilt = entry(described(all_of_it(event={"start": "2026-01-01"})))
    assert spoilt.summary
    assert spoilt.occasion
    spoilt = replace(
        spoilt,
        title=replace(spoilt.title, text=bad),
        summary=replace(spoilt.summary, text=bad),
        authors=(bad,),
        occasion=replace(spoilt.occasion, place=bad, contact=bad),
    )
    for write in (atom_bytes, rss_bytes):
        ET.fromstring(write(of(spoilt)))
        assert not NO_CONTROLS.search(write(of(spoilt)).decode())
    written_lines(ical_bytes(of(spoilt)))
    found = Calendar.from_ical(ical_bytes(of(spoilt)))
    assert len(found.walk("VEVENT")) == 1
    assert "BEGIN:VEVENT" in found.walk("VEVENT")[0]["LOCATION"]


def test_the_whole_sample_and_every_type_are_good_feeds() -> None:
    records = [*sample(), *of_every_type()]
    one = fed(*records)
    for write in (atom_bytes, rss_bytes):
        found = parsed(write(one))
        assert [each.id for each in found.entries] == [f"{BASE}/v1/records/{record['id']}" for record in records]
        assert all(each.title for each in found.entries)
    titled = json.loads(jsonfeed_bytes(one))["items"]
    assert all(each["title"] and "content_text" in each for each in titled)
    assert len({each["id"] for each in titled}) == len(records)
    events = Calendar.from_ical(ical_bytes(one)).walk("VEVENT")
    assert len(events) == sum("start" in record.get("event", {}) for record in records)
    written_lines(ical_bytes(one))
