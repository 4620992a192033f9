"""Addresses: hosts, prefix and options are read from a URL; what is wrong is named, and no secret is ever shown."""

from __future__ import annotations

import pytest

from search.engines import open_engine, shown
from search.engines.elasticsearch.address import Address
from search.errors import EngineError
from settings import Settings


def test_hosts_prefix_and_secrets() -> None:
    found = Address.parse("elasticsearch+https://us%40er:p%3Ass@one:9201,two,[::1]:9/pre-fix?shards=3&timeout=0.5")
    assert found.hosts == ("https://one:9201", "https://two:9200", "https://[::1]:9")
    assert (found.prefix, found.user, found.password) == ("pre-fix", "us@er", "p:ss")
    assert (found.shards, found.timeout_s, found.replicas) == (3, 0.5, "0-1")


def test_what_is_not_told_has_a_default() -> None:
    found = Address.parse("elasticsearch+http://127.0.0.1")
    assert (found.hosts, found.prefix) == (("http://127.0.0.1:9200",), "wenmai")


def test_no_secret_is_shown() -> None:
    url = "elasticsearch+http://user:hush@one:9200/wenmai?api_key=quiet"
    for told in (repr(Address.parse(url)), Address.parse(url).shown, shown(url)):
        assert "hush" not in told
        assert "quiet" not in told
    assert shown(url) == "elasticsearch+http://one:9200/wenmai"
    assert shown("tantivy:/var/index") == "tantivy:/var/index"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("elasticsearch+http:///wenmai", "hosts"),
        ("elasticsearch+ftp://one/wenmai", "hosts"),
        ("elasticsearch+http://one:port/wenmai", "hosts"),
        ("elasticsearch+http://one two/wenmai", "hosts"),
        ("elasticsearch+http://one/Wenmai", "prefix"),
        ("elasticsearch+http://one/_all", "prefix"),
        ("elasticsearch+http://one/wen*", "prefix"),
        ("elasticsearch+http://one/wenmai?shard=2", "there are api_key, ca, shards"),
        ("elasticsearch+http://one/wenmai?shards=0", "shards takes a number"),
        ("elasticsearch+http://one/wenmai?timeout=never", "timeout takes seconds"),
        ("elasticsearch+http://one/wenmai?replicas=all", "replicas takes"),
        ("elasticsearch+http://u:hush@one:port/wenmai", "hosts"),
    ],
)
def test_what_is_wrong_is_named(url: str, told: str) -> None:
    with pytest.raises(EngineError, match="WENMAI_ENGINE_URL") as error:
        Address.parse(url)
    assert told in str(error.value)
    assert "hush" not in str(error.value)


def test_an_unknown_engine_is_told_without_its_secrets() -> None:
    with pytest.raises(EngineError, match="one of tantivy") as error:
        open_engine("solr://user:hush@one/wenmai")
    assert "hush" not in str(error.value)


def test_secrets_may_be_kept_apart_from_the_url() -> None:
    env = {
        "WENMAI_ENGINE_URL": "elasticsearch+https://one/wenmai?shards=2",
        "WENMAI_ENGINE_USER": "us@er",
        "WENMAI_ENGINE_PASSWORD": "p/ss",
    }
    settings = Settings.from_env(env)
    found = Address.parse(settings.engine_url)
    assert (found.user, found.password, found.shards) == ("us@er", "p/ss", 2)
    assert "p/ss" not in repr(settings)
    keyed = Settings.from_env({**env, "WENMAI_ENGINE_USER": "", "WENMAI_ENGINE_API_KEY": "a=b&c"})
    assert Address.parse(keyed.engine_url).api_key == "a=b&c"
    assert "a=b" not in repr(keyed)
