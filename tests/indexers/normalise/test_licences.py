"""Licences by the names publishers use."""

from __future__ import annotations

import pytest

from indexers.normalise.licences import UNDETERMINED, licence_named
from records.schema import check

CC = "https://creativecommons.org/"


@pytest.mark.parametrize(
    ("name", "uri", "reuse"),
    [
        ("CC0", f"{CC}publicdomain/zero/1.0/", "open"),
        ("CC0 1.0", f"{CC}publicdomain/zero/1.0/", "open"),
        ("CC0-1.0", f"{CC}publicdomain/zero/1.0/", "open"),
        ("CC BY 4.0", f"{CC}licenses/by/4.0/", "open"),
        ("cc-by-3.0", f"{CC}licenses/by/3.0/", "open"),
        ("CC BY", f"{CC}licenses/by/4.0/", "open"),
        ("CC_BY-SA 4.0", f"{CC}licenses/by-sa/4.0/", "open"),
        ("CC BY-NC 4.0", f"{CC}licenses/by-nc/4.0/", "restricted"),
        ("CC BY-NC-ND 4.0", f"{CC}licenses/by-nc-nd/4.0/", "restricted"),
        ("Public Domain", f"{CC}publicdomain/mark/1.0/", "open"),
        ("公有领域", f"{CC}publicdomain/mark/1.0/", "open"),
        ("CC BY 3.0", f"{CC}licenses/by/3.0/", "open"),
        ("Creative Commons Attribution 4.0 International", f"{CC}licenses/by/4.0/", "open"),
        ("Creative Commons Attribution-ShareAlike 3.0 Unported", f"{CC}licenses/by-sa/3.0/", "open"),
        ("Creative Commons Attribution-NonCommercial-NoDerivs 4.0", f"{CC}licenses/by-nc-nd/4.0/", "restricted"),
        ("知识共享 署名 4.0", f"{CC}licenses/by/4.0/", "open"),
        ("知识共享署名-非商业性使用-相同方式共享 4.0", f"{CC}licenses/by-nc-sa/4.0/", "restricted"),
        ("OGL", f"{CC}licenses/by/4.0/", "open"),
        ("Open Government Licence v3.0", f"{CC}licenses/by/4.0/", "open"),
        ("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", f"{CC}licenses/by/4.0/", "open"),
        ("http://creativecommons.org/licenses/by/3.0", f"{CC}licenses/by/3.0/", "open"),
        ("https://www.creativecommons.org/licenses/by-nc/4.0/deed.zh", f"{CC}licenses/by-nc/4.0/", "restricted"),
        ("https://creativecommons.org/publicdomain/zero/1.0/legalcode", f"{CC}publicdomain/zero/1.0/", "open"),
        ("© Artists Rights Society (ARS)", "http://rightsstatements.org/vocab/InC/1.0/", "closed"),
        ("No known copyright restrictions", "http://rightsstatements.org/vocab/NKC/1.0/", "closed"),
        ("All rights reserved", "http://rightsstatements.org/vocab/InC/1.0/", "closed"),
    ],
)
def test_named(name: str, uri: str, reuse: str) -> None:
    found = licence_named(name)
    assert found is not None
    assert (found.uri, found.reuse) == (uri, reuse)
    record = {"id": "a:1", "type": "site", "title": {"en": "x"}, "rights": found.rights("某馆")}
    assert check(record)["rights"] == {"uri": uri, "reuse": reuse, "attribution": "某馆"}


@pytest.mark.parametrize(
    "name", ["", "MIT", "see website", "CC", "CC BY-XX 4.0", "by", "https://example.org/licence", "Attribution"]
)
def test_what_says_nothing_sure(name: str) -> None:
    assert licence_named(name) is None


def test_undetermined_rights_are_not_open() -> None:
    assert UNDETERMINED.rights() == {"uri": "http://rightsstatements.org/vocab/UND/1.0/", "reuse": "restricted"}
