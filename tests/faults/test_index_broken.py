"""An index in Elasticsearch whose alias is removed, that is deleted, or made read-only by hand: what readers see."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.elasticsearch.node import ask
from tests.faults.inside import LIST, Inside, followed, inside, soon

pytestmark = pytest.mark.slow

FRESH = ("/v1/records?q=tower", "/v1/records/towers:1", "/v1/suggest?q=to", "/v1/facets/region", "/v1/regions")
BLOCKS = ("index.blocks.write", "index.blocks.read_only", "index.blocks.read_only_allow_delete")


@pytest.fixture
def node(elasticsearch_url: str, index_prefix: str, tmp_path: Path) -> Iterator[Inside]:
    """Thirty records, served; nobody follows."""
    url = f"elasticsearch+{elasticsearch_url}/{index_prefix}?patience=1"
    with inside(tmp_path / "node", url, index_prefix, elasticsearch_url.partition("//")[2]) as made:
        made.put(30)
        with followed(made):
            soon(lambda: made.total() == 30)
        assert made.ask(LIST).status == 200  # now it is kept for sure
        yield made


def _served(url: str, prefix: str) -> str:
    (index,) = ask(url, "GET", f"/_alias/{prefix}")[1]
    return str(index)


def _remove_alias(url: str, prefix: str) -> None:
    assert ask(url, "DELETE", f"/{_served(url, prefix)}/_alias/{prefix}")[0] == 200


def _delete_index(url: str, prefix: str) -> None:
    assert ask(url, "DELETE", f"/{_served(url, prefix)}")[0] == 200


@pytest.mark.parametrize("harm", [_remove_alias, _delete_index], ids=["alias", "index"])
def test_what_was_removed_by_hand_is_made_again(node: Inside, elasticsearch_url: str, index_prefix: str, harm) -> None:
    harm(elasticsearch_url, index_prefix)
    assert {path: node.ask(path).status for path in FRESH} == dict.fromkeys(FRESH, 503)
    assert node.ask(LIST).stale
    assert node.ask("/readyz").status == 503
    assert node.ask("/v1/status").json["engine"]["ok"] is False
    node.put(5)
    with followed(node):
        soon(lambda: node.total() == 35)
    assert {path: node.ask(path).status for path in FRESH} == dict.fromkeys(FRESH, 200)
    node.state()


def test_an_alias_that_goes_while_one_follows_is_made_again(
    node: Inside, elasticsearch_url: str, index_prefix: str
) -> None:
    with followed(node):
        for _ in range(3):
            _remove_alias(elasticsearch_url, index_prefix)
            node.put(5)
            soon(lambda: node.total() == node.made)
    node.state()


@pytest.mark.parametrize("block", BLOCKS)
def test_changes_wait_while_an_index_is_read_only(
    node: Inside, elasticsearch_url: str, index_prefix: str, block: str
) -> None:
    settings = f"/{_served(elasticsearch_url, index_prefix)}/_settings"
    with followed(node):
        assert ask(elasticsearch_url, "PUT", settings, {block: True})[0] == 200
        node.put(10)
        time.sleep(2.5)
        assert (node.total(), node.seq()) == (30, 30)
        assert {node.ask(path).status for path in FRESH} == {200}
        assert node.ask("/v1/records/towers:31").status == 404
        assert ask(elasticsearch_url, "PUT", settings, {block: None})[0] == 200
        soon(lambda: node.total() == 40)
    node.state()
