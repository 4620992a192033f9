"""What answers look like, for the spec; answers are written as bytes, and tests hold them against these schemas."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

from marshmallow import Schema, fields

from api.schemas.parameters import made
from records.jobs import JobState
from records.schema import RecordSchema

NAMES: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}


def _one(schema: type[Schema], text: str = "", **kwargs: Any) -> fields.Nested:
    return fields.Nested(schema, metadata={"description": text} if text else {}, **kwargs)


def _all(schema: type[Schema], text: str = "", **kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), metadata={"description": text} if text else {}, **kwargs)


def _text(text: str = "", **kwargs: Any) -> fields.String:
    return fields.String(metadata={"description": text} if text else {}, **kwargs)


def _count(text: str = "", **kwargs: Any) -> fields.Integer:
    return fields.Integer(metadata={"description": text} if text else {}, **kwargs)


def _raw(text: str = "", required: bool = False, **schema: Any) -> fields.Raw:
    return fields.Raw(required=required, metadata={"description": text, **schema} if text else schema)


def _labels() -> fields.Raw:
    return _raw("Labels by language: zh-Hans, zh-Hant, en.", **NAMES)


@cache
def _addresses(*names: str) -> type[Schema]:
    parts: dict[str, Any] = {"self": _text(required=True), **{name: _text() for name in names}}
    return made("LinksTo" + "".join(name.title() for name in ("self", *names)), parts)


LinksToSelf = _addresses()


def _links(*names: str) -> fields.Nested:
    """Absolute addresses by relation; `self` always."""
    return fields.Nested(_addresses(*names), required=True)


def _as_of() -> fields.Integer:
    return _count("The last change the answer takes in.", required=True)


def _relaxed(field: Any, required: bool) -> Any:
    """A field of the record form as it is in an answer, where `fields` and `view` may leave it out."""
    shown = copy(field)
    shown.required = required
    return shown


Highlight = made(
    "Highlight",
    {
        "text": _text("The original text, or the part of it around the words.", required=True),
        "spans": _raw(
            "Start and end of each match in `text`, in code points.",
            required=True,
            type="array",
            items={"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        ),
    },
)

Record = made(
    "Record",
    {name: _relaxed(field, name == "id") for name, field in RecordSchema().fields.items()},
    {
        "seq": _count("Number of the last change to the record."),
        "version": _count("How often the record was written."),
        "created": _text("When the record came, ISO 8601, UTC."),
        "modified": _text("When it last changed, ISO 8601, UTC."),
        "links": fields.Nested(made("RecordLinks", {"self": _text(required=True), "html": _text("Page for people.")})),
        "score": fields.Float(metadata={"description": "How well it fits; comparable within one answer only."}),
        "distance": fields.Float(metadata={"description": "Kilometres from `near`."}),
        "highlights": fields.Dict(
            keys=fields.String(),
            values=fields.List(fields.Nested(Highlight)),
            metadata={"description": "By field and language, such as `title.zh-Hans`."},
        ),
    },
)

Total = made(
    "Total", {"value": _count(required=True), "relation": _text("Always `eq`: totals are exact.", required=True)}
)
FacetValue = made(
    "FacetValue",
    {"value": _text(required=True), "label": _text(required=True), "count": _count(required=True)},
)
Facet = made(
    "Facet",
    {
        "values": _all(FacetValue, required=True),
        "other_count": _count("Sum of the counts of the values not listed.", required=True),
        "missing_count": _count("Records without the field.", required=True),
    },
)
PageInfo = made(
    "Page",
    {
        "number": _count("Of a numbered page."),
        "size": _count(required=True),
        "cursor": fields.String(
            allow_none=True, metadata={"description": "Of a walk: the next cursor; null on the last page."}
        ),
        "consistency": _text(
            "Of a walk: `live`, that is each step is as of its own `as_of`, and all that is there from the first step "
            "to the last, and keeps what it is sorted by, comes exactly once."
        ),
        "since": _count(
            "Of a walk: the change as of which it began; `/v1/changes` from there tells what it may have missed."
        ),
    },
)
Correction = made(
    "Correction",
    {"q": _text("To ask for instead.", required=True), "total": _one(Total, "What that finds.", required=True)},
)
RecordsPage = made(
    "RecordsPage",
    {
        "total": _one(Total, required=True),
        "records": _all(Record, required=True),
        "facets": fields.Dict(keys=fields.String(), values=fields.Nested(Facet), required=True),
        "page": _one(PageInfo, required=True),
        "links": _links("next", "prev", "first", "walk"),
        "as_of": _as_of(),
        "unmatched": fields.List(
            fields.String(),
            required=True,
            metadata={"description": "Words of `q` that occur in no record and were left out of account."},
        ),
        "relaxed": fields.Boolean(
            required=True,
            metadata={
                "description": "Whether `q` found nothing as it stands and was read loosely: half of its words, or "
                "a title or name that sounds alike or differs in a character."
            },
        ),
        "did_you_mean": _all(
            Correction, "Where little was found: what else may have been meant, likeliest first.", required=True
        ),
    },
)
BatchAnswer = made(
    "BatchAnswer",
    {
        "records": _all(
            made(
                "BatchEntry",
                {
                    "id": _text(required=True),
                    "status": _raw(
                        "As the record's own address would say.",
                        type="integer",
                        enum=[200, 301, 404, 410],
                        required=True,
                    ),
                    "record": _one(Record),
                    "merged_into": _text("With 301: the id it lives on under."),
                    "reason": _text("With 410: why it was withdrawn."),
                },
            ),
            "In the order asked.",
            required=True,
        ),
    },
)
SimilarAnswer = made("SimilarAnswer", {"records": _all(Record, required=True), "links": _links()})
HistoryAnswer = made(
    "HistoryAnswer",
    {
        "id": _text(required=True),
        "total": _one(Total, required=True),
        "versions": _all(
            made(
                "Version",
                {
                    "version": _count(required=True),
                    "seq": _count(required=True),
                    "at": _text("ISO 8601, UTC.", required=True),
                    "action": _raw(
                        type="string", enum=["created", "updated", "withdrawn", "merged", "restored"], required=True
                    ),
                    "record": _raw("The record as it was, in the record form; absent for a withdrawal.", type="object"),
                },
            ),
            "Newest first.",
            required=True,
        ),
        "page": _one(PageInfo, required=True),
        "links": _links("next", "prev", "first"),
    },
)
FacetPage = made(
    "FacetPage",
    {
        "field": _text(required=True),
        "label": _text(required=True),
        "labels": _labels(),
        "total": _one(Total, "How many values there are.", required=True),
        "values": _all(FacetValue, required=True),
        "other_count": _count("Sum of the counts of values beyond those that can be paged through.", required=True),
        "missing_count": _count("Records without the field.", required=True),
        "page": _one(PageInfo, required=True),
        "links": _links("next", "prev", "first", "walk"),
        "as_of": _as_of(),
        "relaxed": fields.Boolean(
            required=True,
            metadata={"description": "Whether `within` found nothing as it stands and was read loosely."},
        ),
    },
)
SuggestAnswer = made(
    "SuggestAnswer",
    {
        "suggestions": _all(
            made(
                "Suggestion",
                {
                    "text": _text(required=True),
                    "type": _text("A record type, or creator, region, category, period.", required=True),
                    "id": _text("Of the record or the node; absent for a bare name."),
                    "spans": _raw(
                        "What the typed text matches, in code points.",
                        required=True,
                        type="array",
                        items={"type": "array", "items": {"type": "integer"}},
                    ),
                },
            ),
            required=True,
        )
    },
)
_NODE = {
    "id": fields.String(
        required=True, allow_none=True, metadata={"description": "Null for the top of a tree with several roots."}
    ),
    "label": _text(required=True),
    "labels": _labels(),
    "count": _count("Records here and below.", required=True),
    "start": _count("First year, of a period."),
    "end": _count("Last year, of a period."),
    "kind": _text("Of a period: age, dynasty, state, reign."),
    "level": _text("Of a region: nation, province, city, county."),
    "withdrawn": fields.Boolean(metadata={"description": "Of a region: the code is no longer in force."}),
    "successors": fields.List(fields.String(), metadata={"description": "Of a withdrawn region: what took its place."}),
    "links": _links("records"),
}
TreeChild = made("TreeChild", _NODE, {"children_count": _count("How many nodes stand right below.", required=True)})
TreeStep = made("TreeStep", {"id": _text(required=True), "label": _text(required=True), "links": _links()})
TreeNode = made(
    "TreeNode",
    _NODE,
    {
        "path": _all(TreeStep, "From the root to this node's parent.", required=True),
        "children": _all(TreeChild, "In their own order: periods by time, regions by code.", required=True),
        "as_of": _as_of(),
    },
)
DatasetInfo = made(
    "Dataset",
    {
        "id": _text(required=True),
        "title": _raw("By language.", **NAMES),
        "description": _raw("By language.", **NAMES),
        "publisher": _raw("Who publishes it.", type="object"),
        "licence": _text("A CC or RightsStatements address."),
        "url": _text(),
        "modified": _text("ISO 8601, UTC."),
        "count": fields.Integer(
            allow_none=True, metadata={"description": "Records found here now; null while search is down."}
        ),
        "links": _links("records"),
    },
)
DatasetsAnswer = made("DatasetsAnswer", {"datasets": _all(DatasetInfo, required=True), "links": _links()})
FieldInfo = made(
    "Field",
    {
        "name": _text(required=True),
        "label": _text(required=True),
        "labels": _labels(),
        "kind": _text(required=True),
        "path": _text("Where it stands in the record; empty where it is worked out.", required=True),
        "powers": fields.List(fields.String(), required=True),
        "vocabulary": _text("The vocabulary its values are ids of."),
        "parameters": fields.List(
            fields.String(), required=True, metadata={"description": "Filters of `/v1/records`."}
        ),
    },
)
FieldsAnswer = made(
    "FieldsAnswer",
    {
        "fields": _all(FieldInfo, required=True),
        "sorts": fields.List(fields.String(), required=True),
        "facets": fields.List(fields.String(), required=True),
        "links": _links(),
    },
)
Limit = made(
    "Limit",
    {
        "name": _text(required=True),
        "value": _count(required=True),
        "unit": _text(required=True),
        "description": _text(required=True),
    },
)
QuotaInfo = made(
    "Quota",
    {
        "name": _text("As in `RateLimit-Policy`: burst, sustained, daily.", required=True),
        "quota": _count("Units of cost that may be used in the window.", required=True),
        "window": _count("Seconds, counted from the first request on.", required=True),
    },
)
Tier = made("Tier", {"name": _text(required=True), "quotas": _all(QuotaInfo, required=True)})
CostInfo = made(
    "Cost",
    {
        "name": _text(required=True),
        "formula": _text("Units; `/` leaves the remainder out.", required=True),
        "routes": fields.List(fields.String(), required=True, metadata={"description": "None: all others."}),
        "description": _text(required=True),
    },
)
LimitsAnswer = made(
    "LimitsAnswer",
    {
        "limits": _all(Limit, required=True),
        "tiers": _all(Tier, "What each tier may use; none where use is not limited.", required=True),
        "costs": _all(CostInfo, "What requests cost, by their routes; none where use is not limited.", required=True),
        "links": _links(),
    },
)
StatusAnswer = made(
    "StatusAnswer",
    {
        "name": _text(required=True),
        "version": _text(required=True),
        "engine": _raw("What answers, and up to which change.", type="object", required=True),
        "store": _raw("Whether the store answers, and its last change.", type="object", required=True),
        "redis": _raw(
            "Whether a Redis is set, and how the process that answers finds it: `ok`, or the `reason` it goes on "
            "without it (`away`, `full`) and `since` when.",
            type="object",
            required=True,
        ),
        "datasets": _raw("Counts by data set: live, withdrawn, merged.", type="object", required=True),
        "runs": _raw("The newest ingest of each data set.", type="array", items={"type": "object"}, required=True),
        "links": _links(),
    },
)
_KEY = {
    "id": _text("Names the key, and is no secret.", required=True),
    "kind": _raw(type="string", enum=["secret", "publishable"], required=True),
    "name": _text(required=True),
    "origins": fields.List(fields.String(), required=True),
    "scopes": fields.List(fields.String(), required=True),
    "tier": _text("How much it may ask; `/v1/limits` lists the tiers.", required=True),
    "created": _text("ISO 8601, UTC.", required=True),
}
IssuedKey = made(
    "IssuedKey",
    _KEY,
    {
        "key": _text("The key. It is shown this once and kept nowhere.", required=True),
        "contact": _text(required=True),
        "purpose": _text(required=True),
        "replaces": fields.Nested(
            made("ReplacedKey", {"id": _text(required=True), "valid_until": _text(required=True)}),
            metadata={"description": "After a rotation: the old key, and how long it goes on."},
        ),
        "links": _links(),
    },
)
RevokedKey = made(
    "RevokedKey",
    {"id": _text(required=True), "revoked": _text("ISO 8601, UTC.", required=True), "reason": _text(required=True)},
)
QuotaLeft = made(
    "QuotaLeft",
    {
        "name": _text(required=True),
        "quota": _count(required=True),
        "window": _count(required=True),
        "remaining": _count("Units that are left.", required=True),
        "reset": _count("Seconds until all of it is there again.", required=True),
    },
)
MeAnswer = made(
    "Me",
    {
        "anonymous": fields.Boolean(required=True, metadata={"description": "Whether the request came without a key."}),
        "unverified": fields.Boolean(
            required=True,
            metadata={"description": "Whether a key came that cannot be looked up now; it is served as without."},
        ),
        "tier": _text("How much may be asked.", required=True),
        "scopes": fields.List(fields.String(), required=True, metadata={"description": "What may be done."}),
        "limits": _all(QuotaLeft, "What may still be asked; none where use is not limited.", required=True),
        "key": fields.Nested(
            made(
                "HeldKey",
                _KEY,
                {
                    "contact": _text("Of a secret key."),
                    "purpose": _text("Of a secret key."),
                    "last_used": _text("The day, before today's first use; absent where it never was."),
                    "replaced_by": _text("The id of the key that took its place."),
                    "valid_until": _text("Of a replaced key: when it is over."),
                },
            ),
            metadata={"description": "The key sent; absent without one."},
        ),
        "usage": fields.Nested(
            made(
                "OwnUsage",
                {
                    "days": _all(
                        made("OwnDay", {"day": _text(required=True), "requests": _count(required=True)}),
                        "Thirty days, oldest first, in UTC.",
                        required=True,
                    ),
                    "requests": _count("All of them together.", required=True),
                },
            ),
            metadata={"description": "Good answers to the key, and to those it was rotated from; told a little later."},
        ),
        "links": _links(),
    },
)
JobFile = made(
    "JobFile",
    {
        "href": _text(required=True),
        "name": _text("What it is best called.", required=True),
        "media_type": _text(required=True),
        "bytes": _count(required=True),
        "sha256": _text("Of all its bytes; its `ETag` too.", required=True),
    },
)
ExportJob = made(
    "ExportJob",
    {
        "id": _text("Permanent: it tells what was asked, and what came of it, for ever.", required=True),
        "state": _raw(type="string", enum=[state.value for state in JobState], required=True),
        "place": _count("waiting: which one it is in the queue; 1 is the next."),
        "progress": _one(
            made("JobProgress", {"records": _count(required=True), "total": _count(required=True)}),
            "Records written, of those there are.",
            required=True,
        ),
        "why": _text("failed: why; waiting: what the matter is."),
        "query": _raw("The question, as it was asked.", type="object", required=True),
        "made": _text("ISO 8601, UTC.", required=True),
        "began": _text("When it was first taken up."),
        "finished": _text("When it came to its end, whichever."),
        "expires": _text("Until when the file is kept."),
        "as_of": _count("Every change up to this one is in it; before it is done: those there were when it was asked."),
        "count": _count("done, expired: the records in the file."),
        "relaxed": fields.Boolean(metadata={"description": "true: the words were read loosely."}),
        "sha256": _text("done, expired: that of the file."),
        "file": _one(JobFile, "done: the file."),
        "licences": _raw(
            "done, expired: how many records have which licence or rights statement, by its address.",
            type="array",
            items={"type": "object", "required": ["uri", "count"]},
        ),
        "datasets": _raw(
            "done, expired: how many records are of which data set.",
            type="array",
            items={"type": "object", "required": ["id", "count"]},
        ),
        "citation": _raw("done, expired: `gbt7714`, `bibtex`, `csl`.", type="object"),
        "again": _raw(
            "A request that asks the same question anew: `method`, `href`, `body`.", type="object", required=True
        ),
        "secret": _text("Told this once: who sends it as X-Export-Secret may cancel the job."),
        "links": _links("html", "file", "export", "records"),
    },
)
HealthAnswer = made("HealthAnswer", {"status": _text(required=True)})

Fault = made(
    "Fault",
    {
        "parameter": _text("Its name, or its path in a JSON body.", required=True),
        "reason": _text("In English; with `lang=zh-Hans` or `zh-Hant` in the address in Chinese.", required=True),
        "code": _text("The sort of fault, which stays the same whatever the reason says; the usual ones have one."),
        "suggestion": _text("The nearest right thing."),
        "position": _count("In `q`: the code point at fault, from 0."),
    },
)
Problem = made(
    "Problem",
    {
        "type": _text("Stable; leads to an explanation on this node.", required=True),
        "title": _text(required=True),
        "status": _count(required=True),
        "detail": _text(required=True),
        "instance": _text("The path asked."),
        "request_id": _text("Finds the request in the node's log.", required=True),
        "errors": _all(Fault, "Every bad parameter at once."),
        "cursor": _text(
            "beyond-window, and where a cursor is refused: the address where a walk begins; for a POST `*`, to be sent "
            "as `cursor`."
        ),
        "id": _text("withdrawn: the record."),
        "state": _text("export-not-done, export-gone: where the job stands."),
        "reason": _text("withdrawn: why; key-not-valid: empty, misplaced, mistyped, unknown, revoked or expired."),
        "needed": _text("scope-missing: the scope it takes."),
        "withdrawn": _text("withdrawn: when."),
        "violated-policies": fields.List(
            fields.String(), metadata={"description": "rate-limited: the limits of which too little is left."}
        ),
        "limits": _all(QuotaLeft, "rate-limited: those limits."),
        "cost": _count("rate-limited: what the request costs."),
        "tier": _text("rate-limited: the limits of which tier hold."),
        "retry_after": _count("rate-limited: seconds until enough is there."),
    },
)
