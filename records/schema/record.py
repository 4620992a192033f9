"""The record form, declared once: what `wenmai ingest` takes, the store keeps and the API shows and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow
from marshmallow import ValidationError, validates_schema

from records.ids import DATASET_PATTERN, ID_PATTERN, LONGEST_DATASET, LONGEST_ID, dataset_of
from records.schema import choices, shapes, texts
from records.schema.extra import extra as any_json
from records.schema.forms import Form, listing

_ID_WANTED = (
    "<dataset>:<local id> in letters, digits and . _ - (in the local id ~ and : too), such as palace-museum:1024"
)


class FormField(marshmallow.fields.Field[Any]):
    """A field of the record read by a form; the form's JSON schema is its metadata, for the API's spec."""

    def __init__(self, form: Form, description: str, example: Any, *, required: bool = False) -> None:
        super().__init__(
            required=required,
            metadata={**form.schema, "description": description, "examples": [example]},
            error_messages={"required": "is missing; every record has one"},
        )
        self._read = form.read

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        found = self._read(value)
        return marshmallow.missing if found == [] else found

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """As marshmallow's, but null comes to the form, which says what belongs there."""
        if value is marshmallow.missing:
            return super().deserialize(value, attr, data, **kwargs)
        return self._deserialize(value)


def _lines(form: Form) -> Form:
    return listing(form, distinct=True)


class RecordSchema(marshmallow.Schema):
    """One record as publishers send it; unknown fields are refused (design §4)."""

    id = FormField(
        texts.pattern(LONGEST_ID, ID_PATTERN, _ID_WANTED),
        "Stable and safe in a URL: the dataset, a colon, and the publisher's own number. Never used again for another.",
        "palace-museum:00005",
        required=True,
    )
    type = FormField(choices.choice("types"), "What kind of resource it is.", "artwork", required=True)
    dataset = FormField(
        texts.pattern(LONGEST_DATASET, DATASET_PATTERN, "a dataset's id in letters, digits and . _ -"),
        "The dataset it belongs to; the same as before the colon of its id, and taken from there if left out.",
        "palace-museum",
    )
    title = FormField(
        texts.language_map(1_000),
        "Its name, by language (BCP 47).",
        {"zh-Hans": "清明上河图", "zh-Hant": "清明上河圖", "en": "Along the River During the Qingming Festival"},
        required=True,
    )
    alternative_titles = FormField(
        _lines(texts.text(1_000)), "Other names, former names, names in other scripts.", ["张择端清明上河图卷"]
    )
    description = FormField(
        texts.language_map(20_000, lines=True), "What it is, in a few sentences.", {"zh-Hans": "绢本设色长卷。"}
    )
    text = FormField(
        texts.language_map(2_000_000, lines=True, in_all=2_000_000),
        "Its whole text where the work is text: a poem, a law. Searched, and shown only when asked for.",
        {"zh-Hant": "床前看月光，疑是地上霜。"},
    )
    creators = FormField(
        shapes.creators(), "Who made it, in the order they are named.", [{"name": "张择端", "role": "画家"}]
    )
    date = FormField(
        shapes.date(),
        "When it was made or held: as it is told, and as signed years, both in it; -221 is 221 BCE. One year alone is "
        "taken as start and end.",
        {"text": "北宋", "start": 960, "end": 1127},
    )
    periods = FormField(_lines(choices.choice("periods")), "Dynasties, states and reign eras.", ["northern-song"])
    region = FormField(
        choices.region(),
        "Where it is, by the six-digit code of the division; the provinces and cities above follow from it. A code "
        "withdrawn since becomes the one that took its place.",
        "110101",
    )
    place = FormField(
        shapes.place(),
        "The spot: in words, and as a WGS 84 point in degrees (never GCJ-02).",
        {"text": "北京市东城区景山前街4号", "lat": 39.9163, "lon": 116.3972},
    )
    categories = FormField(_lines(choices.choice("categories")), "What it is by theme.", ["museum/painting"])
    subjects = FormField(_lines(texts.text(500)), "What it shows or is about.", ["城市", "汴京"])
    materials = FormField(_lines(texts.text(200)), "What it is made of.", ["绢"])
    techniques = FormField(_lines(texts.text(200)), "How it was made.", ["设色"])
    languages = FormField(_lines(texts.text(200)), "The languages of the work.", ["zh-Hant"])
    institution = FormField(
        shapes.institution(), "Who keeps it or answers for it.", {"name": "故宫博物院", "level": "national"}
    )
    level = FormField(choices.choice("levels"), "The level it is published at.", "national")
    designations = FormField(
        shapes.designations(),
        "Lists it stands on.",
        [{"scheme": "全国重点文物保护单位", "level": "national", "number": "1-0100", "batch": "第一批", "year": 1961}],
    )
    event = FormField(
        shapes.event(),
        "When and where it takes place; days, or moments with their offset.",
        {"start": "2026-05-18T09:00:00+08:00", "end": "2026-08-18", "venue": "午门展厅", "admission": "免费"},
    )
    contact = FormField(
        shapes.contact(),
        "How to reach it.",
        {"address": "北京市东城区景山前街4号", "phone": "010-12345678", "opening_hours": "周二至周日 8:30–17:00"},
    )
    media = FormField(
        shapes.media(),
        "Pictures, sound, film, scans. Rights may be given as the address alone.",
        [
            {
                "url": "https://example.org/5.jpg",
                "type": "image/jpeg",
                "rights": "http://rightsstatements.org/vocab/InC/1.0/",
            }
        ],
    )
    rights = FormField(
        shapes.rights(),
        "What may be done with this record: a Creative Commons or RightsStatements address. The reuse of an address in "
        "the vocabulary of rights need not be said.",
        {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"},
    )
    identifiers = FormField(
        shapes.identifiers(), "Its numbers elsewhere.", [{"scheme": "wikidata", "value": "Q714802"}]
    )
    relations = FormField(
        shapes.relations(),
        "Other records, by id, or anything by its web address: partOf, about, sameAs, inheritorOf …",
        [{"type": "sameAs", "id": "http://www.wikidata.org/entity/Q714802"}],
    )
    source = FormField(
        shapes.source(),
        "Where it was taken from.",
        {"name": "故宫博物院", "url": "https://www.dpm.org.cn/", "retrieved": "2026-11-23"},
    )
    extra = FormField(
        any_json(), "Anything else the publisher says: kept and shown, never searched.", {"入藏日期": "1953"}
    )

    @validates_schema(skip_on_field_errors=False)
    def across(self, content: Mapping[str, Any], **_: Any) -> None:
        """What only two fields together can tell; fields that are wrong in themselves are not in `content`."""
        wrong = {name: [why] for name, why in (("dataset", _foreign(content)), ("place", _far_off(content))) if why}
        if wrong:
            raise ValidationError(wrong)


def _foreign(content: Mapping[str, Any]) -> str:
    record_id, dataset = content.get("id"), content.get("dataset")
    if not record_id or not dataset or dataset == dataset_of(record_id):
        return ""
    return f'is not the dataset of the id, "{dataset_of(record_id)}"; make them one'


def _in_china(lat: float, lon: float) -> bool:
    """Within a box drawn generously round all of it, the southern islands too."""
    return 3 <= lat <= 54 and 73 <= lon <= 136


def _far_off(content: Mapping[str, Any]) -> str:
    place = content.get("place")
    if not place or "region" not in content or "lat" not in place:
        return ""
    lat, lon = place["lat"], place["lon"]
    if not _in_china(lat, lon) and _in_china(lon, lat):
        return f"has lat and lon swapped: write lat {lon:g}, lon {lat:g}"
    return ""
