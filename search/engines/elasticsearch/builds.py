"""The builds in a cluster: each an index of its own, and the alias that says which one is served."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.mapping import fingerprint, mapping, settings
from search.errors import NoBuild

COPIED_S = 60
"""How long a promotion waits for the copies of a build; the cluster goes on making them afterwards."""

_ID = r"\d{8}t\d{12}-[0-9a-f]{6}"


class Builds:
    """Names, marks and the alias of one prefix. What other indices a cluster holds is never looked at."""

    def __init__(self, client: Elasticsearch, address: Address) -> None:
        self._client = client
        self._address = address
        self._alias = address.prefix
        self._name = re.compile(f"{re.escape(address.prefix)}-{_ID}")

    def make(self) -> str:
        """A new index; names sort by age."""
        index = f"{self._alias}-{datetime.now(UTC):%Y%m%dt%H%M%S%f}-{secrets.token_hex(3)}"
        marked = mapping() | {"_meta": {"schema": fingerprint(), "promoted": None}}
        self._client.indices.create(index=index, settings=settings(self._address.shards), mappings=marked)
        return index

    def marks(self) -> dict[str, Mapping[str, Any]]:
        """The indices there are with what each says of itself, oldest first."""
        found = self._client.indices.get_mapping(
            index=f"{self._alias}-*", allow_no_indices=True, ignore_unavailable=True, expand_wildcards="open"
        )
        told = {name: one["mappings"].get("_meta") or {} for name, one in found.items()}
        return {name: told[name] for name in sorted(told) if self._name.fullmatch(name)}

    def mark_promoted(self, index: str) -> None:
        meta = {"schema": fingerprint(), "promoted": datetime.now(UTC).isoformat()}
        self._client.indices.put_mapping(index=index, meta=meta)

    def promoted(self) -> list[str]:
        """The builds of this version that were served once, newest first: all to go by where the alias is gone."""
        dated = [
            (str(mark["promoted"]), name)
            for name, mark in self.marks().items()
            if mark.get("promoted") and mark.get("schema") == fingerprint()
        ]
        return [name for _, name in sorted(dated, reverse=True)]

    def served(self) -> str:
        """The index the alias names, "" where there is no alias."""
        try:
            found = self._client.indices.get_alias(name=self._alias)
        except NotFoundError:
            return ""
        return max((name for name in found if self._name.fullmatch(name)), default="")

    def point(self, index: str) -> None:
        """Serve another build from now on, in one action: no reader sees both, or neither."""
        add = {"add": {"index": index, "alias": self._alias, "is_write_index": True}}
        gone = {"remove": {"index": f"{self._alias}-*", "alias": self._alias, "must_exist": False}}
        self._client.indices.update_aliases(actions=[gone, add])

    def check(self, index: str) -> None:
        """NoBuild unless the build was made with the mapping of this version."""
        found = self._client.indices.get_mapping(index=index)
        marks = [one["mappings"].get("_meta") or {} for one in found.values()]
        if [mark.get("schema") for mark in marks] != [fingerprint()]:
            raise NoBuild(f"build {index} was made by another version; build the index again")

    def serve_as_told(self, index: str) -> None:
        """Copies and refreshing as the address says, and writes that survive a power cut; waits for the copies."""
        replicas = self._address.replicas
        copies = {"auto_expand_replicas": replicas} if "-" in replicas else {"number_of_replicas": int(replicas)}
        kept = {"refresh_interval": self._address.refresh, "translog.durability": "request"}
        self._client.indices.put_settings(index=index, settings=copies | kept)
        patient = self._client.options(request_timeout=2 * COPIED_S, ignore_status=408)
        patient.indices.flush(index=index)
        patient.cluster.health(index=index, wait_for_status="green", timeout=f"{COPIED_S}s")

    def remove(self, index: str) -> None:
        self._client.options(ignore_status=404).indices.delete(index=index)
