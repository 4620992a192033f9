"""What is told of a data set where its records are shown, and of regions where each lies."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.http import pages


def test_the_records_of_a_data_set_stand_below_what_it_is(client: FlaskClient) -> None:
    page = pages.get(client, "/search", dataset="classical-poems", lang="en")
    about = page.one("section", class_="of-set").inside
    for told in ("More than a hundred famous poems", "文脉样例数据", "Public Domain Mark", "github.com"):
        assert told in about
    (csv,) = [one for one in page.links() if "format=csv" in one]
    assert client.get(csv).get_data(as_text=True).count("classical-poems:") > 100
    for asked in ({}, {"dataset": ["classical-poems", "persons"]}, {"-dataset": "persons"}, {"dataset": "unknown"}):
        assert not pages.get(client, "/search", **asked).all("section", class_="of-set")


def test_a_region_is_told_with_what_it_lies_in(client: FlaskClient) -> None:
    page = pages.get(client, "/values/region", lang="zh-Hans")
    lines = {one.inside.split()[0]: " ".join(one.inside.split()) for one in page.all("li") if "main" in one.of}
    assert lines["西安市"].startswith("西安市 陕西省 ")
    assert lines["北京市"].split()[1].isdigit()
    theme = pages.get(client, "/values/category", lang="zh-Hans")
    assert [one.inside for one in theme.all("small") if "main" in one.of]


def test_a_kind_is_sought_in_words_of_a_sentence(client: FlaskClient) -> None:
    for path, words in (("/services", "Search public services"), ("/policies", "Search policies and laws")):
        assert pages.get(client, path, lang="en").one("label", **{"for": "sought"}).inside == words
