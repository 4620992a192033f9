"""The OpenAPI document: made by the routes, put in order here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import orjson
import yaml
from apispec import APISpec

from api.blueprint import KEYED
from api.limits.costs import cost_of_path
from api.schemas.breaking import breaking
from api.schemas.forms import FORMS
from api.schemas.parameters import facets, filters, presentation
from api.schemas.values import Flag, Listed, Many, Number, Numbers, Whole
from settings import Quota, Settings

METHODS = ("get", "post", "delete")
ABOUT = """Open-data API and public information service for cultural resources.

Records of museums, heritage sites, intangible heritage, literature, people, venues, events, policies, news and
services, from the nation down to the county. Errors are `application/problem+json` (RFC 9457), every bad parameter at
once. Unknown parameters are refused. HEAD and OPTIONS work wherever GET does; browsers may read every answer. Use is
limited, in units of what requests cost (`x-cost`): every answer tells what is left, `/v1/limits` how much there is.
"""
HEADERS = {
    "X-Request-Id": "Finds the request in the node's log; one you send is kept.",
    "ETag": "A validator for If-None-Match.",
    "Link": "next, prev, first and walk; alternate: the other forms of an answer.",
    "Retry-After": "Seconds to wait before trying again.",
    "Server-Timing": "How long the engine and all of it took, in milliseconds.",
    "Location": "Where it is now.",
    "Cache-Control": "How long the answer may be kept.",
    "RateLimit-Policy": 'The limits that hold for you: `"burst";q=60;w=5` is 60 units in 5 seconds.',
    "RateLimit": 'What is left of each: `"burst";r=59;t=5`, 59 units, and all of them again after 5 seconds.',
    "X-RateLimit-Limit": "Units of the limit of which least is left.",
    "X-RateLimit-Remaining": "What is left of it.",
    "X-RateLimit-Reset": "Seconds until it is whole again.",
    "X-Request-Cost": "Units this request cost; of OPTIONS and 429, what it would.",
    "Content-Disposition": "The name of the file, and whether it is kept or shown.",
    "X-Total-Count": "Records of the whole question.",
    "X-As-Of": "Everything up to this change is in it.",
    "Vary": "What the form of the answer depends on beside its address.",
    "X-Api-Key-Status": "Of a key with which something is: `replaced` (until when it goes on), `unverified`.",
}
SCHEMES: Mapping[str, Mapping[str, str]] = {
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "A key; never in the address."},
    "Bearer": {"type": "http", "scheme": "bearer", "description": "The same key, as a bearer token."},
}
Json = dict[str, Any]

_CONTENT: Mapping[str, Json] = {
    "geojson": {"type": "object"},
    "vegalite": {"type": "object"},
    "jsonld": {"type": "object"},
    "jsonfeed": {"type": "object"},
    "suggestions": {"type": "array"},
    "csl": {"type": "array", "items": {"type": "object"}},
    "xlsx": {"type": "string", "format": "binary"},
    "parquet": {"type": "string", "format": "binary"},
    "gzip": {"type": "string", "format": "binary"},
    "zstd": {"type": "string", "format": "binary"},
    "png": {"type": "string", "format": "binary"},
}
"""What stands in a form, where it is no text."""

_RATES = ("RateLimit", "RateLimit-Policy", "X-Request-Cost")
_ON_EXPORTS = ("X-Total-Count", "X-As-Of")
_ON_GOOD = ("X-Request-Id", "ETag", "Cache-Control", "Server-Timing")


def document(spec: APISpec, settings: Settings) -> Json:
    """The whole document, the same whenever the code and the limits are the same."""
    found: Json = orjson.loads(orjson.dumps(spec.to_dict()))
    found["info"].update(description=ABOUT, license={"name": "Apache-2.0", "identifier": "Apache-2.0"})
    if settings.limits:
        found["info"]["x-rate-limits"] = {tier: _quotas(quotas) for tier, quotas in settings.tiers.items()}
    found["components"]["schemas"]["Filter"] = _filter_schema()
    found["components"]["securitySchemes"] = SCHEMES
    found["security"] = [{}, *KEYED]
    for name, text in HEADERS.items():
        header = {"description": text, "schema": {"type": "string"}}
        found["components"].setdefault("headers", {})[name] = header
    for path, methods in found["paths"].items():
        for operation in (methods[method] for method in METHODS if method in methods):
            _finish(operation)
            _price(path, operation)
    found["components"]["parameters"] = _shared(found)
    _use_filter(found["components"]["schemas"])
    return found


def _quotas(quotas: Iterable[Quota]) -> list[Json]:
    return [{"name": quota.name, "quota": quota.units, "window": quota.seconds} for quota in quotas]


def operations(found: Json) -> Iterator[Json]:
    """Every operation of a document."""
    for path in found["paths"].values():
        yield from (path[method] for method in METHODS if method in path)


def _finish(operation: Json) -> None:
    for parameter in operation.get("parameters", ()):
        _finish_parameter(parameter)
    for status, response in operation["responses"].items():
        if status in ("200", "201", "202"):
            names = (*_ON_GOOD, "Link") if "304" in operation["responses"] else _ON_GOOD
            response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if "x-forms" in operation:
        operation["responses"]["200"]["content"] |= _in_forms(operation)
    operation["responses"] = dict(sorted(operation["responses"].items()))
    paragraphs = operation.get("description", "").split("\n\n")
    operation["description"] = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _in_forms(operation: Json) -> Json:
    """The other forms of a good answer, by media type, and the headers that go with them."""
    names = ("Content-Disposition", "Vary", *(_ON_EXPORTS if "ndjson" in operation["x-forms"] else ()))
    named = {name: f"#/components/headers/{name}" for name in names}
    operation["responses"]["200"]["headers"] |= {name: {"$ref": ref} for name, ref in named.items()}
    others = [FORMS[name] for name in operation.pop("x-forms") if name != "json"]
    return {form.media_type: {"schema": _CONTENT.get(form.name, {"type": "string"})} for form in others}


def _price(path: str, operation: Json) -> None:
    """What it costs, and that more may be asked than is given."""
    cost = cost_of_path(path)
    if cost is None:
        del operation["responses"]["429"]
        return
    operation["x-cost"] = cost.formula
    for response in operation["responses"].values():
        if "headers" in response:
            response["headers"] |= {name: {"$ref": f"#/components/headers/{name}"} for name in _RATES}


def _finish_parameter(parameter: Json) -> None:
    """Chinese beside English, and the way lists are written in a link."""
    schema = parameter.get("schema", {})
    for name in ("x-zh", "example"):
        if name in schema:
            parameter[name] = schema.pop(name)
    schema.pop("description", None)
    shape = _shapes().get(parameter["name"], {})
    schema.update(shape.get("schema", {}))
    parameter.update({name: value for name, value in shape.items() if name != "schema"})


def _written(field: Any) -> Json:
    """How a list of one kind of parameter is written in a link, and how long it may be."""
    if isinstance(field, Numbers):
        items = [{"type": "number", "minimum": -bound, "maximum": bound} for bound in field.bounds]
        count = len(items)
        schema = {"type": "array", "prefixItems": items, "minItems": count, "maxItems": count}
        return {"style": "form", "explode": False, "schema": schema}
    if isinstance(field, Many):
        schema = {"minItems": 1, "maxItems": field.most}
        return {"style": "form", "explode": not isinstance(field, Listed), "schema": schema}
    return {}


@cache
def _shapes() -> dict[str, Json]:
    """How every list parameter is written, by name."""
    groups = (filters(), facets(), presentation(), breaking())
    return {name: _written(field) for group in groups for name, field in group.items()}


def _shared(found: Json) -> Json:
    """Parameters that several operations take alike, kept once and referred to."""
    seen: dict[str, list[bytes]] = {}
    everywhere = [p for operation in operations(found) for p in operation.get("parameters", ()) if p["in"] == "query"]
    for parameter in everywhere:
        seen.setdefault(parameter["name"], []).append(_bytes(parameter))
    shared = {
        name: max(set(forms), key=lambda form: (forms.count(form), form))
        for name, forms in seen.items()
        if len(forms) > 1
    }
    for operation in operations(found):
        if "parameters" in operation:
            operation["parameters"] = [_referred(parameter, shared) for parameter in operation["parameters"]]
    return {name: orjson.loads(form) for name, form in sorted(shared.items())}


def _bytes(value: Json) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _referred(parameter: Json, shared: dict[str, bytes]) -> Json:
    if parameter["in"] == "query" and shared.get(parameter["name"]) == _bytes(parameter):
        return {"$ref": f"#/components/parameters/{parameter['name']}"}
    return parameter


def _filter_schema() -> Json:
    """The `filter` of a JSON search: every filter by name, and the joiners."""
    own = {"$ref": "#/components/schemas/Filter"}
    several = {"type": "array", "items": own, "minItems": 1}
    members: Json = {"and": several, "or": several, "not": own}
    for name, field in filters().items():
        members[name] = {**_json_type(field), "description": field.metadata["description"]}
    return {
        "type": "object",
        "description": "Filters by name, all of which must hold, and `and`, `or`, `not` around more of them.",
        "properties": members,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _json_type(field: Any) -> Json:
    if isinstance(field, Numbers):
        return dict(_written(field)["schema"])
    if isinstance(field, Many):
        return {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": field.most}
    kinds = {Whole: "integer", Number: "number", Flag: "boolean"}
    return {"type": next((name for kind, name in kinds.items() if isinstance(field, kind)), "string")}


def _use_filter(schemas: Json) -> None:
    """In JSON bodies: the tree by reference, lists with their sizes, nothing unknown."""
    for name in ("SearchBody", "AggregateBody", "NetworkBody", "ExportBody", "BatchBody", "KeyBody", "RotateBody"):
        schemas[name]["additionalProperties"] = False
        for field, schema in schemas[name]["properties"].items():
            schema.update(_shapes().get(field, {}).get("schema", {}))
            schema.pop("items", None) if "prefixItems" in schema else None
    for name in ("SearchBody", "AggregateBody", "NetworkBody", "ExportBody"):
        told = schemas[name]["properties"]["filter"]
        schemas[name]["properties"]["filter"] = {"$ref": "#/components/schemas/Filter", **told}


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style throughout, without anchors."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


def as_yaml(found: Json) -> str:
    return yaml.dump(found, Dumper=_Dumper, allow_unicode=True, sort_keys=True, width=120)
