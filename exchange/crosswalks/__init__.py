"""Records in the words of others: schema.org as JSON-LD and Turtle, Dublin Core as XML."""

from exchange.crosswalks.dc_xml import dcterms_bytes, oai_dc_bytes
from exchange.crosswalks.described import Described
from exchange.crosswalks.jsonld import jsonld_bytes
from exchange.crosswalks.schema_org import in_schema_org
from exchange.crosswalks.turtle import turtle_bytes

__all__ = ["Described", "dcterms_bytes", "in_schema_org", "jsonld_bytes", "oai_dc_bytes", "turtle_bytes"]
